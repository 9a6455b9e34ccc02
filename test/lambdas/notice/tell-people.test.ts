import { describe, expect, it } from 'vitest';
import type { WaitingMessage } from '../../../lambdas/notice/notice-queue-client.ts';
import { type TellPorts, tellPeople } from '../../../lambdas/notice/tell-people.ts';
import { createLogger } from '../../../lambdas/shared/runtime/log.ts';

const place = { partition: 'aws', region: 'eu-west-1', accountId: '000000000000' };
const settings = { tellsOutcomes: true, opensOpsItems: true };
const compliance = (id: string): WaitingMessage => ({
  ...{ messageId: id, receipt: id },
  body: JSON.stringify({
    'detail-type': 'Configuration Compliance State Change',
    time: '2026-01-01T00:00:00Z',
    detail: { 'resource-id': id, 'compliance-type': 'Patch', 'compliance-status': 'non_compliant' },
  }),
});

/** Ports that note what is asked of them, in order. `refuse` names calls that fail. */
function ports(waiting: readonly WaitingMessage[], refuse: readonly string[] = []) {
  const asked: string[] = [];
  const ask = async (call: string) => {
    asked.push(call);
    if (refuse.includes(call)) throw new Error('refused');
  };
  const all: TellPorts = {
    entries: {
      noteTold: (told) => ask(`told ${told.length}`),
      changedAfter: async () => [],
      noteCompliance: (judgements) => ask(`note ${judgements.map(({ nodeId }) => nodeId).join(' ')}`),
    },
    queue: {
      take: async () => waiting,
      delete: (messages) => ask(`delete ${messages.map(({ messageId }) => messageId).join(' ')}`),
    },
    people: { publish: () => ask('publish'), open: () => ask('open') },
    clock: { now: () => 1_000_000 },
    log: createLogger('notice'),
  };
  return { asked, all };
}

describe('whoever tells people', () => {
  it('forgets what was told after it was told', async () => {
    const { asked, all } = ports([compliance('i-1'), compliance('i-2')]);
    await tellPeople(all, settings, place);
    expect(asked).toEqual(['publish', 'open', 'told 0', 'note i-1 i-2', 'delete i-1 i-2']);
  });

  it('forgets nothing when nobody could be told', async () => {
    const { asked, all } = ports([compliance('i-1')], ['publish']);
    await expect(tellPeople(all, settings, place)).rejects.toThrow('refused');
    expect(asked).toEqual(['publish']);
  });

  it('tells people although an OpsItem is refused', async () => {
    const { asked, all } = ports([compliance('i-1')], ['open']);
    await tellPeople(all, settings, place);
    expect(asked).toEqual(['publish', 'open', 'told 0', 'note i-1', 'delete i-1']);
  });

  it('leaves what it cannot read in the queue, and tells of the others', async () => {
    const broken = { messageId: 'bad', receipt: 'bad', body: '{"detail-type":"Another"}' };
    const { asked, all } = ports([broken, compliance('i-1')]);
    await tellPeople(all, settings, place);
    expect(asked).toContain('delete i-1');
  });
});
