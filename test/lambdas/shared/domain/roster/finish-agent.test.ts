import { describe, expect, it } from 'vitest';
import type { AgentEnd } from '../../../../../lambdas/shared/domain/roster/agent-end.ts';
import type { AgentState } from '../../../../../lambdas/shared/domain/roster/agent-state.ts';
import { finishAgent, restOf } from '../../../../../lambdas/shared/domain/roster/finish-agent.ts';
import { identityOf, moveEntry } from '../../../../../lambdas/shared/domain/roster/move-entry.ts';
import { aClaim, anAgent, anEntry, type EntryFields, nowMs } from '../../../builders.ts';

const sent = {
  agent: 'cloudwatch',
  document: 'Muster-CloudWatch',
  documentVersion: '4',
  commandId: 'command-2',
};
const succeeded: AgentEnd = {
  status: 'onboarded',
  reason: 'Onboarded',
  result: { statusDetails: 'Success', step: 'install', exitCode: 0 },
};
const failed: AgentEnd = {
  status: 'failed',
  reason: 'ChecksumWrong',
  result: { statusDetails: 'Failed', step: 'install', exitCode: 21 },
};
const falcon = (fields: Partial<AgentState> = {}) =>
  anAgent('falcon', 'onboarded', {
    document: 'Muster-Falcon',
    documentVersion: '2',
    commandId: 'command-1',
    ...fields,
  });
const falconFailed = falcon({ status: 'failed', reason: 'NoPackage', exitCode: 25, attempts: 1 });

/** The entry after the order for cloudwatch has ended, where the others stand so. */
function finish(end: AgentEnd, agents: readonly AgentState[], entry: EntryFields = {}): EntryFields {
  const from = anEntry({ status: 'commanded', attempts: 2, ...sent, agents, ...entry });
  if (from.status !== 'commanded') throw new Error('a commanded entry');
  return moveEntry(from, { ...identityOf(from), ...finishAgent(from, end, nowMs) }, nowMs).to;
}

const inHand = anAgent('cloudwatch', 'waiting', { document: 'Muster-CloudWatch' });
const later = anAgent('datadog', 'waiting');

describe('when an agent is dealt with and another is open', () => {
  it.each([succeeded, failed])('the entry waits for that, due at once, with no attempts: $status', (end) => {
    const to = finish(end, [falcon(), inHand, later]);
    expect(to).toMatchObject({ status: 'waiting', reason: 'NextAgent', agent: 'datadog' });
    expect(to).toMatchObject({ waitingSince: nowMs, dueAt: nowMs + 1 });
    for (const ofOther of ['attempts', 'document', 'documentVersion', 'commandId', 'exitCode'])
      expect(to).not.toHaveProperty(ofOther);
    expect(to.agents?.map(({ agent, status }) => `${agent} ${status}`)).toEqual([
      'falcon onboarded',
      `cloudwatch ${end.status}`,
      'datadog waiting',
    ]);
  });

  it('one that failed at an earlier start of the instance is open again', () => {
    const { launchedAt } = anEntry();
    const earlier = { ...falconFailed, launchedAt: launchedAt - 1 };
    expect(finish(succeeded, [earlier, inHand])).toMatchObject({ status: 'waiting', agent: 'falcon' });
    expect(finish(succeeded, [{ ...earlier, launchedAt }, inHand]).status).toBe('failed');
  });

  it('its state says what was sent and why it failed, at which start', () => {
    const { launchedAt } = anEntry();
    expect(finish(failed, [inHand, later]).agents?.[0]).toEqual({
      ...sent,
      status: 'failed',
      reason: 'ChecksumWrong',
      changedAt: nowMs,
      launchedAt,
      statusDetails: 'Failed',
      step: 'install',
      exitCode: 21,
      attempts: 2,
    });
    const { step, exitCode, attempts } = finish(succeeded, [inHand, later]).agents?.[0] ?? {};
    expect({ step, exitCode, attempts }).toEqual({});
  });
});

