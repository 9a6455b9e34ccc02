import {
  ListGroupResourcesCommand,
  type ListGroupResourcesCommandOutput,
  ResourceGroupsClient,
} from '@aws-sdk/client-resource-groups';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { narrowToGroup, readResourceGroup } from '../../../../bin/commands/rollout/resource-group.ts';
import { accountId } from '../../../accounts.ts';

const groups = mockClient(ResourceGroupsClient);
beforeEach(() => void groups.reset());
afterAll(() => groups.restore());

const settings = { region: 'eu-west-1', operatorPath: '/muster/operators' };
const read = () => readResourceGroup(settings, 'shop', 'read');
const resource = (type: string, id: string) => ({
  Identifier: {
    ResourceArn: `arn:aws:ec2:eu-west-1:${accountId}:${id}`,
    ResourceType: `AWS::${type}`,
  },
});
const instance = (id: string) => resource('EC2::Instance', `instance/${id}`);
const volume = resource('EC2::Volume', 'volume/vol-1');
const answer = (...pages: readonly Partial<ListGroupResourcesCommandOutput>[]) => {
  for (const [index, page] of pages.entries())
    groups
      .on(
        ListGroupResourcesCommand,
        index === 0 ? { Group: 'shop' } : { Group: 'shop', NextToken: `${index}` },
      )
      .resolves({ ...page, ...(index + 1 < pages.length ? { NextToken: `${index + 1}` } : {}) });
};

describe('the instances of a resource group', () => {
  it('are those of all its pages, each once, and other resources are counted', async () => {
    answer({ Resources: [instance('i-1'), volume] }, {}, { Resources: [instance('i-2'), instance('i-1')] });
    expect(await read()).toEqual({ instanceIds: new Set(['i-1', 'i-2']), others: 1 });
  });

  it('narrow what is named besides', () => {
    const group = { instanceIds: new Set(['i-1', 'i-2']), others: 3 };
    const narrowed = (...ids: readonly string[]) =>
      narrowToGroup({ tags: { a: 'b' }, ...(ids.length === 0 ? {} : { instanceIds: new Set(ids) }) }, group);
    expect(narrowed()).toEqual({
      selector: { tags: { a: 'b' }, instanceIds: group.instanceIds },
      otherResources: 3,
    });
    expect(narrowed('i-2', 'i-3').selector.instanceIds).toEqual(new Set(['i-2']));
    expect(narrowed('i-3').selector.instanceIds).toEqual(new Set());
  });

  it.each([
    [[{}], 'it is empty. Name a group that has instances in this account and region'],
    [[{ Resources: [volume] }, { Resources: [volume] }], 'none of its 2 resources is an EC2 instance'],
    [
      [
        { Resources: [instance('i-1')] },
        { QueryErrors: [{ ErrorCode: 'CLOUDFORMATION_STACK_INACTIVE' as const, Message: 'It is gone.' }] },
      ],
      'its query fails (CLOUDFORMATION_STACK_INACTIVE: It is gone.). Mend the query of the group, or say who',
    ],
  ])('are refused for %j', async (pages, message) => {
    answer(...pages);
    await expect(read()).rejects.toThrow(`--resource-group shop: ${message}`);
  });

  it.each([
    ['NotFoundException', '--resource-group shop: there is no such group in this account and region'],
    ['BadRequestException', '--resource-group shop: allowed is the name or the ARN of a resource group (no)'],
    [
      'ForbiddenException',
      'not do resource-groups:ListGroupResources: attach the policy of /muster/operators/read',
    ],
    [
      'InternalServerErrorException',
      'resource-groups:ListGroupResources failed: InternalServerErrorException',
    ],
  ])('are refused for %s', async (name, message) => {
    groups.on(ListGroupResourcesCommand).rejects(Object.assign(new Error('no'), { name }));
    await expect(read()).rejects.toThrow(message);
  });
});
