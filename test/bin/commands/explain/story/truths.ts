import { expect } from 'vitest';
import { anyRecheck, type Sample, type Told, type ToldFleet } from './told-fleet.ts';

/** The longest that a function runs, and how far apart the clocks of a call and of its record are. */
const callMs = 120_000;
/** How much later than its period a call of a schedule comes, and how long the look itself takes. */
const slackMs = 90_000;

const lastOf = (all: readonly Told[] = []) => all.at(-1);
const ms = (iso: string | undefined) => Date.parse(iso ?? '');
const first = (all: readonly Sample[], fromMs: number) => all.find(({ atMs }) => atMs >= fromMs);
const samplesOf = ({ samples }: ToldFleet, instanceId: string) => samples.get(instanceId) ?? [];

/** Every story that was told when faults were over. */
const laterStories = ({ told, faultsEndMs }: ToldFleet) =>
  [...told].flatMap(([instanceId, all]) =>
    all.filter(({ atMs }) => atMs >= faultsEndMs).map((one) => ({ instanceId, ...one })),
  );

/** A restored roster knows nothing of this moment. */
const isLost = ({ lostMs }: ToldFleet, atMs: number) =>
  lostMs !== undefined && atMs >= lostMs[0] && atMs <= lostMs[1] + callMs;

/** What must be true of the stories of a fleet. Each returns how many things it compared. */
export const truths: Readonly<Record<string, (fleet: ToldFleet) => number>> = {
  'at every moment that a story tells of, the roster said what the story says': sayWhatTheRosterSaid,
  'a story has every command that was sent to the instance, how it ended, and no other': haveEveryCommand,
  'a start that a story tells of happened': tellOfStarts,
  'what is next comes by the time that a story says': sayWhatIsNext,
  'an instance counts as unmanaged from the time that a story says, and not before': sayWhenUnmanaged,
  'who has waited too long is unmanaged by the next look': sayWhenOverdue,
  'an entry of which a story says that nothing comes by itself stays, unless its instance changes':
    sayWhatRests,
  'an unmanaged instance that registers is seen by the sweep within the time that a story says': sayWhenSeen,
};

/** How many moments of the fleet are those that some story tells of. */
export function shareOfMoments(fleet: ToldFleet): number {
  return sayWhatTheRosterSaid(fleet) / [...fleet.samples.values()].flat().length;
}

function sayWhatTheRosterSaid(fleet: ToldFleet): number {
  let compared = 0;
  for (const [instanceId, all] of fleet.told) {
    const decided = lastOf(all)?.story.happenings.filter(({ kind }) => kind === 'decided') ?? [];
    for (const { atMs, status, reason } of samplesOf(fleet, instanceId)) {
      const before = decided.filter(({ at }) => ms(at) <= atMs);
      if (before.length === 0 || isLost(fleet, atMs)) continue;
      compared += 1;
      const settled = before.findLastIndex(({ at }) => ms(at) <= atMs - callMs);
      const possible = before.slice(Math.max(0, settled));
      const isSaid = possible.some(
        (one) => one.kind === 'decided' && one.status === status && one.reason === reason,
      );
      if (!isSaid) expect({ instanceId, atMs, status, reason }).toEqual(possible);
    }
  }
  return compared;
}

function haveEveryCommand(fleet: ToldFleet): number {
  let compared = 0;
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
    compared += sent.length;
    expect([instanceId, told]).toEqual([instanceId, sent]);
  }
  return compared;
}

function tellOfStarts(fleet: ToldFleet): number {
  let compared = 0;
  for (const { instanceId, story, facts } of laterStories(fleet)) {
    const starts = [...(fleet.starts.get(instanceId) ?? [])];
    for (const one of story.happenings) {
      if (one.kind !== 'started' || one.isHeard) continue;
      compared += 1;
      const isTrue = one.isBy
        ? starts.some((start) => start <= ms(one.at))
        : starts.some((start) => start === ms(one.at));
      if (!isTrue) expect({ instanceId, one, starts, entry: facts.entry }).toBe('a start');
    }
  }
  return compared;
}

function sayWhatIsNext(fleet: ToldFleet): number {
  let compared = 0;
  for (const { instanceId, atMs, story, facts } of laterStories(fleet)) {
    const { by, withinSeconds = Number.NaN, what } = story.next;
    const { entry } = facts;
    const byMs = (by === undefined ? atMs + withinSeconds * 1000 : ms(by)) + slackMs;
    if (entry === undefined || !(byMs <= fleet.endMs)) continue;
    compared += 1;
    // In the early time every recheck looks at who has not registered. That leaves no line, and the entry stays due.
    const isEarly = entry.status === 'waiting' && entry.reason === 'NotRegistered' && entry.dueAt <= atMs;
    const looks = fleet.looksMs.get(isEarly ? anyRecheck : instanceId) ?? [];
    const isLooked = looks.some((lookMs) => lookMs > atMs && lookMs <= byMs);
    const later = first(samplesOf(fleet, instanceId), byMs);
    const isMoved = later?.revision !== String(entry.revision);
    if (!isLooked && !isMoved)
      expect({
        ...{ instanceId, told: new Date(atMs).toISOString() },
        ...{ what, by, withinSeconds, status: entry.status },
      }).toBe('looked at');
  }
  return compared;
}

function sayWhenUnmanaged(fleet: ToldFleet): number {
  let compared = 0;
  for (const { instanceId, story } of laterStories(fleet)) {
    const { unmanagedAt } = story.next;
    const fromMs = ms(unmanagedAt);
    if (unmanagedAt === undefined || fromMs + 20 * 60_000 + slackMs > fleet.endMs) continue;
    compared += 1;
    const became = samplesOf(fleet, instanceId).find(
      ({ atMs, status }) => status === 'unmanaged' && atMs >= fleet.faultsEndMs,
    );
    if (became !== undefined) expect(became.atMs).toBeGreaterThanOrEqual(fromMs);
    const later = first(samplesOf(fleet, instanceId), fromMs + 20 * 60_000 + slackMs);
    expect([instanceId, later?.status]).not.toEqual([instanceId, 'waiting']);
  }
  return compared;
}

/** A wait that is over shows only after an outage. */
function sayWhenOverdue(fleet: ToldFleet): number {
  let compared = 0;
  for (const { instanceId, atMs, story, facts } of laterStories(fleet)) {
    const { what, by, withinSeconds = 0 } = story.next;
    if (!what.includes('waited so long')) continue;
    const byMs = (by === undefined ? atMs + withinSeconds * 1000 : ms(by)) + slackMs;
    if (byMs > fleet.endMs) continue;
    compared += 1;
    const later = first(samplesOf(fleet, instanceId), byMs);
    if (later?.status === 'waiting') expect({ entry: facts.entry, what, byMs, later }).toBe('decided');
  }
  return compared;
}

function sayWhatRests(fleet: ToldFleet): number {
  let compared = 0;
  for (const { instanceId, atMs, story, facts } of laterStories(fleet)) {
    if (!story.next.what.startsWith('nothing')) continue;
    const all = samplesOf(fleet, instanceId).filter((sample) => sample.atMs >= atMs);
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
  return compared;
}

function sayWhenSeen(fleet: ToldFleet): number {
  const { sweepSeconds, launchSeconds } = fleet.deployment;
  const withinMs = (sweepSeconds + launchSeconds) * 1000 + slackMs;
  let compared = 0;
  for (const { instance } of fleet.launched) {
    const all = samplesOf(fleet, instance.id);
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
  return compared;
}
