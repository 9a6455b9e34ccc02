import type { FaultPorts, LocalCloud, Random } from 'local-cloud';
import { startsOf, stopExecution } from '../remediation/start-runbook.ts';
import { failureOf, throttleOf } from './errors-of-services.ts';
import { type FaultKindAt, kindsAt } from './fault-kinds.ts';
import type { Faults } from './faults.ts';

/** How late an evaluation may be. AWS Config promises nothing. Assumed. */
const lateMs = { min: 120_000, max: 60 * 60_000 };
/** An execution is stopped so long after its start: most of them are over in seconds, others wait for an hour. */
const stopMs = { min: 0, max: 12_000 };
const lateStopMs = 40 * 60_000;
const lateStopProbability = 0.2;

/** How each kind changes the waits of an evaluation. */
const evaluationFaults: Readonly<
  Record<FaultKindAt<'evaluation'>, (waits: readonly number[], random: Random) => readonly number[]>
> = {
  'evaluation-lost': () => [],
  'evaluation-late': (waits, random) => waits.map(() => random.integer(lateMs.min, lateMs.max)),
  'evaluation-repeated': (waits, random) => [...waits, random.integer(0, lateMs.max)],
};

/** Makes evaluations be lost, late or repeated. */
function faultsOfEvaluations(faults: Faults): Pick<FaultPorts, 'evaluationTransit'> {
  return {
    evaluationTransit({ ruleName, resourceId, usualMs }) {
      let waits: readonly number[] = [usualMs];
      for (const kind of kindsAt('evaluation')) {
        if (!faults.strikes(kind)) continue;
        faults.inject(kind, { ruleName, instanceId: resourceId });
        waits = evaluationFaults[kind](waits, faults.chanceOf(kind));
      }
      return waits;
    },
  };
}

/** What the call of a step answers, and whether it was served. */
const stepFaults = {
  'step-throttled': { isServed: false, errorOf: throttleOf },
  'step-fails-before': { isServed: false, errorOf: failureOf },
  'step-fails-after': { isServed: true, errorOf: failureOf },
} as const satisfies Readonly<Record<FaultKindAt<'step'>, unknown>>;

/** Makes calls of steps be throttled, fail, or fail after they were served. */
function faultsOfSteps(faults: Faults): Pick<FaultPorts, 'refuseStepCall' | 'loseStepAnswer'> {
  const strike =
    (isServed: boolean): NonNullable<FaultPorts['refuseStepCall']> =>
    ({ service, name }) => {
      const kinds = kindsAt('step').filter((kind) => stepFaults[kind].isServed === isServed);
      const [first] = kinds.filter((kind) => faults.strikes(kind));
      if (first === undefined) return undefined;
      faults.inject(first, { operation: `${service}:${name}` });
      return stepFaults[first].errorOf(service);
    };
  return { refuseStepCall: strike(false), loseStepAnswer: strike(true) };
}

/** When each kind stops an execution, in milliseconds after its start. */
const executionFaults: Readonly<Record<FaultKindAt<'execution'>, (random: Random) => number>> = {
  'execution-stopped': (random) =>
    random.integer(stopMs.min, random.chance(lateStopProbability) ? lateStopMs : stopMs.max),
};

/** Stops executions of runbooks, at any step or between two of them. */
function stopExecutions(cloud: LocalCloud, faults: Faults): void {
  cloud.record.listen((line) => {
    const id = startsOf(line);
    if (id === undefined) return;
    for (const kind of kindsAt('execution')) {
      if (!faults.strikes(kind)) continue;
      const afterMs = executionFaults[kind](faults.chanceOf(kind));
      faults.inject(kind, { executionId: id, afterMs: String(afterMs) });
      cloud.timeline.after(afterMs, () => stopExecution(cloud, id));
    }
  });
}

/** The faults of rules and runbooks. */
export function faultsOfRunbooks(
  cloud: LocalCloud,
  faults: Faults,
): Pick<FaultPorts, 'evaluationTransit' | 'refuseStepCall' | 'loseStepAnswer'> {
  stopExecutions(cloud, faults);
  return { ...faultsOfEvaluations(faults), ...faultsOfSteps(faults) };
}
