import type { SimulateOptions } from './simulate-options.ts';

/** How many runs go on in parallel. */
export const workerCount = 2;

/** The seeds of a set: as many as there are runs, beginning with the given one. */
export function seedsOf({ seed, runs }: SimulateOptions): readonly number[] {
  return Array.from({ length: runs }, (_, index) => seed + index);
}

/** This program, as a worker that runs seeds. */
export function programOf() {
  return { file: process.argv[1] ?? '', args: ['simulate', '--worker'] };
}
