import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { createAnnouncements } from '../../../../../lambdas/shared/clients/roster/announcements.ts';
import {
  type RosterStatus,
  rosterStatuses,
} from '../../../../../lambdas/shared/domain/roster/roster-entry.ts';
import type { RosterMove } from '../../../../../lambdas/shared/domain/roster/roster-move.ts';
import { aCommanded, anAgent, anEntry, idOf, idsTo } from '../../../builders.ts';
import { fakeLog } from '../../../fakes.ts';

const eventBridge = mockClient(EventBridgeClient);
beforeEach(() => {
  eventBridge.reset();
  eventBridge.on(PutEventsCommand).resolves({ FailedEntryCount: 0 });
});
afterAll(() => eventBridge.restore());

const calls = () =>
  eventBridge.commandCalls(PutEventsCommand).map((call) => call.args[0].input.Entries ?? []);
const move = (to: RosterStatus, from?: RosterStatus): RosterMove => ({
  from: from && anEntry({ status: from }),
  to: anEntry({ status: to }),
});
const onboardings = (count: number): RosterMove[] =>
  idsTo(count).map((instanceId) => ({
    from: aCommanded({ instanceId }),
    to: anEntry({ instanceId, status: 'onboarded' }),
  }));

/** Announces moves, and returns the lines of the log. */
async function announce(moves: readonly RosterMove[]) {
  const log = fakeLog();
  await createAnnouncements(log).announce(moves);
  return log.lines;
}

it('a roll-out that is due is proposed with the version, and how many lack it', async () => {
  await createAnnouncements(fakeLog()).propose([{ document: 'A', documentVersion: '2', behind: 7 }]);
  const Detail = JSON.stringify({ document: 'A', 'document-version': '2', 'instances-behind': 7 });
  expect(calls().flat()).toEqual([{ Source: 'muster', DetailType: 'Roll-Out Proposed', Detail }]);
  await createAnnouncements(fakeLog()).propose([]);
  expect(calls()).toHaveLength(1);
});

describe('an entry that comes to rest', () => {
  it.each([
    ['onboarded', 'commanded', 'Instance Onboarded'],
    ['failed', 'commanded', 'Instance Failed'],
    ['unmanaged', 'waiting', 'Instance Unmanaged'],
  ] as const)('as %s is announced, under its own name', async (to, from, DetailType) => {
    await announce([move(to, from)]);
    expect(calls().flat()).toMatchObject([{ Source: 'muster', DetailType }]);
  });

  it('is announced with what the roster knows, and nothing else', async () => {
    const to = anEntry({
      status: 'failed',
      reason: 'ChecksumWrong',
      source: 'asg:web',
      platform: 'Ubuntu',
      profile: 'default',
      document: 'Muster-Linux',
      documentVersion: '7',
      commandId: 'command-1',
      statusDetails: 'Failed',
      step: 'install',
      exitCode: 21,
      attempts: 2,
    });
    await announce([{ from: aCommanded(), to }, move('unmanaged', 'waiting')]);
    const details = calls()
      .flat()
      .map(({ Detail = '' }): unknown => JSON.parse(Detail));
    expect(details).toEqual([
      {
        'instance-id': idOf(1),
        status: 'failed',
        reason: 'ChecksumWrong',
        source: 'asg:web',
        platform: 'Ubuntu',
        profile: 'default',
        document: 'Muster-Linux',
        'document-version': '7',
        'command-id': 'command-1',
        'status-details': 'Failed',
        step: 'install',
        'exit-code': 21,
        attempts: 2,
      },
      { 'instance-id': idOf(1), status: 'unmanaged', reason: 'AgentSilent', source: 'standalone' },
    ]);
  });

  it('is announced with the agent that decided, and where each agent stands', async () => {
    const falcon = { document: 'Muster-Falcon', documentVersion: '2', commandId: 'command-1' };
    const agents = [
      anAgent('falcon', 'failed', { ...falcon, reason: 'SecretDenied', exitCode: 31, attempts: 3 }),
      anAgent('datadog', 'onboarded', { commandId: 'command-2' }),
    ];
    const to = anEntry({ status: 'failed', reason: 'SecretDenied', agent: 'falcon', agents, ...falcon });
    await announce([{ from: aCommanded(), to }]);
    expect(JSON.parse(calls()[0]?.[0]?.Detail ?? '')).toMatchObject({
      ...{ status: 'failed', reason: 'SecretDenied', agent: 'falcon', document: 'Muster-Falcon' },
      agents: [
        {
          ...{ agent: 'falcon', status: 'failed', reason: 'SecretDenied', document: 'Muster-Falcon' },
          ...{ 'document-version': '2', 'command-id': 'command-1', 'exit-code': 31 },
        },
        { agent: 'datadog', status: 'onboarded', reason: 'Onboarded', 'command-id': 'command-2' },
      ],
    });
  });

  it('is announced with its errand when that has ended, and not with it later', async () => {
    const errand = 'r1 AWS-UpdateSSMAgent:3 failed 1769817600000 ScriptFailed';
    const to = anEntry({ status: 'onboarded', reason: 'ErrandFailed', errand, document: 'Muster-Linux' });
    const later = anEntry({ status: 'onboarded', errand, document: 'Muster-Linux' });
    await announce([to, later].map((entry) => ({ from: aCommanded(), to: entry })));
    const [ended, other] = calls()
      .flat()
      .map(({ Detail = '' }) => JSON.parse(Detail));
    expect(ended).toMatchObject({
      ...{ reason: 'ErrandFailed', document: 'Muster-Linux' },
      errand: {
        ...{ 'rollout-id': 'r1', document: 'AWS-UpdateSSMAgent', 'document-version': '3' },
        ...{ status: 'failed', reason: 'ScriptFailed' },
      },
    });
    expect(other).not.toHaveProperty('errand');
  });

  it('is announced when it is new, or comes back from a stop', async () => {
    await announce([move('failed'), move('onboarded', 'gone')]);
    expect(calls().flat()).toHaveLength(2);
  });
});

