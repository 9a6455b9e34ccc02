import type { DescribeLogGroupsRequest, DescribeLogGroupsResponse } from '@aws-sdk/client-cloudwatch-logs';
import type { Host } from '../../../core/host.ts';
import { takePage } from '../../../core/page.ts';
import { NotEmulatedError, type Operation, ServiceError } from '../../../core/service.ts';
import { logGroupArn, onLogGroup } from '../log-group-arn.ts';
import type { LogGroup, LogStore } from '../log-store.ts';
import { refuseToken } from '../log-tokens.ts';

const groupsMax = 50;
const otherMembers = ['accountIdentifiers', 'includeLinkedAccounts', 'logGroupIdentifiers'] as const;

/** DescribeLogGroups: declared groups, and those of functions that have written, by name. */
export function describeLogGroups(
  host: Host,
  store: LogStore,
): Operation<DescribeLogGroupsRequest, DescribeLogGroupsResponse> {
  return {
    authorize: () => onLogGroup(host, 'DescribeLogGroups', ''),
    run(input) {
      const { logGroupNamePrefix: prefix, logGroupNamePattern: part, limit, nextToken } = input;
      if (prefix !== undefined && part !== undefined)
        throw new ServiceError(
          'InvalidParameterException',
          'LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.',
        );
      const other = otherMembers.find((name) => input[name] !== undefined);
      if (other !== undefined) throw new NotEmulatedError(`DescribeLogGroups with ${other}`);
      const isStandard = (input.logGroupClass ?? 'STANDARD') === 'STANDARD';
      const found = store
        .groups()
        .filter(({ name }) => isStandard && name.startsWith(prefix ?? '') && contains(name, part ?? ''));
      const asked = { MaxResults: limit, NextToken: nextToken };
      const { page, next } = takePage(found, asked, {
        size: groupsMax,
        request: [prefix, part],
        refuseToken,
      });
      return {
        logGroups: page.map((group) => renderGroup(host, group, store)),
        ...(next.NextToken === undefined ? {} : { nextToken: next.NextToken }),
      };
    },
  };
}

function contains(name: string, part: string): boolean {
  return name.toLowerCase().includes(part.toLowerCase());
}

function renderGroup(host: Host, { name, createdMs, retentionDays, kmsKeyId }: LogGroup, store: LogStore) {
  const arn = logGroupArn(host, name);
  return {
    logGroupName: name,
    creationTime: createdMs,
    retentionInDays: retentionDays,
    metricFilterCount: 0,
    arn: `${arn}:*`,
    storedBytes: store.events(name).reduce((sum, { message }) => sum + Buffer.byteLength(message), 0),
    kmsKeyId,
    logGroupClass: 'STANDARD' as const,
    logGroupArn: arn,
  };
}
