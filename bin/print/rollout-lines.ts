import { styleText } from 'node:util';
import type { Rollout } from '../../lambdas/shared/clients/rollout/rollout-item.ts';
import type { Member } from '../../lambdas/shared/domain/rollout/member.ts';
import { rolloutReasons } from '../../lambdas/shared/domain/rollout/rollout-reasons.ts';
import {
  type ErrandOrder,
  isOver,
  type RolloutPlan,
} from '../../lambdas/shared/domain/rollout/rollout-state.ts';
import { type LeftOutReason, leftOutReasons } from '../../lambdas/shared/domain/rollout/select-members.ts';
import type { Draft } from '../commands/rollout/draft.ts';
import type { ErrandFailures } from '../commands/rollout/errand-failures.ts';
import { nameInstances } from './name-instances.ts';
import { table } from './text-table.ts';
import { shortText, visibleText } from './visible-text.ts';

/** What `muster rollout plan` prints: what, in which waves, under which caps, and who is left out. */
export function draftLines({ plan, members, leftOut, otherResources = 0 }: Draft): string[] {
  const left = [
    ...leftOutReasons
      .filter((reason) => leftOut[reason].length > 0)
      .map((reason) => leftOutLine(reason, leftOut[reason], plan)),
    ...(otherResources === 0 ? [] : [otherResourcesLine(otherResources)]),
  ];
  return [
    ...(members.length === 0
      ? [
          plan.errand === undefined
            ? 'Nobody lacks anything: there is nothing to roll out.'
            : 'Nobody is meant who can get it.',
        ]
      : [
          headline(plan, members),
          ...versionLines(plan),
          '',
          ...waveTable(plan, members),
          '',
          ...ruleLines(plan),
        ]),
    ...(left.length === 0 ? [] : ['', 'Left out:']),
    ...left,
  ];
}

function headline({ rolloutId }: RolloutPlan, { length }: readonly Member[]): string {
  return `Roll-out ${rolloutId} is for ${length === 1 ? '1 instance' : `${length} instances`}.`;
}

function versionLines({ versions, previous, adopts, uninstall, errand }: RolloutPlan): string[] {
  if (errand !== undefined) return [`  ${errandText(errand)}`, ...parameterLines(errand)];
  if (uninstall !== undefined)
    return Object.entries(versions).map(
      ([document, version]) =>
        `  ${visibleText(document)}: version ${visibleText(version)} uninstalls ${visibleText(uninstall)}`,
    );
  if (adopts) return ['  They get what launches get now, and an entry in the roster.'];
  return Object.entries(previous).map(
    ([document, before]) =>
      `  ${visibleText(document)}: version ${visibleText(versions[document] ?? '')}; most have ${visibleText(before)}`,
  );
}

function waveTable({ waveSizes }: RolloutPlan, members: readonly Member[]): string[] {
  let through = 0;
  const rows = waveSizes.map((size, wave) => {
    through += size;
    const own = members.filter((member) => member.wave === wave);
    const percent = Math.floor((through * 1000) / members.length) / 10;
    return [
      wave + 1,
      size,
      `${percent} %`,
      tell(own.map(({ zone }) => zone)),
      tell(own.map(({ group }) => group)),
    ];
  });
  return table(['Wave', 'instances', 'through', 'zones', 'groups'], rows);
}

/** How many things are named in a cell. */
const namedMax = 3;

/** The names with how often each occurs, the most frequent first. */
function tell(names: readonly (string | undefined)[]): string {
  const counts = new Map<string, number>();
  for (const name of names) if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1);
  const sorted = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  const more = sorted.length - namedMax;
  const told = sorted.slice(0, namedMax).map(([name, count]) => `${shortText(name, 30)} ${count}`);
  return [...told, ...(more > 0 ? [`${more} more`] : [])].join(', ');
}

function ruleLines({ caps, gate, paceMinute, windows, ...plan }: RolloutPlan): string[] {
  const most = (limits: Readonly<Record<string, number>>) => {
    const values = Object.values(limits);
    const [least, greatest] = [Math.min(...values), Math.max(...values)];
    return least === greatest ? String(least) : `${least} to ${greatest}`;
  };
  const ofGroups = Object.keys(caps.groups).length === 0 ? '' : `, ${most(caps.groups)} in a group`;
  const atMost = gate.failedMax === undefined ? '' : `, and at most ${gate.failedMax}`;
  return [
    `At once: ${caps.all}${ofGroups}, ${most(caps.zones)} in a zone; who failed or bakes counts too.`,
    `Gate: ${gate.failedPercentMax} % of a wave may fail${atMost}; each must be well for ${gate.bakeSeconds / 60} minutes.`,
    ...(gate.verify === undefined
      ? []
      : ['At the end of the bake time the agents are asked whether they work.']),
    ...(gate.alarms === undefined
      ? []
      : [`Stops for the alarms: ${gate.alarms.map(visibleText).join(', ')}.`]),
    ...(paceMinute === undefined ? [] : [`Pace: ${paceMinute} a minute.`]),
    ...windows.map(
      ({ days, from, until, timeZone }) =>
        `Only: ${days.join(', ')} ${from}-${until} ${visibleText(timeZone)}.`,
    ),
    ...launchLines(plan),
  ];
}

