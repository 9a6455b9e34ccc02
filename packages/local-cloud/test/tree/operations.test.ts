import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fileOf, registeredServices } from '../../scripts/operations-table.ts';
import { packageFolder } from './package-folder.ts';

const operations = registeredServices().flatMap((service) =>
  Object.keys(service.operations).map((operation) => ({ service: service.name, operation })),
);

describe('an operation', () => {
  it.each(operations)(
    '$service $operation is the only export of the file with its name',
    async ({ service, operation }) => {
      const file = join(packageFolder, fileOf(service, operation));
      expect(existsSync(file), `${fileOf(service, operation)} is missing`).toBe(true);
      const exported = await import(file);
      const functions = Object.keys(exported).filter((name) => typeof exported[name] === 'function');
      expect(functions).toEqual([operation.charAt(0).toLowerCase() + operation.slice(1)]);
    },
  );

  it.each(registeredServices())('of $name has no file that is not registered', (service) => {
    const files = readdirSync(join(packageFolder, 'src', 'services', service.name, 'operations'));
    const named = Object.keys(service.operations).map((operation) =>
      basename(fileOf(service.name, operation)),
    );
    expect(files.sort()).toEqual(named.sort());
  });
});
