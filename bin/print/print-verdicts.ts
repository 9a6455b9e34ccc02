import type { FaultChoice } from '../../simulator/faults/fault-kinds.ts';
import type { Verdict } from '../../simulator/run/simulate-seed.ts';
import { clock } from './progress.ts';
import { say } from './say.ts';
import { table } from './text-table.ts';

/** How many runs with violations a set shows in full. */
const shownRunsMax = 5;

/** Prints the verdict of one run, or of a set with the permissions that no run used. */
export function printVerdicts(
  verdicts: readonly Verdict[],
  unused: readonly string[],
  faults: FaultChoice,
): void {
  const [verdict] = verdicts;
  const isOne = verdicts.length === 1 && verdict !== undefined;
  const lines = isOne ? runLines(verdict, faults) : setLines(verdicts, unused, faults);
  say(lines);
}

/** One run: the faults drawn, the outcomes, and every violation with its history. */
function runLines(verdict: Verdict, faults: FaultChoice): string[] {
  return [
    ...faultTable([verdict]),
    ...rolloutLines([verdict]),
    ...runbookLines([verdict]),
    '',
    `${countsOf(verdict.outcomes)}; ${verdict.commands} commands; ${clock(verdict.virtualSeconds)} virtual`,
    `Trace: ${verdict.traceHash}`,
    ...violationLines(verdict, faults),
    '',
    verdict.violationCount === 0
      ? `Kept: every promise, for ${verdict.launches} launches of seed ${verdict.seed}.`
      : `Broken: ${verdict.violationCount} times, for ${verdict.launches} launches of seed ${verdict.seed}.`,
  ];
}

/**
 * A set of runs: all faults together, the runs that broke a promise, and the permissions that no run used.
 */
function setLines(verdicts: readonly Verdict[], unused: readonly string[], faults: FaultChoice): string[] {
  const broken = verdicts.filter(({ violationCount }) => violationCount > 0);
  const permissions = unused.map((permission) => `  ${permission}`);
  return [
    ...faultTable(verdicts),
    ...rolloutLines(verdicts),
    ...runbookLines(verdicts),
    ...broken.slice(0, shownRunsMax).flatMap((verdict) => violationLines(verdict, faults)),
    '',
    ...(permissions.length === 0 ? [] : ['Permissions that no run used:', ...permissions, '']),
    broken.length === 0
      ? `Kept: every promise, in ${verdicts.length} runs.`
      : `Broken: in ${broken.length} of ${verdicts.length} runs, by the seeds ${broken.map(({ seed }) => seed).join(', ')}.`,
  ];
}

/** Runs `work`, with a line on stderr after every run. */
export async function showRuns<T>(
  runCount: number,
  work: (onVerdict: (verdict: Verdict) => void) => Promise<T>,
): Promise<T> {
  let done = 0;
  let brokenCount = 0;
  const { stderr } = process;
  const result = await work((verdict) => {
    done++;
    if (verdict.violationCount > 0) brokenCount++;
    const line = `${done} of ${runCount} runs, ${brokenCount} broke a promise`;
    if (stderr.isTTY) stderr.write(`\r${line} `);
    else if (done % Math.ceil(runCount / 10) === 0) stderr.write(`${line}\n`);
  });
  if (stderr.isTTY) stderr.write('\r\u001b[K');
  return result;
}

/**
 * One row for each kind of fault: the number of runs with it, its highest probability, and how often it
 * happened.
 */
function faultTable(verdicts: readonly Verdict[]): string[] {
  const kinds = new Map<string, { runs: number; probability: number; injected: number }>();
  for (const { faults } of verdicts) {
    for (const [kind, drawn] of Object.entries(faults)) {
      const { runs, probability, injected } = kinds.get(kind) ?? { runs: 0, probability: 0, injected: 0 };
      const most = Math.max(probability, drawn.probability);
      kinds.set(kind, { runs: runs + 1, probability: most, injected: injected + drawn.injected });
    }
  }
  if (kinds.size === 0) return ['No faults.'];
  const rows = [...kinds].map(([kind, { runs, probability, injected }]) => [
    kind,
    runs,
    probability,
    injected,
  ]);
  return table(['Fault', 'runs', 'probability', 'injected'], rows);
}

/** How roll-outs ended, and how many took up how many. Nothing when no run had one. */
function rolloutLines(verdicts: readonly Verdict[]): string[] {
  const rollouts = verdicts.flatMap(({ rollout }) => rollout ?? []);
  if (rollouts.length === 0) return [];
  const sum = (of: 'members' | 'takenUp') => rollouts.reduce((total, rollout) => total + rollout[of], 0);
  const ends = new Map<string, number>();
  for (const { status = 'forgotten' } of rollouts) ends.set(status, (ends.get(status) ?? 0) + 1);
  const counts = countsOf(Object.fromEntries(ends));
  return ['', `Roll-outs: ${counts}; ${sum('members')} members, ${sum('takenUp')} taken up.`];
}

/** How many executions of runbooks there were, and how they ended. Nothing when no run had any. */
function runbookLines(verdicts: readonly Verdict[]): string[] {
  const accounts = verdicts.flatMap(({ remediation }) => remediation ?? []);
  if (accounts.length === 0) return [];
  const sum = (of: 'runbooks' | 'ends') => {
    const counts = new Map<string, number>();
    for (const account of accounts)
      for (const [name, count] of Object.entries(account[of]))
        counts.set(name, (counts.get(name) ?? 0) + count);
    return countsOf(Object.fromEntries(counts));
  };
  return ['', `Runbooks: ${sum('ends')}.`, `  ${sum('runbooks')}`];
}

function violationLines(verdict: Verdict, faults: FaultChoice): string[] {
  return verdict.violations.flatMap(({ promise, instanceId, what, history }) => [
    '',
    `${promise}: ${instanceId === undefined ? '' : `${instanceId} `}${what}`,
    ...history.map((line) => `  ${line}`),
    `  again: ${commandOf(verdict, faults)}`,
  ]);
}

/** The command that repeats a run exactly. */
function commandOf({ seed, launches, rollout, remediation }: Verdict, faults: FaultChoice): string {
  const runbooks = remediation === undefined ? '' : ' --remediation example';
  const list = typeof faults === 'string' ? faults : faults.join(',');
  return `npm run simulate -- --seed ${seed} --launches ${launches} --faults ${list}${rolloutsFlag(rollout)}${runbooks}`;
}

function countsOf(outcomes: Verdict['outcomes']): string {
  const counts = Object.entries(outcomes).map(([status, count]) => `${count} ${status}`);
  return counts.length === 0 ? 'no entries' : counts.join(', ');
}

/** A roll-out that sent an errand is the same whether that was drawn or asked for. */
function rolloutsFlag(rollout: Verdict['rollout']): string {
  if (rollout === undefined) return '';
  return rollout.isErrand ? ' --rollouts errand' : ' --rollouts always';
}
