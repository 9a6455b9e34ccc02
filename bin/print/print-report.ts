import { styleText } from 'node:util';
import type { Breakdown, Report } from '../../simulator/run/run-report.ts';
import { breakdownTable } from './breakdown-table.ts';
import { causeLines } from './causes.ts';
import { nameInstances } from './name-instances.ts';
import { clock } from './progress.ts';
import { reasonOf } from './reason-texts.ts';
import { say } from './say.ts';
import { type Cell, table } from './text-table.ts';

/** How a report is printed. */
export interface PrintOptions {
  /** Names the instances that did not end well. @default false */
  readonly listsInstances?: boolean;
  /** How many of the instances were run. What it took is told of those alone. @default all */
  readonly ran?: number;
}

/** Prints what became of every launch, by source, platform, reason and cause, and what it took. */
export function printReport(report: Report, { listsInstances = false, ran }: PrintOptions = {}): void {
  const lines = [
    ...breakdownTable('Source', groupSources(report.bySource)),
    '',
    ...breakdownTable('Platform', report.byPlatform),
    '',
    ...reasonTable(report),
    '',
    ...paragraph(agentLines(report)),
    ...paragraph(causeLines(report.instances)),
    ...paragraph(listsInstances ? instanceLists(report) : []),
    ...costLines(report, ran ?? report.launched),
    '',
    verdict(report),
  ];
  say(lines);
}

/** Lines followed by an empty one, if there are any. */
function paragraph(lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [...lines, ''];
}

/**
 * One row for each kind of source, because hundreds of Auto Scaling groups would make the table unreadable.
 */
function groupSources(bySource: Breakdown): Breakdown {
  const kinds = new Map<string, Record<string, number>>();
  for (const [source, counts] of Object.entries(bySource)) {
    const kind = source.replace(/:.*(\/(MASTER|CORE|TASK))$/s, '$1').replace(/:.*$/s, '');
    const row = kinds.get(kind) ?? {};
    kinds.set(kind, row);
    for (const [status, count] of Object.entries(counts)) row[status] = (row[status] ?? 0) + count;
  }
  return Object.fromEntries(kinds);
}

function reasonTable({ reasons: counts }: Report): string[] {
  const rows = Object.entries(counts).map(([code, count]): Cell[] => [code, count, sentenceOf(code)]);
  return table(['Reason', 'instances', 'what it means'], rows);
}

/** What became of each agent, and why some failed: the reason of an instance is that of the first that failed. */
function agentLines({ byAgent, instances }: Report): string[] {
  if (Object.keys(byAgent).length === 0) return [];
  const failures = new Map<string, number>();
  for (const { agent, status, reason } of instances.flatMap(({ agents = [] }) => agents)) {
    const failure = `${agent}: ${reason}`;
    if (status === 'failed') failures.set(failure, (failures.get(failure) ?? 0) + 1);
  }
  return [
    ...breakdownTable('Agent', byAgent),
    ...[...failures].map(
      ([failure, count]) => `${failure} on ${count} ${count === 1 ? 'instance' : 'instances'}`,
    ),
  ];
}

/** The instances of a real fleet that did not end well, by reason. The unmanaged ones are listed by cause. */
function instanceLists({ instances }: Report): string[] {
  const byReason = new Map<string, string[]>();
  for (const { instanceId, status, reason = 'NoEntry' } of instances) {
    if (status !== 'onboarded' && status !== 'commanded' && status !== 'unmanaged')
      byReason.set(reason, [...(byReason.get(reason) ?? []), instanceId]);
  }
  return [...byReason].map(([reason, instanceIds]) => `${reason}: ${nameInstances(instanceIds)}`);
}

function sentenceOf(code: string): string {
  return reasonOf(code)?.sentence ?? 'The roster has no entry: the launch was lost.';
}

function costLines(
  { awsCalls, launched, instances, virtualSeconds, seed, traceHash, deniedCalls }: Report,
  ran: number,
): string[] {
  const systemsManager = Object.entries(awsCalls).reduce(
    (sum, [name, n]) => sum + (name.startsWith('ssm:') ? n : 0),
    0,
  );
  const seconds = instances
    .flatMap(({ secondsToCommand: s }) => (s === undefined ? [] : [s]))
    .sort((a, b) => a - b);
  const calls = Object.entries(awsCalls).map(([name, count]) => `${name} ${count}`);
  const lines = [
    `AWS calls: ${calls.join(', ')}; ${deniedCalls} denied by IAM.`,
    `Systems Manager calls per launch: ${(systemsManager / Math.max(1, launched)).toFixed(3)}.`,
  ];
  if (seconds.length > 0) {
    const at = (share: number) => clock(seconds[Math.floor((seconds.length - 1) * share)] ?? 0);
    lines.push(`From start to command: half within ${at(0.5)}, 99 of 100 within ${at(0.99)}.`);
  }
  const few = `Of ${launched} instances ${ran} were run, one of each kind; --each runs all, and tells their calls and times.`;
  return [
    ...(ran < launched ? [few] : lines),
    `Seed ${seed}, ${clock(virtualSeconds)} of virtual time, trace ${traceHash.slice(0, 16)}.`,
  ];
}

function verdict({ accounted, launched, instances }: Report): string {
  if (accounted) {
    return styleText('green', `Accounted: ${launched} launched, as many entries, none lost.`);
  }
  const lost = instances.filter(({ status }) => status === undefined).length;
  return styleText('red', `NOT accounted: ${launched} launched, ${lost} without an entry.`);
}
