import type {
  CreateTagsRequest,
  DeleteTagsRequest,
  DescribeTagsRequest,
  DescribeTagsResult,
  Tag,
  TagDescription,
} from '@aws-sdk/client-ec2';
import type { Tags } from '../../agent/instance-spec.ts';
import type { Host } from '../../core/host.ts';
import { readPageToken, writePageToken } from '../../core/page-token.ts';
import { NotEmulatedError, type Operation, ServiceError } from '../../core/service.ts';
import { refuseDryRun } from './describe-instances.ts';
import type { Instance } from './ec2-instance.ts';
import { anyPattern } from './filters.ts';
import type { Fleet } from './instance-fleet.ts';
import { findInstances } from './instance-ids.ts';
import { instanceAuthorizations } from './instance-operations.ts';

/** EC2's limit of tags a resource. */
const TAGS_MAX = 50;

/** CreateTags on instances: adds and overwrites. Other resources are not emulated. */
export function createTags(fleet: Fleet, host: Host): Operation<CreateTagsRequest, object> {
  return {
    authorize: (input, { nowMs }) =>
      instanceAuthorizations({ action: 'ec2:CreateTags', ids: input.Resources ?? [], nowMs }, fleet, host),
    run(input, { nowMs }) {
      refuseDryRun(input.DryRun);
      const added = readTags(input.Tags);
      for (const instance of taggable(fleet, input.Resources)) {
        const tags = { ...instance.tags(nowMs), ...added };
        if (Object.keys(tags).length > TAGS_MAX)
          throw new ServiceError('TagLimitExceeded', `The maximum number of tags is ${TAGS_MAX}`);
        instance.setTags(tags);
      }
      return {};
    },
  };
}

/** DeleteTags on instances: a tag with a value only when the value is equal; without Tags, all of the user's tags. */
export function deleteTags(fleet: Fleet, host: Host): Operation<DeleteTagsRequest, object> {
  return {
    authorize: (input, { nowMs }) =>
      instanceAuthorizations({ action: 'ec2:DeleteTags', ids: input.Resources ?? [], nowMs }, fleet, host),
    run(input, { nowMs }) {
      refuseDryRun(input.DryRun);
      for (const instance of taggable(fleet, input.Resources))
        instance.setTags(
          Object.fromEntries(
            Object.entries(instance.tags(nowMs)).filter(([key, value]) => !isDeleted(input.Tags, key, value)),
          ),
        );
      return {};
    },
  };
}

/** DescribeTags of instances: filters key, value, resource-id, resource-type and tag:<key>; pages by instance. */
export function describeTags(fleet: Fleet, host: Host): Operation<DescribeTagsRequest, DescribeTagsResult> {
  return {
    authorize: () => [
      { action: 'ec2:DescribeTags', resource: '*', conditions: { 'ec2:Region': host.region } },
    ],
    run(input, { nowMs }) {
      refuseDryRun(input.DryRun);
      const limit = readLimit(input.MaxResults);
      const position = readPageToken(input.NextToken, input.Filters);
      if (position === undefined)
        throw new ServiceError('InvalidNextToken', 'The token is not one that this request was given');
      const isWanted = readTagFilters(input);
      const tags: TagDescription[] = [];
      for (const instance of fleet.from(position)) {
        const wanted = describe(instance, nowMs).filter(isWanted);
        if (tags.length > 0 && tags.length + wanted.length > limit)
          return { Tags: tags, NextToken: writePageToken(instance.sequence, input.Filters) };
        tags.push(...wanted);
      }
      return { Tags: tags };
    },
  };
}

/** Tags of a request as a record. Refuses what EC2 refuses: no key, a key of the reserved prefix, lengths. */
export function readTags(tags: readonly Tag[] | undefined): Tags {
  if (tags === undefined || tags.length === 0)
    throw new ServiceError('MissingParameter', 'The request must contain the parameter Tags');
  return Object.fromEntries(
    tags.map(({ Key: key, Value: value = '' }) => {
      if (key === undefined || key === '')
        throw new ServiceError('InvalidParameterValue', 'Tag keys cannot be empty');
      if (key.toLowerCase().startsWith('aws:'))
        throw new ServiceError(
          'InvalidParameterValue',
          `Tag keys starting with 'aws:' are reserved for internal use, received '${key}'`,
        );
      if (key.length > 127 || value.length > 255)
        throw new ServiceError(
          'InvalidParameterValue',
          `Tag '${key.slice(0, 127)}': keys have at most 127 characters and values 255`,
        );
      return [key, value];
    }),
  );
}

function taggable(fleet: Fleet, resources: readonly string[] = []): Instance[] {
  const other = resources.find((id) => !id.startsWith('i-'));
  if (other !== undefined) throw new NotEmulatedError(`tags of ${other}; only instances have tags here`);
  return findInstances(fleet, resources);
}

function isDeleted(tags: readonly Tag[] | undefined, key: string, value: string): boolean {
  if (tags === undefined) return !key.startsWith('aws:');
  return tags.some((tag) => tag.Key === key && (tag.Value === undefined || tag.Value === value));
}

function readLimit(maxResults = 1000): number {
  if (maxResults >= 5 && maxResults <= 1000) return maxResults;
  throw new ServiceError(
    'InvalidParameterValue',
    `Value ( ${maxResults} ) for parameter maxResults is invalid. Expecting a value between 5 and 1000.`,
  );
}

function readTagFilters(input: DescribeTagsRequest): (tag: TagDescription) => boolean {
  const conditions = (input.Filters ?? []).map(({ Name: name = '', Values: values = [] }) => {
    const accepts = anyPattern(values);
    if (name === 'key') return (tag: TagDescription) => accepts(tag.Key ?? '');
    if (name === 'value') return (tag: TagDescription) => accepts(tag.Value ?? '');
    if (name === 'resource-id') return (tag: TagDescription) => accepts(tag.ResourceId ?? '');
    if (name === 'resource-type') return (tag: TagDescription) => accepts(tag.ResourceType ?? '');
    if (name.startsWith('tag:'))
      return (tag: TagDescription) => tag.Key === name.slice('tag:'.length) && accepts(tag.Value ?? '');
    throw new NotEmulatedError(`the DescribeTags filter '${name}'`);
  });
  return (tag) => conditions.every((condition) => condition(tag));
}

function describe(instance: Instance, nowMs: number): TagDescription[] {
  if (instance.visibleFromMs > nowMs) return [];
  return Object.entries(instance.tags(nowMs)).map(([Key, Value]) => ({
    Key,
    Value,
    ResourceId: instance.id,
    ResourceType: 'instance',
  }));
}
