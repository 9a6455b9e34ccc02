import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as sqs from '@aws-sdk/client-sqs';
import { transformSync } from 'esbuild';
import * as vitest from 'vitest';
import { describe, expect, it } from 'vitest';
import { readEvidence } from '../../scripts/evidence.ts';
import { registeredServices, withOperations, withShares } from '../../scripts/operations-table.ts';
import * as localCloud from '../../src/index.ts';
import { packageFolder, programsIn } from './package-folder.ts';

const readme = readFileSync(join(packageFolder, 'README.md'), 'utf8');
const echoApplication = join(packageFolder, 'test', 'bin', 'echo-application');

describe('the example of the README', () => {
  const [, code = ''] = /^```ts\n(.*?)^```$/ms.exec(readme) ?? [];
  const body = transformSync(code.replace(/^import [^;]*;\n/gm, ''), { loader: 'ts' }).code;
  const imported = [...code.matchAll(/^import \{ ([^}]*) \} from/gm)].flatMap(([, names = '']) =>
    names.split(', '),
  );
  // The example reads cdk.out, the output of the reader's CDK. Here another application replaces it.
  const given: Readonly<Record<string, unknown>> = {
    ...vitest,
    ...localCloud,
    ...sqs,
    deployAssembly: () => localCloud.deployAssembly(echoApplication),
  };

  it('has at most ten statements, and imports only existing names', () => {
    expect(code.match(/;$/gm)?.length).toBeLessThanOrEqual(11);
    expect(imported.filter((name) => !(name in given))).toEqual([]);
  });

  // The example registers its own test.
  new Function(...imported, body)(...imported.map((name) => given[name]));
});

describe('the tables of the README', () => {
  const evidence = readEvidence(packageFolder);

  it('have every operation, and what it was tried against: `npm run readme -w local-cloud` writes them', () => {
    expect(readme).toBe(withOperations(readme, registeredServices(), evidence));
    const fidelity = readFileSync(join(packageFolder, '../../docs/fidelity.md'), 'utf8');
    expect(fidelity).toBe(withShares(fidelity, registeredServices(), evidence));
  });

  it('have no count of an operation that is not there', () => {
    const names = registeredServices().flatMap(({ name, operations }) =>
      Object.keys(operations).map((operation) => `${name}:${operation}`),
    );
    const counts: Record<string, object> = JSON.parse(
      readFileSync(join(packageFolder, 'recordings.json'), 'utf8'),
    );
    const counted = Object.entries(counts).flatMap(([service, operations]) =>
      Object.keys(operations).map((operation) => `${service}:${operation}`),
    );
    expect(counted.length).toBeGreaterThan(20);
    expect(counted.filter((name) => !names.includes(name))).toEqual([]);
  });

  it('say of each operation where its evidence is', () => {
    expect(evidence('lambda', 'ListFunctions')).toMatchObject({
      isModelled: true,
      isTyped: true,
      isOfAgent: false,
    });
    const without = registeredServices().flatMap(({ name, operations }) =>
      Object.keys(operations).filter((operation) => !evidence(name, operation).isModelled),
    );
    expect(without).toEqual([]);
    expect(evidence('ssm', 'CancelCommand')).toMatchObject({ isModelled: true, isOfAgent: true });
    expect(evidence('iam', 'GetPolicy')).toEqual({
      ...{ isModelled: true, isTyped: false, isOfAgent: false },
      recordings: undefined,
    });
  });

  it('have every import arrow from a service to a room other than core', () => {
    const [, section = ''] = /^\| from \| to \|\n(.*)/ms.exec(readme) ?? [];
    const written = [...section.matchAll(/^\| `(\S+)` \| `(\S+)` \|$/gm)].map(
      ([, from, to]) => `${from} -> ${to}`,
    );
    expect(written).toEqual(arrows());
  });

  it('link to existing files', () => {
    const links = [...readme.matchAll(/\]\(([^)#:]+)\)/g)].map(([, link = '']) => link);
    expect(links.length).toBeGreaterThan(80);
    expect(links.filter((link) => !existsSync(join(packageFolder, link)))).toEqual([]);
  });
});

function arrows(): string[] {
  const found = programsIn('src/services').flatMap(({ file, imports }) =>
    imports
      .map((target) => [roomOf(file), roomOf(target)] as const)
      .filter(([from, to]) => to !== undefined && to !== from && to !== 'core')
      .map(([from, to]) => `${from} -> ${to}`),
  );
  return [...new Set(found)].sort();
}

/** The room of a path, such as `services/sqs` or `agent`. Undefined for a path outside the package. */
function roomOf(file: string): string | undefined {
  return /^src\/(services\/[^/]+|[^/]+)/.exec(file)?.[1];
}
