import { describe, expect, it } from 'vitest';
import type { AgentState } from '../../../lambdas/shared/domain/roster/agent-state.ts';
import { contradictionOfAgents } from '../../../simulator/promises/invariants-of-agents.ts';
import type { RosterRow } from '../../../simulator/run/roster-rows.ts';
import { SimulationWatch } from '../../../simulator/run/simulation-watch.ts';

const state = (agent: string, status: AgentState['status']): AgentState => ({
  ...{ agent, status, reason: 'Any', changedAt: 1, launchedAt: 1, document: agent, documentVersion: '1' },
});

/** What is wrong with an entry of instance i-1, whose profile names a and b, after these ends of their commands. */
function wrong(
  status: RosterRow['status'],
  agents: readonly AgentState[] | undefined,
  ends: Readonly<Record<string, string>> = { a: 'Success', b: 'Success' },
): string | undefined {
  const watch = new SimulationWatch();
  for (const [document, details] of Object.entries(ends)) {
    const of = { commandId: document, instanceId: 'i-1' };
    watch.take({
      atMs: 1,
      kind: 'ssm.command',
      fields: { ...of, document: `${document}:1`, instances: 'i-1' },
    });
    watch.take({ atMs: 2, kind: 'ssm.invocation', fields: { ...of, details } });
  }
  const noCause = { causeDetail: undefined, causeCertainty: undefined, notLookedAt: undefined };
  const none = {
    ...{ ...noCause, agent: undefined, commandId: undefined, errand: undefined },
    ...{ document: undefined, documentVersion: undefined },
  };
  const row = {
    instanceId: 'i-1',
    status,
    reason: 'Any',
    configuration: undefined,
    profile: 'p',
    agents,
    ...none,
  };
  return contradictionOfAgents(row, { times: { agents: new Map([['p', ['a', 'b']]]) }, watch });
}

const [a, b] = [state('a', 'onboarded'), state('b', 'onboarded')];

describe('an entry at rest says nothing wrong of its agents', () => {
  it.each([
    ['when all have succeeded', 'onboarded', [a, b], undefined],
    ['when one has failed', 'failed', [a, state('b', 'failed')], { a: 'Success', b: 'Failed' }],
    ['when one was refused before it was sent', 'failed', [a, state('b', 'failed')], { a: 'Success' }],
    ['when one has no document', 'onboarded', [a, state('b', 'excluded')], { a: 'Success' }],
    ['when it stopped half-way', 'gone', [a, state('b', 'waiting')], { a: 'Success' }],
    ['when it was excluded before the first', 'excluded', undefined, {}],
  ] as const)('%s', (_name, status, agents, ends) => {
    expect(wrong(status, agents, ends)).toBeUndefined();
  });
});

describe('an entry at rest is wrong', () => {
  it.each([
    ['when it forgot one', 'onboarded', [a], undefined, 'names the agents a; its profile names a, b'],
    [
      'when it has one twice',
      'gone',
      [a, a, b],
      undefined,
      'names the agents a, a, b; its profile names a, b',
    ],
    [
      'when it says nothing',
      'onboarded',
      undefined,
      undefined,
      'names the agents none; its profile names a, b',
    ],
    ['when one is open', 'onboarded', [a, state('b', 'waiting')], undefined, 'b is still open'],
    [
      'when one did not succeed',
      'onboarded',
      [a, b],
      { a: 'Success', b: 'Failed' },
      'b is onboarded, and its command is Failed',
    ],
    [
      'when one was never sent',
      'onboarded',
      [a, b],
      { a: 'Success' },
      'b is onboarded, and its command is none',
    ],
    [
      'when one succeeded',
      'failed',
      [a, state('b', 'failed')],
      undefined,
      'b is failed, and its command is Success',
    ],
    [
      'when a failure is hidden',
      'onboarded',
      [a, state('b', 'failed')],
      { a: 'Success' },
      'its agents are failed',
    ],
  ] as const)('%s', (_name, status, agents, ends, expected) => {
    expect(wrong(status, agents, ends)).toBe(expected);
  });
});
