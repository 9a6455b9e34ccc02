import { isRecord } from '../../../core/is-record.ts';
import { ServiceError } from '../../../core/service.ts';
import type { DataValue } from './ops-item.ts';

/** The key of the string by which duplicates are told. */
export const dedupKey = '/aws/dedup';

/** The keys of AWS that a call may use. */
const keysOfAws = ['/aws/resources', '/aws/automations', dedupKey];
/** How the keys begin that AWS keeps for itself (API reference of CreateOpsItem). */
const keptForAws = /^\/?(amazon|aws|amzn|ssm)/i;
/** What no source may contain (API reference of CreateOpsItem). */
const notInSource = /aws|amazon|amzn/i;
/** The largest value, in bytes (API reference of CreateOpsItem). */
const valueBytesMax = 20 * 1024;

/** The error for a member of a call that OpsCenter does not take. */
export function invalidParameter(name: string, message: string): ServiceError {
  return new ServiceError('OpsItemInvalidParameterException', message, {
    details: { ParameterNames: [name] },
  });
}

/** @throws ServiceError OpsItemInvalidParameterException for a source with a name of AWS in it. */
export function checkSource(source: string): void {
  if (notInSource.test(source))
    throw invalidParameter('Source', `The source ${source} contains aws, amazon or amzn.`);
}

/**
 * The operational data of a call.
 * @throws ServiceError OpsItemInvalidParameterException for keys and values that a call may not give.
 */
export function readData(data: Readonly<Record<string, DataValue>>): Record<string, DataValue> {
  const entries = Object.entries(data).map(([key, { Value, Type }]) => {
    if (keptForAws.test(key) && !keysOfAws.includes(key))
      throw invalidParameter(
        'OperationalData',
        `The key ${key} begins with a name that AWS keeps for itself.`,
      );
    if (Buffer.byteLength(Value ?? '') > valueBytesMax)
      throw invalidParameter('OperationalData', `The value of ${key} is larger than 20 KB.`);
    return [key, { Value, Type }] as const;
  });
  return Object.fromEntries(entries);
}

/**
 * The string by which an OpsItem is told from others, or undefined without one.
 * @throws ServiceError OpsItemInvalidParameterException for a value that is not `{"dedupString": "..."}`.
 */
export function readDedupString(data: Readonly<Record<string, DataValue>>): string | undefined {
  const given = data[dedupKey];
  if (given === undefined) return undefined;
  const value = parse(given.Value ?? '');
  const text = isRecord(value) ? value['dedupString'] : undefined;
  if (typeof text === 'string' && text !== '') return text;
  throw invalidParameter('OperationalData', `The value of ${dedupKey} must be {"dedupString": "a text"}.`);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
