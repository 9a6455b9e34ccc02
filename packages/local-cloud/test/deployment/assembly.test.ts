import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { AssemblyError, readAssembly } from '../../src/deployment/assembly.ts';

const template = { Resources: {} };

function write(files: Readonly<Record<string, object>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'assembly-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [name, content] of Object.entries(files))
    writeFileSync(join(folder, name), JSON.stringify(content));
  return folder;
}

function stack(environment: string, ...dependencies: readonly string[]) {
  return {
    type: 'aws:cloudformation:stack',
    environment,
    dependencies,
    properties: { templateFile: 't.json' },
  };
}

const anywhere = 'aws://unknown-account/unknown-region';

describe('an assembly', () => {
  it('returns each stack after those it depends on, and otherwise in the order of the manifest', () => {
    const artifacts = {
      Consumer: stack(anywhere, 'Assets', 'Producer'),
      Assets: { type: 'cdk:asset-manifest' },
      Producer: stack(anywhere, 'Base'),
      Other: stack(anywhere),
      Base: stack(anywhere),
    };
    const folder = write({ 'manifest.json': { artifacts }, 't.json': template });
    expect(readAssembly(folder).map(({ id }) => id)).toEqual(['Base', 'Producer', 'Consumer', 'Other']);
  });

  it('reads the place of a stack, and its assets by hash, if any', () => {
    const artifacts = { A: stack('aws://111111111111/eu-west-1'), B: stack(anywhere) };
    const files = { hash: { source: { path: 'asset.hash' } } };
    const folder = write({ 'manifest.json': { artifacts }, 't.json': template, 'A.assets.json': { files } });
    const [a, b] = readAssembly(folder);
    expect(a).toMatchObject({ accountId: '111111111111', region: 'eu-west-1', template });
    expect(a?.assetFolders).toEqual(new Map([['hash', join(folder, 'asset.hash')]]));
    expect(b).toMatchObject({ accountId: undefined, region: undefined, assetFolders: new Map() });
  });

  it('refuses a folder that is no assembly, and a missing template', () => {
    expect(() => readAssembly(write({}))).toThrow(AssemblyError);
    const folder = write({ 'manifest.json': { artifacts: { A: stack(anywhere) } } });
    expect(() => readAssembly(folder)).toThrow(/t\.json cannot be read/);
  });
});
