import type { DescribeInstanceInformationRequest } from '@aws-sdk/client-ssm';
import { ownEntry } from '../../core/own-entry.ts';
import { NotEmulatedError, ServiceError } from '../../core/service.ts';
import type { ListedNode } from './nodes/listed-nodes.ts';
import { NODE_ID } from './nodes/node-id.ts';

export interface Condition {
  readonly key: string;
  readonly values: readonly string[];
}

type Read = (node: ListedNode, nowMs: number) => string | undefined;

const READERS: Readonly<Record<string, Read>> = {
  InstanceIds: ({ id }) => id,
  SourceIds: ({ id }) => id,
  PingStatus: ({ agent }, nowMs) => agent.pingStatus(nowMs),
  PlatformTypes: ({ spec }) => spec.platform.type,
  PlatformType: ({ spec }) => spec.platform.type,
  AgentVersion: ({ spec }) => spec.agentVersion,
  ResourceType: resourceTypeOf,
  SourceTypes: sourceTypeOf,
  ActivationIds: ({ registered }) => registered?.activationId,
};
const NEW_KEYS = [
  'ActivationIds',
  'InstanceIds',
  'AgentVersion',
  'PingStatus',
  'PlatformType',
  'PlatformTypes',
  'ResourceType',
  'SourceIds',
  'SourceTypes',
];
/** The filter keys of AWS for features that the local cloud does not model. */
const NOT_EMULATED_KEYS = ['IamRole', 'AssociationStatus'];

/**
 * Reads the conditions of a DescribeInstanceInformation, from both forms of its filters. Refuses what the service
 * refuses.
 */
export function readConditions(input: DescribeInstanceInformationRequest): Condition[] {
  const { Filters: filters, InstanceInformationFilterList: legacy } = input;
  if (filters !== undefined && filters.length > 0 && legacy !== undefined && legacy.length > 0)
    throw new ServiceError(
      'ValidationException',
      'Filters and InstanceInformationFilterList cannot be used in one request',
    );
  const conditions = [
    ...(filters ?? []).map(({ Key: key = '', Values: values = [] }) => ({ key, values })),
    ...(legacy ?? []).map(({ key = '', valueSet: values = [] }) => ({ key: String(key), values })),
  ];
  for (const condition of conditions) checkCondition(condition, conditions.length);
  return conditions;
}

function checkCondition({ key, values }: Condition, count: number): void {
  const isTag = key === 'tag-key' || /^tag:.+/.test(key);
  if (isTag && count > 1)
    throw new ServiceError('InvalidFilterKey', `The filter ${key} cannot be combined with other filters`);
  if (NOT_EMULATED_KEYS.includes(key))
    throw new NotEmulatedError(`the DescribeInstanceInformation filter ${key}`);
  if (!isTag && !NEW_KEYS.includes(key))
    throw new ServiceError(
      'InvalidFilterKey',
      `The filter key ${key} is not valid; allowed: ${NEW_KEYS.join(', ')}, tag-key, tag:<key>`,
    );
  checkValues({ key, values });
  const malformed = key === 'InstanceIds' ? values.find((value) => !NODE_ID.test(value)) : undefined;
  if (malformed !== undefined)
    throw new ServiceError('InvalidInstanceId', `The instance id ${malformed} is not valid`);
}

/** The values of the filters whose values are a closed list (botocore). */
const CLOSED: Readonly<Record<string, readonly string[]>> = {
  PingStatus: ['Online', 'ConnectionLost', 'Inactive'],
  PlatformType: ['Windows', 'Linux', 'MacOS'],
  PlatformTypes: ['Windows', 'Linux', 'MacOS'],
  ResourceType: ['ManagedInstance', 'EC2Instance'],
  SourceTypes: ['AWS::EC2::Instance', 'AWS::IoT::Thing', 'AWS::SSM::ManagedInstance'],
};

function checkValues({ key, values }: Condition): void {
  const allowed = ownEntry(CLOSED, key) ?? values;
  const other = values.find((value) => !allowed.includes(value));
  if (other !== undefined)
    throw new ServiceError(
      'InvalidInstanceInformationFilterValue',
      `The filter value ${other} is not valid for ${key}; allowed: ${allowed.join(', ')}`,
    );
}

/** What a node is for Systems Manager. */
export function resourceTypeOf({ registered }: ListedNode): 'EC2Instance' | 'ManagedInstance' {
  return registered === undefined ? 'EC2Instance' : 'ManagedInstance';
}

/** What a node is for the service that it is of. */
export function sourceTypeOf({ registered }: ListedNode): 'AWS::EC2::Instance' | 'AWS::SSM::ManagedInstance' {
  return registered === undefined ? 'AWS::EC2::Instance' : 'AWS::SSM::ManagedInstance';
}

/** Whether a node satisfies every condition. */
export function matches(node: ListedNode, conditions: readonly Condition[], nowMs: number): boolean {
  const { tags } = node;
  return conditions.every(({ key, values }) => {
    if (key === 'tag-key') return values.some((value) => Object.hasOwn(tags, value));
    if (key.startsWith('tag:')) return values.includes(ownEntry(tags, key.slice('tag:'.length)) ?? '\0');
    return values.includes(READERS[key]?.(node, nowMs) ?? '\0');
  });
}
