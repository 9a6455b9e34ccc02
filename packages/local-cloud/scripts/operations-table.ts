import { LocalCloud } from '../src/account/account.ts';
import type { Service } from '../src/core/service.ts';
import { defaultPlace } from '../src/deployment/place-of.ts';

/** `npm run readme` writes the part of the README between these lines. */
const begin = '<!-- operations: written by `npm run readme -w local-cloud` -->';
const end = '<!-- /operations -->';

/** The services of every account. */
export function registeredServices(): readonly Service[] {
  return new LocalCloud({ ...defaultPlace, seed: 1, startMs: 0 }).gateway.services;
}

/** The path of an operation's file, relative to the package: the name of the operation in kebab case. */
export function fileOf(service: string, operation: string): string {
  const name = operation.replace(/(?<!^)(?=[A-Z])/g, '-').toLowerCase();
  return `src/services/${service}/operations/${name}.ts`;
}

/** Returns the README with these services in its table of operations. @throws Error when it lacks the two lines. */
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
