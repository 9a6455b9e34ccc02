import { GetInstanceProfileCommand, GetPolicyCommand, GetRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { describe, expect, test } from 'vitest';
import type { HttpRequest, HttpResponse } from '../../../../src/core/http-message.ts';
import type { Principal } from '../../../../src/core/service.ts';
import { accountId, newCloud, queryRequest } from '../../../cloud-bench.ts';
import { serveCloud } from '../../../served-cloud.ts';

const served = serveCloud();

describe('IAM over the SDK', () => {
  test('returns roles and profiles, and errors for missing ones that the SDK knows', async () => {
    const { settings, cloud } = served();
    const client = new IAMClient(settings);
    cloud.iam.directory.declareRole({ roleName: 'node' });
    cloud.iam.directory.declareProfile({ profileName: 'profile', roleName: 'node' });
    const found = await client.send(new GetInstanceProfileCommand({ InstanceProfileName: 'profile' }));
    expect(found.InstanceProfile?.Roles?.[0]?.Arn).toBe(`arn:aws:iam::${accountId}:role/node`);
    expect(found.InstanceProfile?.CreateDate).toEqual(new Date(cloud.timeline.nowMs));
    const PolicyArn = 'arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore';
    const { Policy: policy } = await client.send(new GetPolicyCommand({ PolicyArn }));
    expect(policy?.DefaultVersionId).toBe('v1');
    await expect(client.send(new GetRoleCommand({ RoleName: 'gone' }))).rejects.toMatchObject({
      name: 'NoSuchEntityException',
      message: 'The role with name gone cannot be found.',
    });
  });
});

const roleArn = `arn:aws:iam::${accountId}:role/Test`;
const asRole: Principal = { kind: 'role', roleArn };
const getRole = { Action: 'GetRole', Version: '2010-05-08', RoleName: 'node' };

async function send(host: string, partition = 'aws', region = 'eu-west-1'): Promise<HttpResponse | Error> {
  const { cloud } = newCloud({ partition, region });
  cloud.iam.directory.declareRole({ roleName: 'node' });
  const request: HttpRequest = { ...queryRequest('iam', getRole), host };
  return new Promise((resolve) => {
    cloud.network.transportFor({ kind: 'administrator' })(request, resolve);
    while (cloud.timeline.step());
  });
}

describe('the endpoint of IAM', () => {
  test.each([
    ['iam.amazonaws.com', 'aws', 'eu-west-1'],
    ['iam.cn-north-1.amazonaws.com.cn', 'aws-cn', 'cn-northwest-1'],
    ['iam.us-gov.amazonaws.com', 'aws-us-gov', 'us-gov-east-1'],
  ])('is %s in the partition %s', async (host, partition, region) => {
    expect(await send(host, partition, region)).toMatchObject({ status: 200 });
  });

  test.each([
    ['iam.eu-west-1.amazonaws.com', 'aws'],
    ['iam.amazonaws.com', 'aws-us-gov'],
  ])('refuses to resolve %s in the partition %s', async (host, partition) => {
    expect(await send(host, partition)).toMatchObject({ code: 'ENOTFOUND' });
  });
});

describe('a role without permission', () => {
  test("is refused with IAM's message", () => {
    const { cloud } = newCloud();
    const { status, body } = cloud.gateway.serve(queryRequest('iam', getRole), asRole);
    expect(status).toBe(403);
    expect(body).toContain('<Code>AccessDenied</Code>');
    expect(body).toContain('is not authorized to perform: iam:GetRole on resource: arn:aws:iam::');
  });

  test('reads a role when its policy names that role', () => {
    const { cloud } = newCloud();
    cloud.iam.directory.declareRole({ roleName: 'node', path: '/fleet/' });
    const Resource = `arn:aws:iam::${accountId}:role/fleet/node`;
    cloud.access.attachToRole(roleArn, 'read', {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 'iam:GetRole', Resource }],
    });
    expect(cloud.gateway.serve(queryRequest('iam', getRole), asRole).status).toBe(200);
  });
});
