import { sdkSettings, type TraceLine } from 'local-cloud';
import { beforeAll, expect, it } from 'vitest';
import { readFacts } from '../../../../bin/commands/explain/read-facts.ts';
import { type Story, tellStory } from '../../../../bin/commands/explain/story.ts';
import { Faults } from '../../../../simulator/faults/faults.ts';
import { faultsOfCalls } from '../../../../simulator/faults/faults-of-calls.ts';
import { faultsOfEvents } from '../../../../simulator/faults/faults-of-events.ts';
import { exampleFleet } from '../../../../simulator/fleet/example-fleet.ts';
import { findParts } from '../../../../simulator/run/deployed-parts.ts';
import { scheduleLaunches } from '../../../../simulator/run/run-workload.ts';
import { type Application, startApplication } from '../../../end-to-end/application.ts';
import { anEntry } from '../../../lambdas/builders.ts';

/** What the roster said of an instance at a moment. */
interface Sample {
  readonly atMs: number;
  readonly status: string | undefined;
  readonly reason: string | undefined;
}

const seed = 7;
const launches = 40;
/** The longest that a function runs. */
const callSeconds = 120;
const samples = new Map<string, Sample[]>();
const stories = new Map<string, Story>();
let commandLines: readonly TraceLine[];

function takeSample({ cloud, roster }: Application): void {
  for (const [instanceId, { status, reason }] of roster()) {
    const known = samples.get(instanceId) ?? [];
    samples.set(instanceId, [...known, { atMs: cloud.timeline.nowMs, status, reason }]);
  }
}

/** A fleet with every fate, under faults for the first hours; the roster is looked at every two minutes. */
beforeAll(async () => {
  const application = await startApplication(seed);
  const { cloud, stacks, rosterTableName } = application;
  const faults = new Faults(seed, 'default', () => undefined);
  const roles = new Map(findParts(cloud, stacks).functions.map(({ roleArn, arn }) => [roleArn, arn]));
  cloud.faults = { ...faultsOfEvents(faults), interfere: faultsOfCalls(cloud, faults, roles) };
  scheduleLaunches(cloud, exampleFleet({ launches, seed, place: cloud }));
  for (let minute = 0; minute < 240; minute += 2) {
    if (minute === 180) faults.stop();
    await application.pass(2);
    takeSample(application);
  }
  for (const instanceId of samples.keys())
    stories.set(instanceId, tellStory(await readFacts(sdkSettings(cloud), rosterTableName, instanceId)));
  commandLines = application.lines('ssm.command');
});

it('there are stories of every kind', () => {
  const ends = new Set([...samples.values()].map((all) => all.at(-1)?.status));
  expect(stories.size).toBe(launches);
  expect([...ends].sort()).toEqual(expect.arrayContaining(['excluded', 'gone', 'onboarded', 'unmanaged']));
});

it('at every moment that a story tells of, the roster said what the story says', () => {
  let compared = 0;
  for (const [instanceId, all] of samples) {
    const decided = stories.get(instanceId)?.happenings.filter(({ kind }) => kind === 'decided') ?? [];
    for (const { atMs, status, reason } of all) {
      const before = decided.filter(({ at }) => Date.parse(at) <= atMs);
      if (before.length === 0) continue;
      compared += 1;
      // A decision is written within the time of one call.
      const settled = before.findLastIndex(({ at }) => Date.parse(at) <= atMs - callSeconds * 1000);
      const possible = before.slice(Math.max(0, settled));
      expect({ instanceId, possible }).toEqual({
        instanceId,
        possible: expect.arrayContaining([expect.objectContaining({ status, reason })]),
      });
    }
  }
  const sampled = [...samples.values()].flat().length;
  expect(compared / sampled).toBeGreaterThan(0.95);
});

it('a story has every command that was sent to the instance, and no other', () => {
  for (const [instanceId, { happenings }] of stories) {
    const told = happenings.flatMap((one) => (one.kind === 'commanded' ? one.commandId : []));
    const sent = commandLines
      .filter(({ fields }) => String(fields['instances']).includes(instanceId))
      .map(({ fields }) => fields['commandId'] ?? fields['command']);
    expect([instanceId, told.sort()]).toEqual([instanceId, sent.sort()]);
  }
});

it('a story that begins later than the instance says so', () => {
  const facts = { instanceId: 'i-1', instance: undefined, managed: undefined, commands: [] };
  const told = (history: string) =>
    tellStory({ ...facts, entry: anEntry({ firstSeenAt: 1_000_000, history }) }).isCut;
  expect(told('5000 waiting NotRegistered')).toBe(false);
  expect(told('...; 5000 waiting NotRegistered')).toBe(true);
});

it('an entry of the version before, which kept no history, tells what it is', () => {
  const facts = { instanceId: 'i-1', instance: undefined, managed: undefined, commands: [] };
  const entry = anEntry({ status: 'failed', reason: 'NoPackage' });
  expect(tellStory({ ...facts, entry }).happenings).toMatchObject([
    { kind: 'started' },
    { kind: 'decided', status: 'failed', reason: 'NoPackage' },
  ]);
});
