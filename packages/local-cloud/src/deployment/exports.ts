import { isDeepStrictEqual } from 'node:util';
import { ServiceError } from '../core/service.ts';
import type { StackBook } from './stack-book.ts';
import type { TemplateOutput } from './template.ts';

/** The exports of the account, and the names of those that a stack has so far. */
interface Exports {
  readonly current: ReadonlyMap<string, unknown>;
  readonly old: readonly string[];
}

/** Why a stack cannot have these outputs, or undefined: an export is in use elsewhere, or another stack has it. */
export function exportConflict(
  book: StackBook,
  stackName: string,
  { current, old }: Exports,
  outputs: readonly TemplateOutput[],
): ServiceError | undefined {
  const next = new Map(
    outputs.flatMap(({ exportName, value }) => (exportName === undefined ? [] : [[exportName, value]])),
  );
  const doubled = [...next.keys()].find((name) => current.has(name) && !old.includes(name));
  if (doubled !== undefined) {
    const owner = book.all.find((stack) => stack.exportNames.includes(doubled))?.stackName ?? 'another stack';
    return refusal(
      `Export with name ${doubled} is already exported by stack ${owner}. Rename or delete the export and try again.`,
    );
  }
  for (const name of old) {
    const isKept = next.has(name) && isDeepStrictEqual(next.get(name), current.get(name));
    const what = next.has(name) ? 'updated' : 'deleted';
    const refused = isKept ? undefined : exportInUse(book, stackName, name, what);
    if (refused !== undefined) return refused;
  }
  return undefined;
}

/** Why an export cannot be updated or deleted, or undefined if no other stack imports it. */
export function exportInUse(
  book: StackBook,
  stackName: string,
  exportName: string,
  what: 'updated' | 'deleted',
): ServiceError | undefined {
  const importers = book.importersOf(exportName, stackName);
  if (importers.length === 0) return undefined;
  return refusal(`Export ${exportName} cannot be ${what} as it is in use by ${importers.join(' and ')}`);
}

function refusal(message: string): ServiceError {
  return new ServiceError('ValidationError', message);
}
