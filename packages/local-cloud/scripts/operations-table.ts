import { LocalCloud } from '../src/account/account.ts';
import type { Service } from '../src/core/service.ts';
import { defaultPlace } from '../src/deployment/place-of.ts';

/** Between these lines the README holds what is written by `npm run readme`. */
const begin = '<!-- operations: written by `npm run readme -w local-cloud` -->';
const end = '<!-- /operations -->';

/** The services of every account. */
export function registeredServices(): readonly Service[] {
  return new LocalCloud({ ...defaultPlace, seed: 1, startMs: 0 }).gateway.services;
}

/** The file of an operation, from the folder of the package: the name of the operation in small letters. */
export function fileOf(service: string, operation: string): string {
  const name = operation.replace(/(?<!^)(?=[A-Z])/g, '-').toLowerCase();
  return `src/services/${service}/operations/${name}.ts`;
}

/** The README with the operations of these services in its table. @throws Error when it has no place for them. */
export function withOperations(readme: string, services: readonly Service[]): string {
  const from = readme.indexOf(begin);
  const to = readme.indexOf(end);
  if (from < 0 || to < from) throw new Error(`README.md: there are no lines ${begin} and ${end}`);
  return `${readme.slice(0, from)}${begin}\n${table(services)}\n${readme.slice(to)}`;
}

function table(services: readonly Service[]): string {
  const count = services.reduce((sum, { operations }) => sum + Object.keys(operations).length, 0);
  const rows = services.map(({ name, operations }) => {
    const links = Object.keys(operations)
      .sort()
      .map((each) => `[${each}](${fileOf(name, each)})`);
    return `| \`${name}\` | ${links.join(', ')} |`;
  });
  return [`${count} operations:`, '', '| service | operations |', '| --- | --- |', ...rows].join('\n');
}
