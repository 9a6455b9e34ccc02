import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vitest from 'vitest';
import { describe, expect, it } from 'vitest';
import { registeredServices, withOperations } from '../../scripts/operations-table.ts';
import * as localCloud from '../../src/index.ts';
import { packageFolder, programsIn } from './package-folder.ts';

const readme = readFileSync(join(packageFolder, 'README.md'), 'utf8');
const echoApplication = join(packageFolder, 'test', 'bin', 'echo-application');

describe('the example of the README', () => {
  const [, code = ''] = /^```ts\n(.*?)^```$/ms.exec(readme) ?? [];
  const body = code.replace(/^import [^;]*;\n/gm, '');
  const imported = [...code.matchAll(/^import \{ ([^}]*) \} from/gm)].flatMap(([, names = '']) =>
    names.split(', '),
  );
  // The example says cdk.out, where the CDK of its reader writes; here an application stands in for it.
  const given: Readonly<Record<string, unknown>> = {
    ...vitest,
    ...localCloud,
    readAssembly: () => localCloud.readAssembly(echoApplication),
  };

  it('has no more than ten statements, and imports what there is', () => {
    expect(code.match(/;$/gm)?.length).toBeLessThanOrEqual(11);
    expect(imported.filter((name) => !(name in given))).toEqual([]);
  });

  // It is plain JavaScript, and registers its own test.
  new Function(...imported, body)(...imported.map((name) => given[name]));
});

describe('the tables of the README', () => {
  it('have every operation: `npm run readme -w local-cloud` writes them', () => {
    expect(readme).toBe(withOperations(readme, registeredServices()));
  });

  it('have every arrow from a service to another room than core', () => {
    const [, section = ''] = /^\| from \| to \|\n(.*)/ms.exec(readme) ?? [];
    const written = [...section.matchAll(/^\| `(\S+)` \| `(\S+)` \|$/gm)].map(
      ([, from, to]) => `${from} -> ${to}`,
    );
    expect(written).toEqual(arrows());
  });

  it('link to files that are there', () => {
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

/** `services/sqs` or `agent`; undefined for what is not of the package. */
function roomOf(file: string): string | undefined {
  return /^src\/(services\/[^/]+|[^/]+)/.exec(file)?.[1];
}
