import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { describe, expect, it } from 'vitest';
import { accountId } from '../../accounts.ts';
import { queryRequest } from '../../cloud-bench.ts';
import { serveCloud } from '../../served-cloud.ts';

const served = serveCloud();

describe('GetCallerIdentity', () => {
  it('says that the one at the keyboard is an administrator', async () => {
    expect(await new STSClient(served().settings).send(new GetCallerIdentityCommand({}))).toMatchObject({
      Account: accountId,
      Arn: `arn:aws:iam::${accountId}:user/administrator`,
      UserId: expect.stringMatching(/^AIDA[0-9A-F]{17}$/),
    });
  });

  it('says which role and which function calls, without a permission', () => {
    const { cloud } = served();
    const roleArn = `arn:aws:iam::${accountId}:role/path/Reader`;
    cloud.access.nameSessions(roleArn, 'the-function');
    const request = queryRequest('sts', { Action: 'GetCallerIdentity', Version: '2011-06-15' });
    const { status, body } = cloud.gateway.serve(request, { kind: 'role', roleArn });
    expect(status).toBe(200);
    expect(body).toContain(`<Arn>arn:aws:sts::${accountId}:assumed-role/Reader/the-function</Arn>`);
    expect(body).toMatch(/<UserId>AROA[0-9A-F]{17}:the-function<\/UserId>/);
  });
});

describe('AssumeRole', () => {
  const trustOf = (AWS: string) => ({
    Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS } }],
  });
  const declare = (roleName: string, AWS: string) =>
    served().cloud.iam.directory.declareRole({ roleName, trust: trustOf(AWS) }).arn;
  const root = `arn:aws:iam::${accountId}:root`;
  const assume = (RoleArn: string, accessKeyId = 'local') => {
    const credentials = { accessKeyId, secretAccessKey: 'local' };
    const client = new STSClient({ ...served().settings, credentials });
    return client.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'jane' }));
  };

  it('gives a session that acts as the role', async () => {
    const { Credentials } = await assume(declare('Operator', root));
    const credentials = {
      accessKeyId: Credentials?.AccessKeyId ?? '',
      secretAccessKey: Credentials?.SecretAccessKey ?? '',
      sessionToken: Credentials?.SessionToken ?? '',
    };
    const client = new STSClient({ ...served().settings, credentials });
    expect(await client.send(new GetCallerIdentityCommand({}))).toMatchObject({
      Arn: `arn:aws:sts::${accountId}:assumed-role/Operator/jane`,
    });
  });

  it('refuses a role that does not trust the caller, and one that there is not, in the same words', async () => {
    const strange = declare('OfEc2', `arn:aws:iam::${accountId}:role/somebody`);
    for (const arn of [strange, `arn:aws:iam::${accountId}:role/none`])
      await expect(assume(arn)).rejects.toMatchObject({
        name: 'AccessDenied',
        message: expect.stringContaining(`not authorized to perform: sts:AssumeRole on resource: ${arn}`),
      });
  });

  it('lets a role assume another one that names it, or that names the account if a policy allows it', async () => {
    const { cloud } = served();
    const caller = declare('Caller', root);
    await assume(declare('NamesIt', caller), 'Caller');
    const ofAccount = declare('NamesAccount', root);
    await expect(assume(ofAccount, 'Caller')).rejects.toMatchObject({ name: 'AccessDenied' });
    const Statement = [{ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: ofAccount }];
    cloud.access.attachToRole(caller, 'assume', { Statement });
    await assume(ofAccount, 'Caller');
  });
});
