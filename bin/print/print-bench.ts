import type { CommandsResult } from '../../simulator/bench/bench-commands.ts';
import type { FormResult } from '../../simulator/bench/bench-forms.ts';
import type { FunctionResult } from '../../simulator/bench/bench-functions.ts';
import type { RehearsalResult } from '../../simulator/bench/bench-rehearsal.ts';
import type { BenchReport, TimedSettings } from '../../simulator/bench/bench-report.ts';
import type { ScaleResult } from '../../simulator/bench/bench-scale.ts';
import type { Percentiles } from '../../simulator/bench/percentiles.ts';
import { pricesAsOf, pricesRegion } from '../../simulator/bench/prices.ts';
import { type CellTable, launchCostTable, monthCostTable } from './cost-tables.ts';
import { say } from './say.ts';
import { type Cell, table } from './text-table.ts';

/** Prints what the bench measured: speed and memory, calls, functions, and a comparison of the designs. */
export function printBench(report: BenchReport): void {
  const { scales, rehearsals, operators, functions, forms, timeliness, synthSeconds, cost, seed } = report;
  const lines = [
    ...scaleTable(scales),
    '',
    ...callTable(scales),
    '',
    ...rehearsalTable(rehearsals),
    '',
    ...operatorTable(operators),
    '',
    ...functionTable(functions),
    `Synthesis took ${synthSeconds} s.`,
    '',
    ...formTable(forms),
    'lost: runs, is registered, is not excluded, and got no command. twice: sent while one was open or had succeeded.',
    '',
    ...timelinessTable(timeliness),
    'From the start or the registration, whichever is later, to the first command, without faults. early: registered',
    'within 30 min. forgotten: runs, is registered, is not excluded, and is not onboarded. to command: the first looks',
    'and the commands, over the instances that got one.',
    '',
    ...costTable(launchCostTable(cost)),
    '',
    ...costTable(monthCostTable(cost)),
    `US dollars by prices of ${pricesRegion} gathered on ${pricesAsOf} (simulator/bench/prices.ts), without free tiers.`,
    `Seed ${seed}.`,
  ];
  say(lines);
}

function scaleTable(scales: readonly ScaleResult[]): string[] {
  const rows = scales.map((scale): Cell[] => [
    scale.launches,
    scale.seconds,
    scale.launchesPerSecond,
    scale.peakMegabytes,
    ...ranks(scale.secondsToCommand),
  ]);
  return table(['launches', 'seconds', 'launches/s', 'peak MB', 'p50 s', 'p95 s', 'p99 s to command'], rows);
}

function rehearsalTable(rehearsals: readonly RehearsalResult[]): string[] {
  const rows = rehearsals.map(({ instances, megabytes, cpuSeconds, peakMegabytes, ran }): Cell[] => [
    ...[instances, megabytes, cpuSeconds, peakMegabytes, ran],
  ]);
  return table(['rehearsed', 'MB of files', 'CPU seconds', 'peak MB', 'run, one of each kind'], rows);
}

function operatorTable({ entries, commands }: CommandsResult): string[] {
  const rows = commands.map(({ command, seconds, cpuSeconds, peakMegabytes }): Cell[] => [
    ...[command, seconds, cpuSeconds, peakMegabytes],
  ]);
  return table([`over ${entries} entries`, 'seconds', 'CPU seconds', 'peak MB'], rows);
}

function callTable(scales: readonly ScaleResult[]): string[] {
  const names = [...new Set(scales.flatMap(({ callsPerLaunch }) => Object.keys(callsPerLaunch)))].sort();
  const rows = names.map((name): Cell[] => [name, ...scales.map((scale) => scale.callsPerLaunch[name] ?? 0)]);
  return table(['calls per launch', ...scales.map(({ launches }) => `of ${launches}`)], rows);
}

function functionTable(functions: readonly FunctionResult[]): string[] {
  const rows = functions.map(({ name, kilobytes, coldStartMs }): Cell[] => [name, kilobytes, coldStartMs]);
  return table(['function', 'kB', 'cold start ms'], rows);
}

function formTable(forms: readonly FormResult[]): string[] {
  const head = ['form', 'faults', 'launches', 'lost', 'twice', 'calls/launch', 'SSM calls/launch'];
  const rows = forms.map((form): Cell[] => [
    form.form,
    form.faults,
    form.launches,
    form.lost,
    form.sentTwice,
    form.callsPerLaunch,
    form.systemsManagerCallsPerLaunch,
    ...ranks(form.secondsToCommand),
    form.dollarsPerThousand,
  ]);
  return table([...head, 'p50 s', 'p95 s', 'p99 s', '$ per 1,000'], rows);
}

function timelinessTable(timeliness: readonly TimedSettings[]): string[] {
  const rows = timeliness.map(({ settings, fleet, launches, early, late, all, ...rest }): Cell[] => [
    settings,
    fleet,
    launches,
    ...ranks(early),
    ...ranks(late),
    all.p99 ?? '-',
    rest.forgotten,
    rest.systemsManagerCallsPerLaunch,
    rest.systemsManagerCallsToCommand,
  ]);
  const head = [
    'settings',
    'fleet',
    'launches',
    'early p50 s',
    'p95 s',
    'p99 s',
    'late p50 s',
    'p95 s',
    'p99 s',
  ];
  return table([...head, 'all p99 s', 'forgotten', 'SSM calls/launch', 'to command'], rows);
}

function costTable([head = [], ...rows]: CellTable): string[] {
  return table(head.map(String), rows);
}

function ranks({ p50, p95, p99 }: Percentiles): Cell[] {
  return [p50 ?? '-', p95 ?? '-', p99 ?? '-'];
}
