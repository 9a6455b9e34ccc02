import { DescribeTagsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, expect, it } from 'vitest';
import { createInstanceTags } from '../../../../../lambdas/shared/clients/fleet/instance-tags.ts';
import { idOf } from '../../../builders.ts';

const ec2 = mockClient(EC2Client);
beforeEach(() => ec2.reset());
afterAll(() => ec2.restore());

const inputs = () => ec2.commandCalls(DescribeTagsCommand).map(({ args }) => args[0].input);

it('reads the tags with the keys, of instances alone, page by page', async () => {
  ec2
    .on(DescribeTagsCommand)
    .resolvesOnce({ Tags: [{ ResourceId: idOf(1), Key: 'a', Value: '1' }], NextToken: 'next' })
    .resolvesOnce({
      Tags: [
        { ResourceId: idOf(1), Key: 'b', Value: '' },
        { ResourceId: idOf(2), Key: 'a', Value: '2' },
      ],
    });
  expect(await createInstanceTags().list(['a', 'b'], [])).toEqual(
    new Map([
      [idOf(1), { a: '1', b: '' }],
      [idOf(2), { a: '2' }],
    ]),
  );
  expect(inputs()[0]).toMatchObject({
    Filters: [
      { Name: 'resource-type', Values: ['instance'] },
      { Name: 'key', Values: ['a', 'b'] },
    ],
  });
});

it('takes the meaning of patterns away from a key', async () => {
  ec2.on(DescribeTagsCommand).resolves({});
  await createInstanceTags().list(['a*', 'b?', 'c\\d'], []);
  expect(inputs()[0]?.Filters?.[1]?.Values).toEqual(['a\\*', 'b\\?', 'c\\\\d']);
});

it('asks once for each 200 keys, and not at all without keys', async () => {
  ec2.on(DescribeTagsCommand).resolves({});
  await createInstanceTags().list([], []);
  expect(inputs()).toEqual([]);
  await createInstanceTags().list(
    Array.from({ length: 201 }, (_, index) => `k${index}`),
    [],
  );
  expect(inputs().map(({ Filters }) => Filters?.[1]?.Values?.length)).toEqual([200, 1]);
});

it('asks for a key with a value apart, so that the common key is not read from every instance', async () => {
  ec2
    .on(DescribeTagsCommand)
    .resolves({ Tags: [{ ResourceId: idOf(1), Key: 'Name', Value: 'Packer Builder' }] });
  const tags = await createInstanceTags().list([], [{ key: 'Name', value: 'Packer? *' }]);
  expect(tags).toEqual(new Map([[idOf(1), { Name: 'Packer Builder' }]]));
  expect(inputs()).toMatchObject([
    {
      Filters: [
        { Name: 'resource-type', Values: ['instance'] },
        { Name: 'key', Values: ['Name'] },
        { Name: 'value', Values: ['Packer\\? *'] },
      ],
    },
  ]);
});
