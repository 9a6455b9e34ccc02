import { cpSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Plugin } from 'esbuild';
import { readAssembly } from 'local-cloud';
import { resourceTags } from '../../../../lambdas/shared/runtime/contract.ts';
import { bundleFunctions } from '../../../../scripts/bundles.mjs';
import { declaredIn, recordOf, tagOf } from '../../../../simulator/run/declared-resources.ts';
import type { Mutation } from './mutations.ts';

/**
 * Copies an assembly to `folder`, with the functions that contain the changed source built from it.
 * @throws Error when the source does not contain the text to remove exactly once. The source has then changed, and the
 * mutation must be updated.
 */
export async function mutate(assemblyFolder: string, folder: string, mutation: Mutation): Promise<void> {
  cpSync(assemblyFolder, folder, { recursive: true });
  const assets = assetsWith(mutation.file, folder);
  const bundles = `${folder}.bundles`;
  await bundleFunctions(resolve('.'), bundles, {
    plugins: [changeSource(mutation)],
    // The SDK of the runtime is loaded and optimized once for all mutations, and takes most of a bundle's time.
    external: ['@aws-sdk/*', '@smithy/*'],
    isWanted: (name) => assets.has(name),
  });
  for (const [name, asset] of assets) cpSync(join(bundles, 'lambdas', name), asset, { recursive: true });
}

/** The folders of the functions that contain a source, by the names of the functions. Their source maps tell. */
function assetsWith(file: string, folder: string): ReadonlyMap<string, string> {
  const assets = new Map<string, string>();
  for (const stack of readAssembly(folder)) {
    for (const resource of declaredIn(stack)) {
      const purpose = tagOf(resource, resourceTags.function);
      const hash = String(recordOf(resource.properties['Code'])['S3Key']).replace(/\.zip$/, '');
      const asset = stack.assetFolders.get(hash);
      if (purpose === undefined || asset === undefined) continue;
      if (readFileSync(join(asset, 'index.js.map'), 'utf8').includes(`"${file}"`)) assets.set(purpose, asset);
    }
  }
  if (assets.size === 0) throw new Error(`no function contains ${file}`);
  return assets;
}

/** Gives esbuild the changed text in the place of the file. */
function changeSource({ name, file, from, to }: Mutation): Plugin {
  const parts = readFileSync(file, 'utf8').split(from);
  if (parts.length !== 2)
    throw new Error(`${file} has ${parts.length - 1} occurrences of what "${name}" removes`);
  const changed = new RegExp(`${resolve(file).replaceAll('.', '[.]')}$`);
  return {
    name: 'change-source',
    setup: ({ onLoad }) => onLoad({ filter: changed }, () => ({ contents: parts.join(to), loader: 'ts' })),
  };
}
