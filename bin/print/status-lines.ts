import { styleText } from 'node:util';
import type { Rollout } from '../../lambdas/shared/clients/rollout/rollout-item.ts';
import type { AlarmStates, Part, QueueState } from '../account/flow-reader.ts';
import type { UnknownInstances } from '../account/unknown-reader.ts';
import type { StatusReport } from '../commands/status/status-report.ts';
import { type RosterSummary, shareOf } from '../commands/status/tally.ts';
import { breakdownTable } from './breakdown-table.ts';
import { nameInstances } from './name-instances.ts';
import { clock } from './progress.ts';
import { progressLines } from './rollout-lines.ts';
import { shortText, visibleText } from './visible-text.ts';

/** How many groups that lack coverage are printed; `--json` has all. */
const groupsMax = 10;

/** What `muster status` prints: the answer first, then what it is made of. */
export function statusLines({
  account,
  region,
  environment,
  at,
  roster,
  unknown,
  behind,
  rollout,
  queue,
  alarms,
}: StatusReport): string[] {
  const place = environment === undefined ? '' : ` (${environment})`;
  return [
    `Muster in ${account}, ${region}${place}`,
    answer(roster),
    ...driftLines(roster),
    ...unknownLines(unknown),
    ...unreadableLines(roster),
    ...(roster.entries === 0 ? [] : breakdowns(roster)),
    ...paragraph('Waiting:', waitLines(roster, at)),
    ...paragraph('Least covered clusters:', groupLines(roster.clusters)),
    ...paragraph('Least covered:', groupLines(roster.groups)),
    '',
    ...behindLines(behind, rollout),
    ...underWayLines(rollout),
    queueLine(queue),
    ...alarmLines(alarms),
  ];
}

function answer(roster: RosterSummary): string {
  const { entries, expected, onboarded } = roster;
  if (entries === 0) return 'The roster is empty: no instance has started since Muster was deployed.';
  if (expected === 0) return 'No instance is expected under management: all are gone or excluded.';
  const text = `${onboarded} of ${expected} instances are onboarded (${percent(shareOf(roster))}).`;
  return styleText(onboarded === expected ? 'green' : 'yellow', text);
}

/** Who is onboarded, and not as it was installed. */
function driftLines({ drifted }: RosterSummary): string[] {
  if (drifted === 0) return [];
  const have = drifted === 1 ? '1 of them is' : `${drifted} of them are`;
  return [styleText('yellow', `${have} not as installed any more. See: muster drifted`)];
}

/** Rounded down, so that 100 % means all. */
function percent(share: number): string {
  return `${Math.floor(share * 1000) / 10} %`;
}

/** What runs beside those that the roster knows. */
function unknownLines(unknown: Part<UnknownInstances>): string[] {
  if ('refused' in unknown)
    return [`Instances that the roster does not know: not shown, ${visibleText(unknown.refused)}`];
  const { count: all, onTheirWay, bySource, instanceIds } = unknown.value;
  const left = all - onTheirWay;
  const sources = Object.entries(bySource).map(([source, number]) => `${source} ${number}`);
  const text =
    `${left} running ${left === 1 ? 'instance is' : 'instances are'} not in the roster (${sources.join(', ')}): ` +
    `${nameInstances(instanceIds)}. See: muster explain ${instanceIds[0] ?? ''}`;
  return [
    ...(left === 0 ? [] : [styleText('yellow', text)]),
    ...(onTheirWay === 0
      ? []
      : [`${onTheirWay} started a moment ago and ${onTheirWay === 1 ? 'is' : 'are'} not in the roster yet.`]),
  ];
}

function unreadableLines({ unreadable }: RosterSummary): string[] {
  if (unreadable.length === 0) return [];
  return [
    `${unreadable.length === 1 ? '1 entry has' : `${unreadable.length} entries have`} a form that this version does not know: ${unreadable.slice(0, 5).map(visibleText).join(', ')}.`,
  ];
}

function breakdowns({ byPlatform, bySource, byAgent }: RosterSummary): string[] {
  return [
    ...['', ...breakdownTable('Platform', byPlatform)],
    ...['', ...breakdownTable('Source', bySource)],
    ...(Object.keys(byAgent).length === 0 ? [] : ['', ...breakdownTable('Agent', byAgent)]),
  ];
}

function waitLines({ waiting }: RosterSummary, at: string): string[] {
  return waiting.map(
    ({ count, status, reason, since, nextLookAt }) =>
      `${count} ${status}: ${visibleText(reason)}, since ${minute(since)}, next look ${nextLook(nextLookAt, at)}`,
  );
}

function groupLines(groups: RosterSummary['groups']): string[] {
  const short = groups.filter((group) => shareOf(group) < 1);
  const more = short.length - groupsMax;
  return [
    ...short
      .slice(0, groupsMax)
      .map(({ source, onboarded, expected }) => `${shortText(source)}: ${onboarded} of ${expected}`),
    ...(more > 0 ? [`and ${more} more (--json has all)`] : []),
  ];
}

/** A roll-out that a person may start. */
function behindLines(behind: Part<number>, rollout: Part<Rollout | undefined>): string[] {
  if ('refused' in behind) return [`Versions: not compared, ${visibleText(behind.refused)}`];
  const isUnderWay = 'value' in rollout && rollout.value !== undefined;
  if (behind.value === 0 || isUnderWay) return [];
  const have = behind.value === 1 ? '1 onboarded instance has' : `${behind.value} onboarded instances have`;
  return [`${have} another version than was deployed last. See: muster rollout plan`];
}

/** The roll-out that is under way, and what it waits for. */
function underWayLines(rollout: Part<Rollout | undefined>): string[] {
  if ('refused' in rollout) return [`Roll-out: not shown, ${visibleText(rollout.refused)}`];
  if (rollout.value === undefined) return [];
  const [first = '', ...others] = progressLines(rollout.value);
  return [`Roll-out ${first}`, ...others];
}

function queueLine(queue: Part<QueueState>): string {
  if ('refused' in queue) return `Launch queue: not shown, ${visibleText(queue.refused)}`;
  const { messages, delayed, inFlight, oldestSeconds, deadLetters } = queue.value;
  const oldest = oldestSeconds === undefined ? '' : `, the oldest ${clock(oldestSeconds)}`;
  const dead = deadLetters === 0 ? 'no dead letters' : styleText('red', count(deadLetters, 'dead letter'));
  return `Launch queue: ${count(messages + delayed + inFlight, 'message')}${oldest}; ${dead}.`;
}

function alarmLines(alarms: Part<AlarmStates>): string[] {
  if ('refused' in alarms) return [`Alarms: not shown, ${visibleText(alarms.refused)}`];
  const { count, raised, withoutData } = alarms.value;
  const unknown = withoutData === 0 ? '' : `, ${withoutData} without data yet`;
  if (raised.length === 0) return [`Alarms: none of ${count} is raised${unknown}.`];
  return [
    styleText('red', `Alarms: ${raised.length} of ${count} are raised${unknown}:`),
    ...raised.map(({ name, since }) => `  ${visibleText(name)}, since ${minute(since)}`),
  ];
}

function paragraph(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  ${line}`)];
}

/** A time in UTC, to the minute. */
function minute(iso: string): string {
  return iso.replace(/:\d\d\.\d{3}Z$/, 'Z').replace('T', ' ');
}

/** In the first half hour every recheck looks: the time of the next look is then already due. */
function nextLook(iso: string, at: string): string {
  return iso <= at ? 'at the next recheck' : `at ${minute(iso)}`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
