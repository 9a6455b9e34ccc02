import type { Filter } from '@aws-sdk/client-ec2';
import { ownEntry } from '../../core/own-entry.ts';
import { ServiceError } from '../../core/service.ts';
import { type Instance, instanceStateCodes } from './ec2-instance.ts';
import { unknownFilter } from './filter-names.ts';
import { statusChecks } from './status-checks.ts';

/** The most filter values in one call (recalled from AWS, unverified), and the most characters of one (recorded). */
const FILTER_VALUES_MAX = 200;
const FILTER_VALUE_LENGTH_MAX = 255;

type Read = (instance: Instance, nowMs: number) => FilteredValue;

const READERS: Readonly<Record<string, Read>> = {
  'instance-id': (instance) => instance.id,
  'instance-state-name': (instance) => instance.state,
  'vpc-id': (instance) => instance.spec.vpcId,
  'subnet-id': (instance) => instance.spec.subnetId,
  'iam-instance-profile.arn': (instance) => instance.instanceProfileArn,
  'image-id': (instance) => instance.spec.imageId,
  'instance-type': (instance) => instance.spec.instanceType,
  platform: (instance) => (instance.spec.platform.type === 'Windows' ? 'windows' : undefined),
  'platform-details': (instance) => instance.spec.platform.details,
  architecture: (instance) => instance.spec.architecture,
  'availability-zone': (instance) => instance.spec.availabilityZone,
  'reservation-id': (instance) => instance.reservation.reservationId,
  'tag-key': (instance, nowMs) => Object.keys(instance.tags(nowMs)),
  'operator.managed': isManaged,
  'operator.principal': principalOf,
};

/**
 * The filters of DescribeInstanceStatus. They differ from those of DescribeInstances: there are none for tags or ids.
 */
const STATUS_READERS: Readonly<Record<string, Read>> = {
  'availability-zone': (instance) => instance.spec.availabilityZone,
  'instance-state-code': (instance) => String(instanceStateCodes[instance.state]),
  'instance-state-name': (instance) => instance.state,
  'instance-status.status': statusOf,
  'instance-status.reachability': reachabilityOf,
  'system-status.status': statusOf,
  'system-status.reachability': reachabilityOf,
  'attached-ebs-status.status': statusOf,
  'operator.managed': isManaged,
  'operator.principal': principalOf,
};

/** Compiled filters. `matches` is their conjunction. `instanceIds` is set if only these ids can match. */
export interface InstanceFilter {
  readonly instanceIds: readonly string[] | undefined;
  matches(instance: Instance, nowMs: number): boolean;
}

/**
 * Reads the `Filters` of DescribeInstances. The values of one filter are alternatives, and all filters must match. `*`
 * and `?` are wildcards; `\` escapes them. EC2 filters that the local cloud lacks are not emulated.
 */
export function readFilters(filters: readonly Filter[] | undefined): InstanceFilter {
  return toFilter(readConditions(filters, readerOf));
}

/** Reads the `Filters` of DescribeInstanceStatus, by the same rules. */
export function readStatusFilters(filters: readonly Filter[] | undefined): InstanceFilter {
  return toFilter(readConditions(filters, statusReaderOf));
}

function toFilter(conditions: readonly FilterCondition<Read>[]): InstanceFilter {
  const byId = conditions.find(({ name, values }) => name === 'instance-id' && !values.some(hasWildcard));
  return {
    instanceIds: byId === undefined ? undefined : [...new Set(byId.values)],
    matches: (instance, nowMs) =>
      conditions.every(({ read, accepts }) => isAccepted(read(instance, nowMs), accepts)),
  };
}

/** The value that a filter tests: one, several of which one must match, or none. */
export type FilteredValue = string | readonly string[] | undefined;

/** One compiled filter: how to read the value, and which values it accepts. */
export interface FilterCondition<Read> {
  readonly name: string;
  readonly values: readonly string[];
  readonly read: Read;
  accepts(text: string): boolean;
}

/**
 * Reads filters of any resource. `readerOf` may refuse a name. Refuses a filter without values, and too many values.
 */
export function readConditions<Read>(
  filters: readonly Filter[] | undefined,
  readerOf: (name: string) => Read,
): FilterCondition<Read>[] {
  const conditions = (filters ?? []).map((filter) => readFilter(filter, readerOf));
  if (conditions.some(({ values }) => values.some((value) => [...value].length > FILTER_VALUE_LENGTH_MAX)))
    throw new ServiceError(
      'FilterLimitExceeded',
      `The maximum length for a filter value is ${FILTER_VALUE_LENGTH_MAX} characters`,
    );
  const valueCount = conditions.reduce((sum, condition) => sum + condition.values.length, 0);
  if (valueCount <= FILTER_VALUES_MAX) return conditions;
  throw new ServiceError(
    'FilterLimitExceeded',
    `The maximum number of filter values specified on a single call is ${FILTER_VALUES_MAX}, received ${valueCount}`,
  );
}

/** Whether a filter accepts a value. No filter accepts a missing value. */
export function isAccepted(actual: FilteredValue, accepts: (text: string) => boolean): boolean {
  if (actual === undefined) return false;
  return typeof actual === 'string' ? accepts(actual) : actual.some(accepts);
}

/** Compiles EC2's wildcard values. The test is true if any of them matches the whole text. It is case-sensitive. */
export function anyPattern(values: readonly string[]): (text: string) => boolean {
  const exact = new Set(values.filter((value) => !hasWildcard(value)));
  const patterns = values.filter(hasWildcard).map(toRegExp);
  return (text) => exact.has(text) || patterns.some((pattern) => pattern.test(text));
}

function readFilter<Read>(filter: Filter, readerOf: (name: string) => Read): FilterCondition<Read> {
  const { Name: name, Values: values } = filter;
  if (name === undefined || values === undefined || values.length === 0)
    throw new ServiceError(
      'InvalidParameterValue',
      `The filter '${name ?? 'null'}' is invalid: a filter needs a name and at least one value`,
    );
  return { name, values, read: readerOf(name), accepts: anyPattern(values) };
}

function readerOf(name: string): Read {
  if (name.startsWith('tag:')) {
    const key = name.slice('tag:'.length);
    return (instance, nowMs) => ownEntry(instance.tags(nowMs), key);
  }
  const read = ownEntry(READERS, name);
  if (read === undefined)
    throw unknownFilter('DescribeInstances', name, ['tag:<key>', ...Object.keys(READERS)]);
  return read;
}

function statusReaderOf(name: string): Read {
  const read = ownEntry(STATUS_READERS, name);
  if (read === undefined) throw unknownFilter('DescribeInstanceStatus', name, Object.keys(STATUS_READERS));
  return read;
}

function statusOf(instance: Instance, nowMs: number): string {
  return statusChecks(instance, nowMs).status;
}

function reachabilityOf(instance: Instance, nowMs: number): string | undefined {
  return statusChecks(instance, nowMs).reachability;
}

function isManaged(instance: Instance): string {
  return String(instance.spec.operatorManaged !== undefined);
}

function principalOf(instance: Instance): string | undefined {
  return instance.spec.operatorManaged?.principal;
}

function hasWildcard(value: string): boolean {
  return /[*?\\]/.test(value);
}

function toRegExp(value: string): RegExp {
  const source = value.replace(/\\(.)|[*?]|[^*?\\]+|\\/gs, (part, escaped: string | undefined) => {
    if (escaped !== undefined) return quote(escaped);
    if (part === '*') return '.*';
    return part === '?' ? '.' : quote(part);
  });
  return new RegExp(`^${source}$`, 's');
}

function quote(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
