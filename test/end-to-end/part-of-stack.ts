import { join } from 'node:path';
import type { AssemblyStack } from 'local-cloud';
import { accountId, region } from 'local-cloud/test/cloud-bench.ts';
import { distFolder } from '../synthesized.ts';

/** What a stack is called, and the bundle that its functions run. */
export interface Part {
  readonly stackName: string;
  readonly capability: string;
}

/** Of a synthesized template, these resources and all that they refer to: a stack of its own. */
export function partOfStack(
  Resources: Readonly<Record<string, unknown>>,
  rootIds: readonly string[],
  { stackName, capability }: Part,
): AssemblyStack {
  const ids = new Set<string>();
  const reach = (id: string): void => {
    if (ids.has(id)) return;
    ids.add(id);
    const text = JSON.stringify(Resources[id]);
    for (const other of Object.keys(Resources)) if (text.includes(`"${other}"`)) reach(other);
  };
  for (const id of rootIds) reach(id);
  const kept = Object.entries(Resources).filter(([id]) => ids.has(id));
  const hashes = JSON.stringify(kept).match(/[0-9a-f]{64}(?=\.zip)/g) ?? [];
  const folder = join(distFolder(), 'lambdas', capability);
  return {
    ...{ id: stackName, stackName, accountId, region },
    template: { Resources: Object.fromEntries(kept) },
    assetFolders: new Map(hashes.map((hash) => [hash, folder])),
  };
}
