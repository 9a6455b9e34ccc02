import { describe, expect, it } from 'vitest';
import { parseNotices } from '../../../lambdas/notice/parse-notices.ts';

const read = (event: object) => {
  const { received, unreadable } = parseNotices([{ messageId: 'one', body: JSON.stringify(event) }]);
  return { content: received[0]?.content, problem: unreadable[0]?.problem };
};
const drifted = (status: string) => ({
  'detail-type': 'Instance Drifted',
  detail: {
    'instance-id': 'i-1',
    drifts: [{ document: 'Muster-Agent-falcon-Linux', status, reason: 'NotInstalled' }],
  },
});

describe('an event', () => {
  it('of a drift is told, unless Muster mends it', () => {
    const notice = {
      ...{ topic: 'drifted', id: 'i-1', more: [] },
      what: 'Muster-Agent-falcon-Linux says NotInstalled',
    };
    expect(read(drifted('told')).content).toEqual({ notice });
    expect(read(drifted('back')).content).toEqual({ notice });
    expect(read(drifted('sent')).content).toEqual({});
  });

  it('of compliance is a judgement, and is told when something is not compliant', () => {
    const event = (status: string) => ({
      ...{ 'detail-type': 'Configuration Compliance State Change', time: '2026-01-31T00:00:00Z' },
      detail: { 'resource-id': 'i-1', 'compliance-type': 'Patch', 'compliance-status': status },
    });
    const judgement = { nodeId: 'i-1', type: 'Patch', atMs: Date.UTC(2026, 0, 31) };
    expect(read(event('compliant')).content).toEqual({ judgement: { ...judgement, isCompliant: true } });
    expect(read(event('non_compliant')).content).toMatchObject({
      judgement: { ...judgement, isCompliant: false },
      notice: { topic: 'compliance', what: 'Patch is non_compliant', id: 'i-1' },
    });
  });

  it('of an execution names its page in the console', () => {
    const event = {
      'detail-type': 'EC2 Automation Execution Status-change Notification',
      detail: { ExecutionId: 'a-b', Definition: 'Muster-RequireImdsv2', Status: 'TimedOut' },
    };
    expect(read(event).content?.notice).toEqual({
      ...{ topic: 'automations', what: 'Muster-RequireImdsv2 ended as TimedOut', more: [], id: 'a-b' },
      page: 'automation/execution/a-b',
    });
  });

  it('in another form is left in the queue', () => {
    expect(read({ 'detail-type': 'Another' }).problem).toBeDefined();
    expect(read({ ...drifted('told'), detail: {} }).problem).toBeDefined();
  });
});
