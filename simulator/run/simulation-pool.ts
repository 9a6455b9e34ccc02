import { Worker } from 'node:worker_threads';
import type { FaultChoice } from '../faults/fault-kinds.ts';
import type { RolloutChoice } from '../rollouts/rollout-choice.ts';
import type { Verdict } from './simulate-seed.ts';

/** The common options of a set of runs. */
export interface SimulationSet {
  readonly assemblyFolder: string;
  readonly launches: number;
  readonly faults: FaultChoice;
  readonly rollouts?: RolloutChoice;
  readonly seeds: readonly number[];
  /** The program that each worker runs, and its arguments. The program must call `serveSimulations`. */
  readonly program: { readonly file: string; readonly args: readonly string[] };
  readonly workerCount: number;
  /** Called after every run, in the order in which they end. */
  readonly onVerdict?: (verdict: Verdict) => void;
}

/**
 * Runs seeds in parallel worker threads. A worker takes the next seed when it has finished one, so each bundle is read
 * and compiled once per worker. Returns the verdicts in the order of the seeds.
 * @throws Error when a run fails because of a bug. The other workers are stopped.
 */
export async function simulateSet(set: SimulationSet): Promise<readonly Verdict[]> {
  const waiting = set.seeds.values();
  const verdicts = new Map<number, Verdict>();
  const count = Math.min(set.workerCount, set.seeds.length);
  const workers = Array.from({ length: count }, () => startWorker(set));
  try {
    await Promise.all(
      workers.map(async (worker) => {
        for (const seed of waiting) {
          const verdict = await ask(worker, seed);
          verdicts.set(seed, verdict);
          set.onVerdict?.(verdict);
        }
      }),
    );
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
  return set.seeds.flatMap((seed) => verdicts.get(seed) ?? []);
}

function startWorker({
  program,
  assemblyFolder,
  launches,
  faults,
  rollouts = 'drawn',
}: SimulationSet): Worker {
  return new Worker(program.file, {
    argv: [...program.args],
    workerData: { assemblyFolder, launches, faults, rollouts } satisfies SimulationJob,
  });
}

/** The data that a worker starts with. */
export type SimulationJob = Pick<SimulationSet, 'assemblyFolder' | 'launches' | 'faults' | 'rollouts'>;

function ask(worker: Worker, seed: number): Promise<Verdict> {
  return new Promise((resolve, reject) => {
    const settle = () => {
      worker.off('message', onMessage);
      worker.off('error', onError);
      worker.off('exit', onExit);
    };
    const onMessage = (verdict: Verdict) => {
      settle();
      resolve(verdict);
    };
    const onError = (error: Error) => {
      settle();
      reject(new Error(`seed ${seed}: ${error.message}`, { cause: error }));
    };
    const onExit = (code: number) => onError(new Error(`the worker ended with ${code}`));
    worker.on('message', onMessage).on('error', onError).on('exit', onExit);
    worker.postMessage(seed);
  });
}
