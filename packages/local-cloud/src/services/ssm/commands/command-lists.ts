import type { CommandFilter } from '@aws-sdk/client-ssm';
import { readPageToken } from '../../../core/page.ts';
import { ServiceError } from '../../../core/service.ts';
import type { Command } from './command.ts';

/** The page size if MaxResults is absent. */
export const PAGE_DEFAULT = 50;

/** Refuses a list request that the service refuses. `keys` are the filter keys of the operation. */
export function validateList(
  input: {
    MaxResults?: number | undefined;
    CommandId?: string | undefined;
    InstanceId?: string | undefined;
    Filters?: CommandFilter[] | undefined;
  },
  keys: readonly string[],
): void {
  const unknown = input.Filters?.find((filter) => !keys.includes(filter.key ?? ''));
  if (unknown !== undefined)
    throw new ServiceError(
      'InvalidFilterKey',
      `The filter key ${unknown.key} is not valid here; allowed: ${keys.join(', ')}`,
    );
}

/** Compiles the conjunction of filters. `statuses` returns the statuses of an invocation (or of the whole command). */
export function readCommandFilters(
  filters: readonly CommandFilter[] = [],
  statuses: (command: Command, index: number) => readonly string[],
): (command: Command, index: number) => boolean {
  const conditions = filters.map(({ key, value = '' }) => {
    if (key === 'InvokedAfter') {
      const afterMs = readTime(value);
      return (command: Command) => command.request.requestedMs > afterMs;
    }
    if (key === 'InvokedBefore') {
      const beforeMs = readTime(value);
      return (command: Command) => command.request.requestedMs < beforeMs;
    }
    if (key === 'DocumentName') return (command: Command) => command.request.document.documentName === value;
    if (key === 'ExecutionStage') return (command: Command) => (value === 'Complete') === command.hasEnded;
    return (command: Command, index: number) => statuses(command, index).includes(value);
  });
  return (command, index) => conditions.every((condition) => condition(command, index));
}

function readTime(text: string): number {
  const ms = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?Z$/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(ms))
    throw new ServiceError('InvalidFilterValue', `The time ${text} is not of the form 2026-01-31T23:59:59Z`);
  return ms;
}

/** The position at which the page begins, or undefined for the first page. */
export function readPosition(token: string | undefined, request: unknown): number | undefined {
  const position = readPageToken(token, request);
  return token === undefined || token === '' ? undefined : position;
}
