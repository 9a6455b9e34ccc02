import type { PutEventsRequestEntry, PutEventsResultEntry } from '@aws-sdk/client-eventbridge';
import { isRecord } from '../../core/is-record.ts';
import { parseJson } from '../../core/json-in-text.ts';
import { refuseMembers } from '../../core/refuse-members.ts';
import { ServiceError } from '../../core/service.ts';

/** The result of reading an entry: an event without an id, or the error of that entry. */
export type ReadEntry =
  | { readonly ok: true; readonly event: CustomEvent; readonly busName: string }
  | { readonly ok: false; readonly error: PutEventsResultEntry };

/** An event that a caller puts on the bus. */
export interface CustomEvent {
  readonly source: string;
  readonly detailType: string;
  readonly resources: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
  readonly time: Date | undefined;
}

/** The only bus that there is. */
export const defaultBus = 'default';

/** The most bytes of one call (1 MiB since January 2026; 256 KiB before). */
const entriesBytesMax = 1_048_576;

/** Refuses the whole call if its entries are too large together. */
export function checkEntries(
  entries: readonly PutEventsRequestEntry[] = [],
): readonly PutEventsRequestEntry[] {
  if (entries.reduce((bytes, entry) => bytes + sizeOf(entry), 0) > entriesBytesMax) {
    throw new ServiceError(
      'ValidationException',
      'Total size of the entries in the request is over the limit.',
    );
  }
  return entries;
}

/** Reads one entry. Only AWS services may use sources with the prefix `aws.`. */
export function readEntry(entry: PutEventsRequestEntry): ReadEntry {
  refuseMembers('PutEvents', entry, ['TraceHeader']);
  for (const name of ['Source', 'DetailType', 'Detail'] as const) {
    if (entry[name] !== undefined && entry[name] !== '') continue;
    return fail('InvalidArgument', `Parameter ${name} is not valid. Reason: ${name} is a required argument.`);
  }
  const { Source: source = '', DetailType: detailType = '', Detail: text = '' } = entry;
  if (source.startsWith('aws.'))
    return fail('NotAuthorizedForSourceException', 'Not authorized for the source.');
  const detail = parseObject(text);
  if (detail === undefined) return fail('MalformedDetail', 'Detail is malformed.');
  return {
    ok: true,
    event: { source, detailType, detail, resources: entry.Resources ?? [], time: entry.Time },
    busName: busNameOf(entry),
  };
}

/** The name of the bus of an entry, which may give its ARN. */
export function busNameOf({ EventBusName: bus = defaultBus }: PutEventsRequestEntry): string {
  return bus.slice(bus.lastIndexOf('/') + 1);
}

function fail(ErrorCode: string, ErrorMessage: string): ReadEntry {
  return { ok: false, error: { ErrorCode, ErrorMessage } };
}

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value = parseJson(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The documented size of an entry: 14 bytes for a time, UTF-8 bytes for the rest. */
export function sizeOf(entry: PutEventsRequestEntry): number {
  const texts = [entry.Source, entry.DetailType, entry.Detail, ...(entry.Resources ?? [])];
  const timeBytes = entry.Time === undefined ? 0 : 14;
  return texts.reduce((bytes, text) => bytes + Buffer.byteLength(text ?? ''), timeBytes);
}
