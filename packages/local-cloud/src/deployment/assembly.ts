import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isRecord } from '../core/is-record.ts';

/** A synthesized stack: its template, and the folders of its assets by hash. */
export interface AssemblyStack {
  readonly id: string;
  readonly stackName: string;
  /** The account and region of the stack. Undefined if the template is for any account or region. */
  readonly accountId: string | undefined;
  readonly region: string | undefined;
  readonly template: unknown;
  /** Whether `cdk deploy` protects the stack from deletion. @default false */
  readonly terminationProtection?: boolean;
  readonly assetFolders: ReadonlyMap<string, string>;
}

/** The assembly cannot be read. The message says which file and why. */
export class AssemblyError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'AssemblyError';
  }
}

/**
 * Reads the output of `cdk synth`: every stack of `folder` (usually `cdk.out`), after the stacks it depends on.
 * @throws AssemblyError when the folder is not an assembly.
 */
export function readAssembly(folder: string): AssemblyStack[] {
  const manifest = readJson(join(folder, 'manifest.json'));
  const artifacts = isRecord(manifest) && isRecord(manifest['artifacts']) ? manifest['artifacts'] : {};
  const stacks = new Map<string, AssemblyStack>();
  const visit = (id: string) => {
    const artifact = artifacts[id];
    if (stacks.has(id) || !isRecord(artifact) || artifact['type'] !== 'aws:cloudformation:stack') return;
    const dependencies = Array.isArray(artifact['dependencies']) ? artifact['dependencies'] : [];
    for (const dependency of dependencies) visit(String(dependency));
    stacks.set(id, readStack(folder, id, artifact));
  };
  for (const id of Object.keys(artifacts)) visit(id);
  return [...stacks.values()];
}

/** @throws AssemblyError when an asset of a stack is missing, as in a copy of a part of `cdk.out`. */
export function requireAssets(stacks: readonly AssemblyStack[]): void {
  for (const { id, assetFolders } of stacks)
    for (const path of assetFolders.values())
      if (!existsSync(path))
        throw new AssemblyError(`${path}, an asset of ${id}, is missing; synthesize again`);
}

function readStack(folder: string, id: string, artifact: Readonly<Record<string, unknown>>): AssemblyStack {
  const properties = isRecord(artifact['properties']) ? artifact['properties'] : {};
  return {
    id,
    stackName: String(properties['stackName'] ?? id),
    ...readEnvironment(String(artifact['environment'])),
    template: readJson(join(folder, String(properties['templateFile']))),
    terminationProtection: properties['terminationProtection'] === true,
    assetFolders: readAssets(folder, `${id}.assets.json`),
  };
}

/** Parses `aws://<account>/<region>`. Either part may be unknown. */
function readEnvironment(text: string): Pick<AssemblyStack, 'accountId' | 'region'> {
  const [account, region] = text.replace('aws://', '').split('/');
  return {
    accountId: account === 'unknown-account' ? undefined : account,
    region: region === 'unknown-region' ? undefined : region,
  };
}

/** The folders of the assets. Empty if the stack has no asset manifest, as with older synthesizers of the CDK. */
function readAssets(folder: string, file: string): Map<string, string> {
  const path = join(folder, file);
  const manifest = existsSync(path) ? readJson(path) : undefined;
  const files = isRecord(manifest) && isRecord(manifest['files']) ? manifest['files'] : {};
  return new Map(
    Object.entries(files).flatMap(([hash, asset]): [string, string][] => {
      const source = isRecord(asset) ? asset['source'] : undefined;
      const place = isRecord(source) ? source['path'] : undefined;
      return typeof place === 'string' ? [[hash, resolve(folder, place)]] : [];
    }),
  );
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new AssemblyError(
      `${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
