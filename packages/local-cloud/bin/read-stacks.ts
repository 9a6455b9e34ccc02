import { existsSync } from 'node:fs';
import { type AssemblyStack, readAssembly, requireAssets } from '../src/deployment/assembly.ts';
import { UsageError } from './command-failure.ts';

/**
 * Reads the stacks of an assembly that belong to the account and region of its first stack.
 * @throws UsageError when the folder does not exist or holds no stack; AssemblyError when it is no assembly.
 */
export function readStacks(folder: string): readonly AssemblyStack[] {
  if (!existsSync(folder)) throw new UsageError(`--app ${folder}: there is no such folder`);
  const all = readAssembly(folder);
  const [first] = all;
  if (first === undefined)
    throw new UsageError(`--app ${folder}: there is no stack in it (stages are not read)`);
  requireAssets(all);
  return all.filter(({ accountId, region }) => accountId === first.accountId && region === first.region);
}
