import type {
  DescribeInstanceInformationRequest,
  DescribeInstanceInformationResult,
  InstanceInformation,
} from '@aws-sdk/client-ssm';
import type { Host } from '../../core/host.ts';
import { readPageToken, writePageToken } from '../../core/page-token.ts';
import { NotEmulatedError, type Operation, ServiceError } from '../../core/service.ts';
import type { Instance } from '../ec2/ec2-instance.ts';
import type { Fleet } from '../ec2/instance-fleet.ts';
import type { RequestRate } from './request-rate.ts';
import { NODE_ID, Validation } from './validation.ts';

/** The newest agent of the pretend world; an older one reports `IsLatestVersion: false`. */
const LATEST_AGENT_VERSION = '3.3.4177.0';
/** How often a page is empty although more follow: AWS may do so and gives no figure. Assumed. */
const EMPTY_PAGE_PROBABILITY = 0.03;

interface Condition {
  readonly key: string;
  readonly values: readonly string[];
}

type Read = (instance: Instance, nowMs: number) => string | undefined;

const READERS: Readonly<Record<string, Read>> = {
  InstanceIds: (instance) => instance.id,
  SourceIds: (instance) => instance.id,
  PingStatus: (instance, nowMs) => instance.agent.pingStatus(nowMs),
  PlatformTypes: (instance) => instance.spec.platform.type,
  PlatformType: (instance) => instance.spec.platform.type,
  AgentVersion: (instance) => instance.spec.agentVersion,
  ResourceType: () => 'EC2Instance',
  SourceTypes: () => 'AWS::EC2::Instance',
};
const NEW_KEYS = [
  'InstanceIds',
  'AgentVersion',
  'PingStatus',
  'PlatformType',
  'PlatformTypes',
  'ResourceType',
  'SourceIds',
  'SourceTypes',
];
const LEGACY_KEYS = ['InstanceIds', 'AgentVersion', 'PingStatus', 'PlatformTypes', 'ResourceType'];
/** Keys that AWS has and that say something about what the local cloud does not model. */
const NOT_EMULATED_KEYS = ['ActivationIds', 'IamRole', 'AssociationStatus'];

/** Whether Systems Manager lists the instance: registered once, and neither stopped nor terminated since. */
function isListed(instance: Instance, nowMs: number): boolean {
  return (
    instance.agent.isRegistered(nowMs) && instance.state !== 'stopped' && instance.state !== 'terminated'
  );
}

/** DescribeInstanceInformation: 10 a page by default, at most 50, in launch order; now and then an empty page. */
export function describeInstanceInformation(
  fleet: Fleet,
  host: Host,
  rate: RequestRate,
): Operation<DescribeInstanceInformationRequest, DescribeInstanceInformationResult> {
  return {
    authorize: () => [{ action: 'ssm:DescribeInstanceInformation', resource: '*' }],
    run(input, { nowMs }) {
      rate.take();
      const conditions = readConditions(input);
      const request = [input.Filters, input.InstanceInformationFilterList];
      const position = readPageToken(input.NextToken, request);
      if (position === undefined)
        throw new ServiceError('InvalidNextToken', 'The specified token is not valid for this request');
      const limit = input.MaxResults ?? 10;
      const isEmptyPage = host.random('ssm/pages').chance(EMPTY_PAGE_PROBABILITY);
      const page: InstanceInformation[] = [];
      for (const instance of candidates(fleet, conditions, position)) {
        if (!isListed(instance, nowMs) || !matches(instance, conditions, nowMs)) continue;
        if (isEmptyPage || page.length === limit)
          return { InstanceInformationList: page, NextToken: writePageToken(instance.sequence, request) };
        page.push(render(instance, nowMs));
      }
      return { InstanceInformationList: page };
    },
  };
}

function readConditions(input: DescribeInstanceInformationRequest): Condition[] {
  const { Filters: filters, InstanceInformationFilterList: legacy } = input;
  const validation = new Validation().range(input.MaxResults, 'maxResults', [5, 50]);
  filters?.forEach((filter, index) => {
    validation.required(filter.Key, `filters.${index + 1}.member.key`);
    validation.length(filter.Values ?? [], `filters.${index + 1}.member.values`, [1, 100]);
  });
  legacy?.forEach((filter, index) => {
    const at = `instanceInformationFilterList.${index + 1}.member`;
    validation.oneOf(filter.key, `${at}.key`, [...LEGACY_KEYS, ...NOT_EMULATED_KEYS]);
    validation.length(filter.valueSet ?? [], `${at}.valueSet`, [1, 100]);
  });
  validation.done();
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
  const malformed = key === 'InstanceIds' ? values.find((value) => !NODE_ID.test(value)) : undefined;
  if (malformed !== undefined)
    throw new ServiceError('InvalidInstanceId', `The instance id ${malformed} is not valid`);
}

/** By ids when a filter names them, so that a call costs what it asks for. */
function candidates(fleet: Fleet, conditions: readonly Condition[], position: number): Iterable<Instance> {
  const ids = conditions.find(({ key }) => key === 'InstanceIds')?.values;
  if (ids === undefined) return fleet.from(position);
  return [...new Set(ids)]
    .flatMap((id) => fleet.find(id) ?? [])
    .filter((instance) => instance.sequence >= position)
    .sort((a, b) => a.sequence - b.sequence);
}

function matches(instance: Instance, conditions: readonly Condition[], nowMs: number): boolean {
  return conditions.every(({ key, values }) => {
    if (key === 'tag-key') return values.some((value) => value in instance.tags(nowMs));
    if (key.startsWith('tag:'))
      return values.includes(instance.tags(nowMs)[key.slice('tag:'.length)] ?? '\0');
    return values.includes(READERS[key]?.(instance, nowMs) ?? '\0');
  });
}

function render(instance: Instance, nowMs: number): InstanceInformation {
  const { agent, spec } = instance;
  const lastPingMs = agent.lastPingMs(nowMs);
  return {
    InstanceId: instance.id,
    PingStatus: agent.pingStatus(nowMs),
    ...(lastPingMs === undefined ? {} : { LastPingDateTime: new Date(lastPingMs) }),
    AgentVersion: spec.agentVersion,
    IsLatestVersion: spec.agentVersion === LATEST_AGENT_VERSION,
    PlatformType: spec.platform.type,
    PlatformName: spec.platform.name,
    PlatformVersion: spec.platform.version,
    ResourceType: 'EC2Instance',
    IPAddress: instance.privateIpAddress,
    ComputerName: `ip-${instance.privateIpAddress.replaceAll('.', '-')}`,
    SourceId: instance.id,
    SourceType: 'AWS::EC2::Instance',
  };
}
