import { parentPort, workerData } from 'node:worker_threads';
import { simulate } from './simulate-seed.ts';
import type { SimulationJob } from './simulation-pool.ts';

/**
 * Runs every seed that the parent thread posts, and posts its verdict back. The thread lives until the parent ends it
 * or a run throws. The parent receives the error.
 */
export function serveSimulations(): void {
  if (parentPort === null) throw new Error('simulations are served in worker threads only');
  const port = parentPort;
  const job: SimulationJob = workerData;
  port.on('message', (seed: number) => {
    simulate({ ...job, seed }).then(
      (verdict) => port.postMessage(verdict),
      (error: unknown) => {
        throw error;
      },
    );
  });
}
