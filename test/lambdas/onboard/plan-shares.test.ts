import { describe, expect, it } from 'vitest';
import type { AgentState } from '../../../lambdas/shared/domain/roster/agent-state.ts';
import { agentProfile, anAgent, anEntry, hourMs, idOf, minuteMs, nowMs } from '../builders.ts';
import { decide, type KnownFacts, written } from './facts.ts';

const { launchedAt } = anEntry();
/** Instance 1 with a profile of agents, where they stand so. It waits for the next agent. */
const between = (
  agents: readonly AgentState[],
  facts: KnownFacts = {},
  named = ['falcon', 'cloudwatch', 'datadog'],
) => ({
  ...facts,
  entry: { reason: 'NextAgent', agents, launchedAt, ...facts.entry },
  settings: { profiles: [agentProfile(...named)], ...facts.settings },
});
const first = (...named: string[]): KnownFacts => ({ settings: { profiles: [agentProfile(...named)] } });
const standing = (known: KnownFacts) =>
  written(known).agents?.map(({ agent, status }) => `${agent} ${status}`);

const falcon = anAgent('falcon', 'onboarded', { document: 'Muster-Falcon' });
const falconFailed = { ...falcon, status: 'failed', reason: 'NoPackage' } as const;
const cloudwatch = anAgent('cloudwatch', 'onboarded', { document: 'Muster-CloudWatch' });
const open = [anAgent('cloudwatch', 'waiting'), anAgent('datadog', 'waiting')];

describe('of several agents', () => {
  it('the first is sent first, and the claim names them all', () => {
    const known = first('falcon', 'cloudwatch');
    expect(decide(known)).toMatchObject({
      kind: 'send',
      item: { instanceId: idOf(1), document: 'Muster-Falcon', documentVersion: '2', parameters: {} },
    });
    expect(written(known)).toMatchObject({ agent: 'falcon', document: 'Muster-Falcon', profile: 'agents' });
    expect(standing(known)).toEqual(['falcon waiting', 'cloudwatch waiting']);
  });

  it.each([falcon, falconFailed])('the next is sent when the one before is $status', (done) => {
    const entry = written(between([done, ...open]));
    expect(entry).toMatchObject({ agent: 'cloudwatch', document: 'Muster-CloudWatch' });
    expect(entry.agents?.[0]).toEqual(done);
  });

  it('one that has no document for the platform is skipped, with a state that says so', () => {
    const windows = { platformType: 'Windows', platformName: 'Microsoft Windows Server 2022' } as const;
    const known = { ...first('cloudwatch', 'falcon', 'datadog'), managed: windows };
    expect(written(known)).toMatchObject({ agent: 'falcon', document: 'Muster-Falcon-Windows' });
    expect(standing(known)).toEqual(['cloudwatch excluded', 'falcon waiting', 'datadog excluded']);
    expect(written(known).agents?.[0]).toMatchObject({ reason: 'UnsupportedPlatform' });
  });

  it.each([
    ['no document for the platform', ['cloudwatch', 'datadog'], { platformType: 'Windows' }],
    ['no document at all', ['unknown'], {}],
    ['a system that reports itself as another', ['falcon'], { platformName: 'FreeBSD' }],
  ] as const)('none is sent where there is %s', (_name, named, managed) => {
    const known = { ...first(...named), managed };
    expect(written(known)).toMatchObject({ status: 'excluded', reason: 'UnsupportedPlatform' });
    expect(standing(known)).toEqual(named.map((agent) => `${agent} excluded`));
  });

  it('one gets a command of its own with attempts of its own', () => {
    expect(
      written(between([falcon, ...open], { entry: { agent: 'falcon', attempts: 2 } })),
    ).not.toHaveProperty('attempts');
    expect(
      written(between([falcon, ...open], { entry: { agent: 'cloudwatch', attempts: 2 } })).attempts,
    ).toBe(2);
  });
});

