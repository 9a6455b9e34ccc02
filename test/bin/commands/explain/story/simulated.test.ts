import { beforeAll, expect, it } from 'vitest';
import { type Sample, type Told, type ToldFleet, tellFleet } from './told-fleet.ts';

let fleet: ToldFleet;

/** The longest that a function runs, and how far apart the clocks of a call and of its record are. */
const callMs = 120_000;
/** How much later than its period a call of a schedule comes, and how long the look itself takes. */
const slackMs = 90_000;

beforeAll(async () => {
  fleet = await tellFleet(7, 40, 210);
}, 120_000);

const lastOf = (all: readonly Told[] = []) => all.at(-1);
const ms = (iso: string | undefined) => Date.parse(iso ?? '');
const first = (all: readonly Sample[], fromMs: number) => all.find(({ atMs }) => atMs >= fromMs);
const samplesOf = (instanceId: string) => fleet.samples.get(instanceId) ?? [];

/** Every story that was told when faults were over. */
const laterStories = () =>
  [...fleet.told].flatMap(([instanceId, all]) =>
    all.filter(({ atMs }) => atMs >= fleet.faultsEndMs).map((one) => ({ instanceId, ...one })),
  );

it('there are stories of every end', () => {
  const ends = new Set([...fleet.told.values()].map((all) => lastOf(all)?.facts.entry?.status));
  const every = ['excluded', 'failed', 'gone', 'onboarded', 'unmanaged'];
  expect([...ends]).toEqual(expect.arrayContaining(every));
});

it('at every moment that a story tells of, the roster said what the story says', () => {
  let compared = 0;
  for (const [instanceId, all] of fleet.told) {
    const decided = lastOf(all)?.story.happenings.filter(({ kind }) => kind === 'decided') ?? [];
    for (const { atMs, status, reason } of samplesOf(instanceId)) {
      const before = decided.filter(({ at }) => ms(at) <= atMs);
      if (before.length === 0) continue;
      compared += 1;
      const settled = before.findLastIndex(({ at }) => ms(at) <= atMs - callMs);
      const possible = before.slice(Math.max(0, settled));
      const isSaid = possible.some(
        (one) => one.kind === 'decided' && one.status === status && one.reason === reason,
      );
      if (!isSaid) expect({ instanceId, atMs, status, reason }).toEqual(possible);
    }
  }
  expect(compared / [...fleet.samples.values()].flat().length).toBeGreaterThan(0.95);
});

it('a story has every command that was sent to the instance, how it ended, and no other', () => {
  for (const [instanceId, all] of fleet.told) {
    const told = lastOf(all)?.story.happenings.flatMap((one) =>
      one.kind === 'commanded' ? [[one.commandId, one.status, ms(one.at)] as const] : [],
    );
    const sent = fleet.commands
      .filter(({ fields }) => String(fields['instances']).includes(instanceId))
      .map(({ atMs, fields }) => {
        const commandId = String(fields['commandId'] ?? fields['command']);
        const end = fleet.invocations.findLast(
          (line) => line.fields['commandId'] === commandId && line.fields['instanceId'] === instanceId,
        );
        return [commandId, end?.fields['details'], atMs] as const;
      });
    expect([instanceId, told]).toEqual([instanceId, sent]);
  }
});

it('a start that a story tells of happened', () => {
  for (const { instanceId, story, facts } of laterStories()) {
    const starts = [...(fleet.starts.get(instanceId) ?? [])];
    for (const one of story.happenings) {
      if (one.kind !== 'started' || one.isHeard) continue;
      const isTrue = one.isBy
        ? starts.some((start) => start <= ms(one.at))
        : starts.some((start) => start === ms(one.at));
      if (!isTrue) expect({ instanceId, one, starts, entry: facts.entry }).toBe('a start');
    }
  }
});

it('what is next comes by the time that a story says', () => {
  let compared = 0;
  for (const { instanceId, atMs, story, facts } of laterStories()) {
    const { by, withinSeconds = Number.NaN, what } = story.next;
    const { entry } = facts;
    const byMs = (by === undefined ? atMs + withinSeconds * 1000 : ms(by)) + slackMs;
    if (entry === undefined || !(byMs <= fleet.endMs)) continue;
    compared += 1;
    const looks = fleet.looksMs.get(instanceId) ?? [];
    const isLooked = looks.some((lookMs) => lookMs > atMs && lookMs <= byMs);
    const later = first(samplesOf(instanceId), byMs);
    const isMoved = later?.revision !== String(entry.revision);
    if (!isLooked && !isMoved)
      expect({
        instanceId,
        told: new Date(atMs).toISOString(),
        what,
        by,
        withinSeconds,
        status: entry.status,
      }).toBe('looked at');
  }
  expect(compared).toBeGreaterThan(20);
});

it('an instance counts as unmanaged from the time that a story says, and not before', () => {
  let compared = 0;
  for (const { instanceId, story } of laterStories()) {
    const { unmanagedAt } = story.next;
    const fromMs = ms(unmanagedAt);
    if (unmanagedAt === undefined || fromMs + 20 * 60_000 + slackMs > fleet.endMs) continue;
    compared += 1;
    const became = samplesOf(instanceId).find(
      ({ atMs, status }) => status === 'unmanaged' && atMs >= fleet.faultsEndMs,
    );
    if (became !== undefined) expect(became.atMs).toBeGreaterThanOrEqual(fromMs);
    const later = first(samplesOf(instanceId), fromMs + 20 * 60_000 + slackMs);
    expect([instanceId, later?.status]).not.toEqual([instanceId, 'waiting']);
  }
  expect(compared).toBeGreaterThan(0);
});

it('an entry of which a story says that nothing comes by itself stays, unless its instance changes', () => {
  let compared = 0;
  for (const { instanceId, atMs, story, facts } of laterStories()) {
    if (!story.next.what.startsWith('nothing')) continue;
    const all = samplesOf(instanceId).filter((sample) => sample.atMs >= atMs);
    const [now] = all;
    const changed = all.findIndex(
      ({ state, launchedAtMs, tags }) =>
        state !== now?.state || launchedAtMs !== now.launchedAtMs || tags !== now.tags,
    );
    const still = changed === -1 ? all : all.slice(0, changed);
    compared += 1;
    const moved = still.find(({ status, reason }) => status !== now?.status || reason !== now.reason);
    if (moved !== undefined)
      expect({ instanceId, next: story.next, entry: facts.entry, moved }).toBe('unchanged');
  }
  expect(compared).toBeGreaterThan(100);
});

it('an unmanaged instance that registers is seen by the sweep within the time that a story says', () => {
  const { sweepSeconds, launchSeconds } = fleet.deployment;
  const withinMs = (sweepSeconds + launchSeconds) * 1000 + slackMs;
  let compared = 0;
  for (const { instance } of fleet.launched) {
    const all = samplesOf(instance.id);
    const registeredMs = Math.max(instance.agent.registeredAtMs, fleet.faultsEndMs);
    const before = all.findLast(({ atMs }) => atMs < registeredMs);
    if (!Number.isFinite(registeredMs) || before?.status !== 'unmanaged') continue;
    if (before.reason === 'AgentTooOld' || before.reason === 'ConnectionLost') continue;
    compared += 1;
    expect([instance.id, first(all, registeredMs + withinMs)?.status]).not.toEqual([
      instance.id,
      'unmanaged',
    ]);
  }
  expect(compared).toBeGreaterThan(0);
});
