import {
  CreateOpsItemCommand,
  type CreateOpsItemRequest,
  DescribeOpsItemsCommand,
  GetOpsItemCommand,
  OpsItemAlreadyExistsException,
  SSMClient,
  UpdateOpsItemCommand,
} from '@aws-sdk/client-ssm';
import { beforeEach, describe, expect, it } from 'vitest';
import type { LocalCloud } from '../../../../src/account/account.ts';
import { sdkSettings } from '../../../../src/account/sdk-settings.ts';
import { accountId, newCloud, region } from '../../../cloud-bench.ts';

let cloud: LocalCloud;
let ssm: SSMClient;
beforeEach(() => {
  cloud = newCloud().cloud;
  ssm = new SSMClient(sdkSettings(cloud));
});

const dedup = (dedupString: string) => ({
  '/aws/dedup': { Type: 'SearchableString' as const, Value: JSON.stringify({ dedupString }) },
});
const create = (more: Partial<CreateOpsItemRequest> = {}) =>
  ssm.send(new CreateOpsItemCommand({ Title: 'T', Description: 'D', Source: 'shop', ...more }));
const setStatus = (OpsItemId: string | undefined, Status: 'Open' | 'InProgress' | 'Resolved') =>
  ssm.send(new UpdateOpsItemCommand({ OpsItemId, Status }));
const refused = { name: 'OpsItemInvalidParameterException' };

describe('CreateOpsItem', () => {
  it('opens an OpsItem that says who has opened it, and when', async () => {
    const { OpsItemId = '', OpsItemArn } = await create({ OperationalData: dedup('a'), Priority: 2 });
    expect(OpsItemId).toMatch(/^oi-[0-9a-f]{12}$/);
    expect(OpsItemArn).toBe(`arn:aws:ssm:${region}:${accountId}:opsitem/${OpsItemId}`);
    const { OpsItem } = await ssm.send(new GetOpsItemCommand({ OpsItemId }));
    const by = `arn:aws:iam::${accountId}:user/administrator`;
    expect(OpsItem).toMatchObject({
      ...{ OpsItemId, Title: 'T', Description: 'D', Source: 'shop', Status: 'Open', Version: '1' },
      ...{ CreatedBy: by, LastModifiedBy: by, Priority: 2, OperationalData: dedup('a') },
    });
  });

  it('makes no second one of a string while the first is open or in progress, and says which that is', async () => {
    const asked = { OperationalData: dedup('disk is full') };
    const { OpsItemId } = await create(asked);
    for (const status of ['Open', 'InProgress'] as const) {
      await setStatus(OpsItemId, status);
      const error = await create(asked).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(OpsItemAlreadyExistsException);
      expect(error).toMatchObject({ OpsItemId });
    }
    await create({ OperationalData: dedup('another') });
    await create({ ...asked, Source: 'another' });
    await setStatus(OpsItemId, 'Resolved');
    expect((await create(asked)).OpsItemId).not.toBe(OpsItemId);
  });

  it('makes as many as are asked for without a string', async () => {
    await create();
    await create();
    const { OpsItemSummaries = [] } = await ssm.send(
      new DescribeOpsItemsCommand({
        OpsItemFilters: [{ Key: 'Source', Values: ['sh'], Operator: 'Contains' }],
      }),
    );
    expect(OpsItemSummaries).toHaveLength(2);
  });

  it.each([
    ['a source with a name of AWS in it', { Source: 'my-Amazon-shop' }],
    ['a key that AWS keeps', { OperationalData: { 'ssm-of-mine': { Value: 'x' } } }],
    ['a key of AWS that no call may give', { OperationalData: { '/aws/other': { Value: 'x' } } }],
    ['a string that is no JSON', { OperationalData: { '/aws/dedup': { Value: 'disk is full' } } }],
    ['a value of more than 20 KB', { OperationalData: { note: { Value: 'x'.repeat(20_481) } } }],
  ])('refuses %s', async (_, more) => {
    await expect(create(more)).rejects.toMatchObject(refused);
  });

  it.each([
    ['a title of 1,025 characters', { Title: 'x'.repeat(1_025) }],
    ['a description of blanks', { Description: '  ' }],
    ['a priority of 6', { Priority: 6 }],
  ])('refuses %s by the model', async (_, more) => {
    await expect(create(more)).rejects.toMatchObject({ name: 'ValidationException' });
  });

  it('needs the right to create, on everything', () => {
    const caller = `arn:aws:iam::${accountId}:role/caller`;
    const input = { Title: 'T', Description: 'D', Source: 'shop' };
    const ask = () =>
      cloud.gateway.call({ service: 'ssm', name: 'CreateOpsItem', input }, { kind: 'role', roleArn: caller });
    const allow = (Resource: string) => ({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 'ssm:CreateOpsItem', Resource }],
    });
    cloud.access.attachToRole(caller, 'create', allow(`arn:aws:ssm:${region}:${accountId}:opsitem/*`));
    expect(ask()).toMatchObject({ refusal: { code: 'AccessDeniedException' } });
    cloud.access.attachToRole(caller, 'create', allow('*'));
    expect(ask()).toHaveProperty('output');
  });
});

describe('UpdateOpsItem', () => {
  it('changes what it is given and leaves the rest, and counts the version', async () => {
    const { OpsItemId } = await create({ OperationalData: { ...dedup('a'), note: { Value: 'x' } } });
    await cloud.pass(60);
    const more = { OperationalData: { seen: { Value: 'y' } }, OperationalDataToDelete: ['note'] };
    await ssm.send(new UpdateOpsItemCommand({ OpsItemId, Status: 'InProgress', Severity: '2', ...more }));
    const { OpsItem } = await ssm.send(new GetOpsItemCommand({ OpsItemId }));
    expect(OpsItem).toMatchObject({ Title: 'T', Status: 'InProgress', Severity: '2', Version: '2' });
    expect(Object.keys(OpsItem?.OperationalData ?? {})).toEqual(['/aws/dedup', 'seen']);
    expect(OpsItem?.LastModifiedTime?.getTime()).toBeGreaterThan(OpsItem?.CreatedTime?.getTime() ?? 0);
  });

  it('refuses another string, and to open one beside its duplicate', async () => {
    const { OpsItemId } = await create({ OperationalData: dedup('a') });
    const change = new UpdateOpsItemCommand({ OpsItemId, OperationalData: dedup('b') });
    await expect(ssm.send(change)).rejects.toMatchObject(refused);
    await setStatus(OpsItemId, 'Resolved');
    await create({ OperationalData: dedup('a') });
    await expect(setStatus(OpsItemId, 'Open')).rejects.toBeInstanceOf(OpsItemAlreadyExistsException);
  });
});
