import { existsSync } from 'node:fs';
import { type AssemblyStack, readAssembly } from '../src/deployment/assembly.ts';
import { UsageError } from './command-failure.ts';

/**
 * The stacks of an assembly that are for one account and region: those of the first.
 * @throws UsageError when there is no such folder, or no stack in it; AssemblyError when it is no assembly.
 */
export function readStacks(folder: string): readonly AssemblyStack[] {
  if (!existsSync(folder)) throw new UsageError(`--app ${folder}: there is no such folder`);
  const all = readAssembly(folder);
  const [first] = all;
  if (first === undefined)
    throw new UsageError(`--app ${folder}: there is no stack in it (stages are not read)`);
  return all.filter(({ accountId, region }) => accountId === first.accountId && region === first.region);
}
