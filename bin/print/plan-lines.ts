import { styleText } from 'node:util';
import type { Aside, Change, ChangeKind } from '../commands/plan/compare-courses.ts';
import type { PlanReport } from '../commands/plan/report-plan.ts';
import { nameInstances } from './name-instances.ts';
import { reasonOf } from './reason-texts.ts';
import { table } from './text-table.ts';
import { visibleText } from './visible-text.ts';

/** How many kinds of changes are printed; `--json` has all. */
const countsMax = 30;

const words: Readonly<Record<ChangeKind, string>> = {
  send: 'gets',
  exclude: 'is excluded:',
  wait: 'waits:',
  unmanaged: 'is unmanaged:',
  onboard: 'counts as onboarded:',
  leave: 'is left alone:',
};

/** What `muster plan` prints: the answer first, then the changes, then what does not change, then what is not known. */
export function planLines(report: PlanReport, columns?: number): string[] {
  const { changes, running, notKnown } = report;
  return [
    placeLine(report),
    answer(changes.length, running),
    ...changeLines(report, columns),
    ...asideLines(report),
    ...(report.unreadable.length === 0 ? [] : ['', unreadableLine(report.unreadable)]),
    ...['', 'Not known:', ...notKnown.map((sentence) => `  ${sentence}`)],
  ];
}

function placeLine({ place: { account, region, environment }, at, configuration }: PlanReport): string {
  const named = environment === undefined ? '' : ` (${environment})`;
  const where = account === undefined ? 'files' : `${account}, ${region}`;
  const { deployed, present } = configuration;
  const what = deployed === present ? 'what may be sent stays the same' : 'what may be sent changes';
  return `Plan for ${where}${named} at ${at.replace(/\.\d{3}Z$/, 'Z')}: ${what}.`;
}

function answer(changed: number, running: number): string {
  if (running === 0) return 'No instance runs, so a deployment changes nothing for any.';
  if (changed === 0)
    return styleText(
      'green',
      `A deployment changes nothing for the ${count(running)} that ${running === 1 ? 'runs' : 'run'}.`,
    );
  return styleText('yellow', `A deployment changes something for ${changed} of ${count(running)} that run.`);
}

function changeLines({ counts, changes }: PlanReport, columns: number | undefined): string[] {
  if (counts.length === 0) return [];
  const more = counts.length - countsMax;
  const rows = counts
    .slice(0, countsMax)
    .map(({ change, what, profile, group, instances }) => [
      `${words[change]} ${what}`,
      profile,
      group,
      instances,
    ]);
  const anew = changes.filter(({ isAnew }) => isAnew).length;
  return [
    ...['', ...table(['What happens', 'Profile', 'Group', '#'], rows, columns)],
    ...(more > 0 ? [`and ${more} more kinds of changes (--json has all)`] : []),
    ...['', 'Where they stand now:', ...nowLines(changes)],
    ...(anew > 0
      ? [
          `${count(anew)} at rest ${anew === 1 ? 'is' : 'are'} decided anew, within an hour of the deployment.`,
        ]
      : []),
    ...whyLines(changes),
  ];
}

function nowLines(changes: readonly Change[]): string[] {
  const counts = new Map<string, number>();
  for (const { now } of changes) {
    const text = now.reason === undefined ? now.status : `${now.status}: ${now.reason}`;
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  const sorted = [...counts].sort(([, one], [, other]) => other - one);
  return sorted.map(([text, number]) => `  ${number} ${visibleText(text)}`);
}

/** What the reasons mean. That of a claim says no more than that something is sent. */
function whyLines(changes: readonly Change[]): string[] {
  const codes = new Set(changes.flatMap(({ reason }) => reason ?? []));
  codes.delete('CommandClaimed');
  const lines = [...codes].sort().map((code) => `  ${visibleText(code)}: ${reasonOf(code)?.sentence ?? ''}`);
  return lines.length === 0 ? [] : ['', 'Why:', ...lines.map((line) => line.trimEnd())];
}

function asideLines({ later, kept }: PlanReport): string[] {
  const named = (some: readonly Aside[]) => nameInstances(some.map(({ instanceId }) => instanceId));
  return [
    ...(later.length === 0
      ? []
      : [
          '',
          `${count(later.length)} not reached now: what they get when they register is something else than before.`,
          `  ${named(later)}`,
        ]),
    ...(kept.length === 0
      ? []
      : [
          '',
          `${count(kept.length)} onboarded: they keep what they have, although their profile now names something else.`,
          `  ${named(kept)}`,
          '  A change of their tags, or muster look, sends what they lack.',
        ]),
  ];
}

function unreadableLine(ids: readonly string[]): string {
  return `Left out: ${count(ids.length)} whose entries this version cannot read: ${nameInstances(ids.map(visibleText))}`;
}

function count(number: number): string {
  return `${number} ${number === 1 ? 'instance' : 'instances'}`;
}