/** What launches get meanwhile, if it is not what was deployed last. */
function launchLines({ launches, previous }: Pick<RolloutPlan, 'launches' | 'previous'>): string[] {
  if (launches === undefined) return [];
  const told = Object.entries(previous).map(
    ([document, version]) => `version ${visibleText(version)} of ${visibleText(document)}`,
  );
  return [`Until it is over launches get ${told.join(', ')}; then they lack what it brings.`];
}

const leftOutTexts: Readonly<Record<LeftOutReason, string>> = {
  current: 'have what is rolled out',
  launching: 'are being launched, and get what launches get',
  unmanaged: 'are unmanaged (muster unmanaged)',
  excluded: 'are excluded',
  failed: 'failed; mend them first (muster failed)',
  otherPlatform: 'have a system that the document is not for',
  notRunning: 'do not run',
  notAdopted: 'have no entry; --not-adopted is for those that ran before Muster was deployed',
};

function leftOutLine(
  reason: LeftOutReason,
  ids: readonly string[],
  { uninstall, errand }: RolloutPlan,
): string {
  const own =
    (reason === 'current' && uninstall !== undefined && 'do not have it') ||
    (reason === 'launching' && errand !== undefined && 'are being launched, or are at work');
  return `  ${ids.length} ${own || leftOutTexts[reason]}: ${nameInstances(ids)}`;
}

function otherResourcesLine(count: number): string {
  return `  ${count} of the resource group ${count === 1 ? 'is no EC2 instance' : 'are no EC2 instances'}`;
}

/** One line about a roll-out that was started. */
export function rolloutLine({ plan, progress, wish }: Rollout): string {
  const { status, wave, counts } = progress;
  const asked = wish === undefined ? '' : ` (asked to ${wish})`;
  const place = `wave ${wave + 1} of ${plan.waveSizes.length}`;
  const told = (['inFlight', 'baking', 'done', 'failed', 'open', 'left'] as const)
    .filter((state) => counts[state] > 0)
    .map((state) => `${counts[state]} ${state === 'inFlight' ? 'in flight' : state}`);
  return `${plan.rolloutId} ${colour(status)}${asked}: ${[place, ...told].join(', ')}`;
}

/** What `muster rollout watch` prints of one state. `failures` are those of an errand. */
export function progressLines(rollout: Rollout, failures: ErrandFailures = {}): string[] {
  const { reason, unwellIds = [] } = rollout.progress;
  const { gate, uninstall, errand } = rollout.plan;
  const { alarms = [] } = gate;
  const { sentence, remedy } = rolloutReasons[reason];
  return [
    rolloutLine(rollout),
    ...(uninstall === undefined ? [] : [`  It uninstalls ${visibleText(uninstall)}.`]),
    ...(errand === undefined ? [] : [`  It sends ${errandText(errand)}.`]),
    `  ${reason}: ${sentence}`,
    ...failureLines(failures),
    ...(unwellIds.length === 0
      ? []
      : [`  Not well at the end of the bake time: ${nameInstances(unwellIds)}`]),
    ...(isOver(rollout.progress) ? [] : launchLines(rollout.plan).map((line) => `  ${line}`)),
    ...(reason === 'AlarmRaised' ? [`  Alarms of the gate: ${alarms.map(visibleText).join(', ')}`] : []),
    ...(remedy === 'None.'
      ? []
      : [`  ${errand === undefined ? remedy : remedy.replace('See muster failed. ', '')}`]),
  ];
}

/** A document that is sent once. */
function errandText({ document, documentVersion }: ErrandOrder): string {
  return `${visibleText(document)} version ${visibleText(documentVersion)}, once to each`;
}

function parameterLines({ parameters }: ErrandOrder): string[] {
  return Object.entries(parameters).map(
    ([name, values]) => `    ${visibleText(name)}: ${shortText(values.join(', '), 80)}`,
  );
}

function failureLines(failures: ErrandFailures): string[] {
  return Object.entries(failures).map(
    ([reason, ids]) => `  Failed for ${visibleText(reason)}: ${nameInstances(ids)} (muster explain)`,
  );
}

function colour(status: Rollout['progress']['status']): string {
  if (status === 'stopped') return styleText('red', status);
  return status === 'done' ? styleText('green', status) : status;
}