describe('between two agents', () => {
  it('a deployment may add one, and that without a success is sent', () => {
    expect(written(between([falcon], {}, ['datadog', 'falcon']))).toMatchObject({ agent: 'datadog' });
  });

  it('a deployment may take the open ones out, and the entry comes to rest', () => {
    expect(written(between([falcon, ...open], {}, ['falcon']))).toMatchObject({
      ...{ status: 'onboarded', reason: 'Onboarded', agent: 'falcon', onboardedAt: nowMs },
    });
    expect(written(between([falconFailed, ...open], {}, ['falcon']))).toMatchObject({
      ...{ status: 'failed', reason: 'NoPackage', agent: 'falcon' },
    });
  });

  it('a failure of one that the profile no longer names is forgotten, a success is not', () => {
    expect(standing(between([falconFailed, cloudwatch], {}, ['datadog']))).toEqual([
      'datadog waiting',
      'cloudwatch onboarded',
    ]);
    const back = between([falcon, cloudwatch], {}, ['cloudwatch', 'falcon']);
    expect(written(back).status).toBe('onboarded');
  });

  it('a deployment may change to a document of no agent, which says nothing of agents', () => {
    const documents = { Linux: { document: 'Muster-Linux', parameters: {} } };
    const profiles = [{ name: 'p', tags: {}, documents }];
    const entry = written(between([falcon, ...open], { entry: { agent: 'falcon' }, settings: { profiles } }));
    expect(entry).toMatchObject({ status: 'claimed', document: 'Muster-Linux', agents: [falcon] });
    expect(entry).not.toHaveProperty('agent');
  });

  it('a new version of a document does not send one again that has succeeded', () => {
    const documentVersions = { 'Muster-Falcon': '9', 'Muster-CloudWatch': '9' };
    const entry = written(
      between([{ ...falcon, documentVersion: '2' }, ...open], {
        settings: { documentVersions, profiles: [agentProfile('falcon', 'cloudwatch')] },
      }),
    );
    expect(entry).toMatchObject({ agent: 'cloudwatch', documentVersion: '9' });
  });

  it('the instance may stop: after its next start the open ones go on, and what failed is tried again', () => {
    const stopped = { status: 'gone', reason: 'Stopped', launchedAt } as const;
    const instance = { launchedAtMs: nowMs - minuteMs };
    const agents = [falconFailed, cloudwatch, anAgent('datadog', 'waiting')];
    const known = between(agents, { entry: stopped, instance });
    expect(written(known)).toMatchObject({ agent: 'falcon', status: 'claimed' });
    expect(standing(known)).toEqual(['falcon waiting', 'cloudwatch onboarded', 'datadog waiting']);
  });

  it('one that got a document for the platform by a deployment is sent', () => {
    const skipped = anAgent('falcon', 'excluded');
    expect(written(between([skipped, cloudwatch, anAgent('datadog', 'waiting')])).agent).toBe('falcon');
    const refused = { ...skipped, document: 'Muster-Falcon' };
    expect(written(between([refused, cloudwatch, anAgent('datadog', 'waiting')])).agent).toBe('datadog');
  });

  it('an agent that does not answer is waited for, and nothing is lost', () => {
    const known = between([falcon, ...open], { managed: { isOnline: false } });
    expect(written(known)).toMatchObject({
      status: 'waiting',
      reason: 'ConnectionLost',
      agents: [falcon, ...open],
    });
  });
});

describe('an SSM agent that is older than the document needs', () => {
  const floors = { 'Muster-Falcon': '3.0.502.0' };
  const old = { agentVersion: '2.3.1319.0' };
  const settings = { floors, profiles: [agentProfile('falcon')] };

  it('gets nothing: the entry waits, then becomes unmanaged with the versions', () => {
    expect(written({ managed: old, settings })).toMatchObject({
      status: 'waiting',
      reason: 'AgentTooOld',
      agent: 'falcon',
    });
    const waitingSince = nowMs - 2 * hourMs;
    expect(written({ managed: old, settings, entry: { waitingSince, reason: 'AgentTooOld' } })).toMatchObject(
      {
        status: 'unmanaged',
        reason: 'AgentTooOld',
        causeDetail: 'the SSM agent 2.3.1319.0 is older than 3.0.502.0',
        dueAt: nowMs + 24 * hourMs,
      },
    );
  });

  it('is left alone until its next look, and gets the document when it was updated', () => {
    const waitingSince = nowMs - 2 * hourMs;
    const entry = { status: 'unmanaged', reason: 'AgentTooOld', waitingSince } as const;
    expect(decide({ managed: old, settings, entry })).toMatchObject({
      kind: 'leave',
      reason: 'AlreadyUnmanaged',
    });
    expect(written({ managed: old, settings, entry: { ...entry, dueAt: nowMs } }).reason).toBe('AgentTooOld');
    expect(written({ managed: old, settings, entry: { ...entry, reason: 'NoRoute' } }).reason).toBe(
      'AgentTooOld',
    );
    const updated = { agentVersion: '3.3.4177.0' };
    expect(written({ managed: updated, settings, entry })).toMatchObject({
      status: 'claimed',
      agent: 'falcon',
    });
  });

  it('gets the documents that need no newer one first', () => {
    const known = {
      managed: old,
      settings: { ...settings, profiles: [agentProfile('falcon', 'cloudwatch')] },
    };
    expect(written(known)).toMatchObject({ status: 'claimed', agent: 'cloudwatch' });
    expect(standing(known)).toEqual(['falcon waiting', 'cloudwatch waiting']);
  });

  it('holds back a document of no agent too, and an unknown version does not', () => {
    const ofNone = { floors: { 'Muster-Linux': '3.0.502.0' } };
    expect(written({ managed: old, settings: ofNone }).reason).toBe('AgentTooOld');
    expect(written({ managed: {}, settings: ofNone }).status).toBe('claimed');
    expect(written({ managed: old }).status).toBe('claimed');
  });
});

it('an agent that could not be taken away stays in the entry, and keeps it failed', () => {
  const stuck = { ...falconFailed, leaving: true } as const;
  const facts = { entry: { status: 'failed' }, stateChange: { isAnew: true } } as const;
  const known = between([cloudwatch, stuck], facts, ['cloudwatch']);
  expect(written(known)).toMatchObject({ status: 'failed', agent: 'falcon' });
  expect(standing(known)).toEqual(['cloudwatch onboarded', 'falcon failed']);
});
