import { spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type AssemblyStack, readAssembly } from 'local-cloud';
import { resourceTags } from '../../lambdas/shared/runtime/contract.ts';
import { declaredIn, recordOf, tagOf } from '../run/declared-resources.ts';
import { round } from './bench-scale.ts';

/** A deployed function: how large its bundle is, and how long a fresh process takes to load it. */
export interface FunctionResult {
  /** The folder of `lambdas/` that the function runs, read from its tag. */
  readonly name: string;
  readonly kilobytes: number;
  /** The median over fresh processes on this machine. Lambda adds the time to start its own environment. */
  readonly coldStartMs: number;
}

/** Loads the bundle in a process of its own and prints how long that took. */
const loader = `const { performance } = require('node:perf_hooks');
const startMs = performance.now();
require(process.argv[1]);
process.stdout.write(String(performance.now() - startMs));`;

/** True if both stacks are of one environment. Every environment has the same functions. */
function isSamePlace(one: AssemblyStack, other: AssemblyStack): boolean {
  return one.accountId === other.accountId && one.region === other.region;
}

/**
 * Measures every function of an assembly, each in `coldStarts` fresh processes.
 * @throws AssemblyError when the folder holds no assembly.
 */
export function measureFunctions(assemblyFolder: string, coldStarts: number): FunctionResult[] {
  const [first, ...others] = readAssembly(assemblyFolder);
  if (first === undefined) return [];
  const there = [first, ...others.filter((stack) => isSamePlace(stack, first))];
  return there.flatMap(bundlesOf).map((bundle) => measure(bundle, coldStarts));
}

function measure({ name, folder }: { name: string; folder: string }, coldStarts: number): FunctionResult {
  const bytes = readdirSync(folder).reduce((sum, file) => sum + statSync(join(folder, file)).size, 0);
  const times = Array.from({ length: coldStarts }, () => loadMs(join(folder, 'index.js')));
  const sorted = times.sort((a, b) => a - b);
  const [lower = 0, upper = lower] = sorted.slice((coldStarts - 1) / 2, coldStarts / 2 + 1);
  return { name, kilobytes: Math.round(bytes / 1000), coldStartMs: round((lower + upper) / 2, 1) };
}

function loadMs(file: string): number {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['-e', loader, file], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${file} cannot be loaded: ${stderr}`);
  return Number(stdout);
}

function bundlesOf(stack: AssemblyStack): { name: string; folder: string }[] {
  return declaredIn(stack).flatMap((resource) => {
    const name = tagOf(resource, resourceTags.function);
    const code = String(recordOf(resource.properties['Code'])['S3Key']);
    const folder = stack.assetFolders.get(code.replace(/\.zip$/, ''));
    return name === undefined || folder === undefined ? [] : [{ name, folder }];
  });
}
