import { expect, it } from 'vitest';
import { parseOutcomes } from '../../../lambdas/follow-up/parse-outcomes.ts';
import { accountId } from '../../accounts.ts';
import { idOf } from '../builders.ts';

const event = {
  version: '0',
  id: '51c0891d-0e34-45b1-83d6-95db273d1602',
  'detail-type': 'EC2 Command Invocation Status-change Notification',
  source: 'aws.ssm',
  account: accountId,
  time: '2026-11-21T12:00:00Z',
  region: 'eu-west-1',
  resources: [],
  detail: {
    'command-id': 'command-1',
    'document-name': 'Muster-Linux',
    'instance-id': idOf(1),
    'requested-date-time': '2026-11-21T11:58:00Z',
    status: 'Success',
  },
};
const record = (messageId: string, body: unknown) => ({
  messageId,
  body: typeof body === 'string' ? body : JSON.stringify(body),
});

it('reads which command has ended on which instance, and leaves the result to Systems Manager', () => {
  expect(parseOutcomes([record('m-1', event)])).toEqual({
    received: [{ messageId: 'm-1', content: { commandId: 'command-1', instanceId: idOf(1) } }],
    unreadable: [],
  });
});

it.each([
  ['text that is not JSON', 'nonsense', /^the value: received "nonsense"/],
  ['null', 'null', /^the value: received null/],
  [
    'a state change',
    { ...event, 'detail-type': 'EC2 Instance State-change Notification' },
    /^detail-type: received/,
  ],
  [
    'the event of a whole command, which names no instance',
    { ...event, 'detail-type': 'EC2 Command Status-change Notification' },
    /^detail-type: received "EC2 Command Status-change Notification"/,
  ],
  ['no detail', { ...event, detail: undefined }, /^detail: received nothing/],
  ['no command', { ...event, detail: { 'instance-id': idOf(1) } }, /^detail\.command-id: received nothing/],
  ['an empty command', { ...event, detail: { ...event.detail, 'command-id': '' } }, /^detail\.command-id: /],
  [
    'an instance that is a number',
    { ...event, detail: { ...event.detail, 'instance-id': 1 } },
    /^detail\.instance-id: received 1/,
  ],
])('refuses %s, and says where and what it is', (_name, body, problem) => {
  const { received, unreadable } = parseOutcomes([record('m-1', body)]);
  expect(received).toEqual([]);
  expect(unreadable).toEqual([{ messageId: 'm-1', problem: expect.stringMatching(problem) }]);
});

it('refuses each malformed record alone, and reads its neighbours', () => {
  const { received, unreadable } = parseOutcomes([
    record('m-1', event),
    record('m-2', ''),
    record('m-3', event),
  ]);
  expect(received.map(({ messageId }) => messageId)).toEqual(['m-1', 'm-3']);
  expect(unreadable.map(({ messageId }) => messageId)).toEqual(['m-2']);
});
