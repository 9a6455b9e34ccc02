import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
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
