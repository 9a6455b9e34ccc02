import type { DescribeTagsRequest, DescribeTagsResult, TagDescription } from '@aws-sdk/client-ec2';
import { readPageToken, writePageToken } from '../../../core/page.ts';
import type { Operation } from '../../../core/service.ts';
import type { Instance } from '../ec2-instance.ts';
import type { Ec2World } from '../ec2-world.ts';
import { unknownFilter } from '../filter-names.ts';
import { anyPattern } from '../filters.ts';
import { taggedResources } from '../launched-resources.ts';
import { type PageLimits, readPageSize } from '../page-limits.ts';
import { refuseDryRun } from '../refuse-dry-run.ts';

const page: PageLimits = { min: 5, max: 1000, words: 'maxResults' };
const filters = ['key', 'value', 'resource-id', 'resource-type', 'tag:<key>'];

/**
 * DescribeTags of instances and of what their launch created, with the filters key, value, resource-id, resource-type and tag:<key>. Pages follow
 * instances.
 */
export function describeTags({ fleet, host }: Ec2World): Operation<DescribeTagsRequest, DescribeTagsResult> {
  return {
    authorize: () => [
      { action: 'ec2:DescribeTags', resource: '*', conditions: { 'ec2:Region': host.region } },
    ],
    run(input, { nowMs }) {
      refuseDryRun(input.DryRun);
      const limit = readPageSize(page, input.MaxResults);
      const position = readPageToken(input.NextToken, input.Filters);
      const isWanted = readTagFilters(input);
      const tags: TagDescription[] = [];
      for (const instance of fleet.from(position)) {
        const wanted = renderTags(instance, nowMs).filter(isWanted);
        if (tags.length > 0 && tags.length + wanted.length > limit)
          return { Tags: tags, NextToken: writePageToken(instance.sequence, input.Filters) };
        tags.push(...wanted);
      }
      return { Tags: tags };
    },
  };
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
    throw unknownFilter('DescribeTags', name, filters);
  });
  return (tag) => conditions.every((condition) => condition(tag));
}

function renderTags(instance: Instance, nowMs: number): TagDescription[] {
  if (instance.visibleFromMs > nowMs) return [];
  return taggedResources(instance, nowMs).flatMap(({ id, type, tags }) =>
    Object.entries(tags).map(([Key, Value]) => ({ Key, Value, ResourceId: id, ResourceType: type })),
  );
}