describe('when every agent is dealt with', () => {
  it('the entry is onboarded if all succeeded, and tells of the last', () => {
    const to = finish(succeeded, [falcon(), inHand]);
    expect(to).toMatchObject({
      status: 'onboarded',
      reason: 'Onboarded',
      onboardedAt: nowMs,
      ...sent,
      exitCode: 0,
    });
    expect(to).not.toHaveProperty('dueAt');
  });

  it('the entry is failed for the first that failed, and tells of that one alone', () => {
    const to = finish(succeeded, [falconFailed, inHand]);
    expect(to).toMatchObject({
      ...{ status: 'failed', reason: 'NoPackage', agent: 'falcon', document: 'Muster-Falcon' },
      ...{ documentVersion: '2', commandId: 'command-1', exitCode: 25, attempts: 1 },
    });
    for (const ofOther of ['orderId', 'statusDetails', 'step', 'onboardedAt'])
      expect(to).not.toHaveProperty(ofOther);
    expect(to.agents?.map(({ status }) => status)).toEqual(['failed', 'onboarded']);
  });

  it('one without a document for the platform is no failure', () => {
    const skipped = anAgent('falcon', 'excluded', { reason: 'UnsupportedPlatform' });
    expect(finish(succeeded, [skipped, inHand]).status).toBe('onboarded');
    expect(
      finish({ ...failed, status: 'excluded', reason: 'UnsupportedPlatform' }, [skipped, inHand]),
    ).toMatchObject({ status: 'excluded', reason: 'UnsupportedPlatform' });
  });

  it('a code of another version of Muster is read as a failed script', () => {
    expect(restOf([{ ...falconFailed, reason: 'OfAnotherVersion' }], nowMs).reason).toBe('ScriptFailed');
  });
});

it('a document of no agent brings its entry to rest, as before there were agents', () => {
  const from = aClaim({ document: 'Muster-Linux' });
  expect(finishAgent(from, { status: 'failed', reason: 'DocumentRefused' }, nowMs)).toEqual({
    status: 'failed',
    reason: 'DocumentRefused',
  });
});

describe('a document that a version without agents has sent meanwhile', () => {
  it.each([
    ['another document than that of the agent in hand', [inHand, later], { document: 'Muster-Linux' }],
    ['an agent that is not listed', [later], {}],
    ['an agent that was not claimed', [anAgent('cloudwatch', 'waiting')], {}],
  ] as const)('brings the entry to rest, and is not taken for the agent: %s', (_name, agents, entry) => {
    expect(finish(succeeded, agents, entry)).toMatchObject({ status: 'onboarded', agents });
    expect(finish(failed, agents, entry)).toMatchObject({
      status: 'failed',
      reason: 'ChecksumWrong',
      agents,
    });
  });
});

describe('when an agent was to be taken away', () => {
  const leaving = { ...inHand, leaving: true } as const;

  it('it is gone from the entry after a success, and the others decide', () => {
    const to = finish(succeeded, [falcon(), leaving]);
    expect(to).toMatchObject({ status: 'onboarded', agent: 'falcon', agents: [falcon()] });
  });

  it('the entry is onboarded when it was the only one that was sent', () => {
    expect(finish(succeeded, [leaving])).toMatchObject({ status: 'onboarded', agents: [] });
    const skipped = anAgent('datadog', 'excluded');
    expect(finish(succeeded, [leaving, skipped])).toMatchObject({ status: 'onboarded', agents: [skipped] });
  });

  it.each([failed, { ...failed, status: 'excluded' as const }])(
    'it stays, as failed, when that $status',
    (end) => {
      const to = finish(end, [falcon(), leaving]);
      expect(to).toMatchObject({ status: 'failed', reason: 'ChecksumWrong', agent: 'cloudwatch' });
      expect(to.agents?.[1]).toMatchObject({ agent: 'cloudwatch', status: 'failed', leaving: true });
    },
  );
});