it.each(rosterStatuses.filter((status) => !['onboarded', 'failed', 'unmanaged'].includes(status)))(
  'an entry that becomes %s is not announced',
  async (status) => {
    await announce([move(status, 'waiting')]);
    expect(calls()).toEqual([]);
  },
);

it('an entry that stays at rest is not announced again', async () => {
  const place = { status: 'unmanaged', reason: 'NoEndpoint', causeDetail: 'vpc-1 has none of ssm' } as const;
  const again = { from: anEntry(place), to: anEntry({ ...place, revision: 2 }) };
  await announce([move('unmanaged', 'unmanaged'), move('failed', 'failed'), again]);
  expect(calls()).toEqual([]);
});

describe('an entry that stays unmanaged is announced again', () => {
  const first = { status: 'unmanaged', reason: 'NoEndpoint', causeDetail: 'vpc-1 has none of ssm' } as const;
  const told = async (to: RosterMove['to']) => {
    await announce([{ from: anEntry(first), to }]);
    return calls()
      .flat()
      .map(({ Detail = '' }): unknown => JSON.parse(Detail));
  };

  it('when its cause is another', async () => {
    const [detail, ...others] = await told(anEntry({ status: 'unmanaged', reason: 'NoInstanceProfile' }));
    expect(others).toEqual([]);
    expect(detail).toMatchObject({ status: 'unmanaged', reason: 'NoInstanceProfile' });
    expect(detail).not.toHaveProperty('cause-detail');
  });

  it('when its cause is another, and neither has a place', async () => {
    const from = anEntry({ status: 'unmanaged', reason: 'NoInstanceProfile' });
    await announce([{ from, to: { ...from, reason: 'MetadataOff' } }]);
    expect(calls().flat()).toHaveLength(1);
  });

  it('when the place of its cause is another', async () => {
    const causeDetail = 'vpc-1 has none of ssmmessages';
    const sure = { causeCertainty: 'likely', notLookedAt: 'DNS support of vpc-1; the instance itself' };
    expect(await told(anEntry({ ...first, ...sure, causeDetail }))).toMatchObject([
      {
        reason: 'NoEndpoint',
        'cause-detail': causeDetail,
        'cause-certainty': 'likely',
        'not-looked-at': ['DNS support of vpc-1', 'the instance itself'],
      },
    ]);
  });
});

it('at most ten events go into a call, each once', async () => {
  await announce(onboardings(23));
  expect(calls().map((entries) => entries.length)).toEqual([10, 10, 3]);
  const ids = calls()
    .flat()
    .map(({ Detail = '{}' }): unknown => JSON.parse(Detail)['instance-id']);
  expect(ids).toEqual(idsTo(23));
});

it('moves that are not announced do not fill the calls', async () => {
  await announce(onboardings(10).flatMap((one) => [move('waiting', 'waiting'), one]));
  expect(calls().map((entries) => entries.length)).toEqual([10]);
});

describe('events that EventBridge does not take are logged and lost, and nothing is thrown', () => {
  it('when some of a call are refused', async () => {
    eventBridge
      .on(PutEventsCommand)
      .resolves({ FailedEntryCount: 2, Entries: [{ ErrorCode: 'ThrottlingException' }] });
    expect(await announce(onboardings(3))).toEqual([
      { level: 'warn', message: 'events refused', fields: [{ count: 2 }] },
    ]);
  });

  it('when a call fails, and the later calls are made', async () => {
    eventBridge.on(PutEventsCommand).rejectsOnce(new Error('AccessDenied')).resolves({ FailedEntryCount: 0 });
    expect(await announce(onboardings(12))).toEqual([
      { level: 'warn', message: 'events refused', fields: [{ count: 10, answer: 'Error: AccessDenied' }] },
    ]);
    expect(calls().map((entries) => entries.length)).toEqual([10, 2]);
  });

  it('and nothing is logged when all are taken', async () => {
    expect(await announce(onboardings(3))).toEqual([]);
  });
});

describe('a drift', () => {
  const drift = `Muster-Linux told NotInstalled ${Date.UTC(2026, 0, 31)}`;
  const drifted = anEntry({ status: 'onboarded', reason: 'Drifted', profile: 'default', drift });

  it('is told with what the check said, and since when', async () => {
    await announce([{ from: anEntry({ status: 'onboarded', reason: 'Onboarded' }), to: drifted }]);
    const [event] = calls().flat();
    expect(event?.DetailType).toBe('Instance Drifted');
    expect(JSON.parse(event?.Detail ?? '')).toEqual({
      ...{ 'instance-id': idOf(1), status: 'onboarded', reason: 'Drifted' },
      ...{ source: 'standalone', profile: 'default' },
      drifts: [
        {
          document: 'Muster-Linux',
          status: 'told',
          reason: 'NotInstalled',
          since: '2026-01-31T00:00:00.000Z',
        },
      ],
    });
  });

  it('is told when its document is sent again, and not again while nothing is new', async () => {
    const waiting = anEntry({ status: 'waiting', reason: 'Drifted', drift });
    await announce([{ from: anEntry({ status: 'onboarded' }), to: waiting }]);
    await announce([{ from: drifted, to: drifted }]);
    expect(calls().flat()).toMatchObject([{ DetailType: 'Instance Drifted' }]);
  });
});
