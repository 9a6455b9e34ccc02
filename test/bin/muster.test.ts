import { marshall } from '@aws-sdk/util-dynamodb';
import { serveCloud } from 'local-cloud/test/served-cloud.ts';
import { describe, expect, it } from 'vitest';
import { toAttributes } from '../../lambdas/shared/clients/roster/roster-item.ts';
import { anEntry } from '../lambdas/builders.ts';
import { runMuster, serveApplication } from './account/served-application.ts';

const served = serveApplication();
const empty = serveCloud();

/** Every command that asks an account, with arguments that are right. */
const commands: readonly (readonly string[])[] = [
  ['status'],
  ['unmanaged'],
  ['failed'],
  ['explain', 'i-0123456789abcdef0'],
];

describe.each(commands)('muster %s', (...command) => {
  const at = () => ({ endpoint: served().endpoint, region: 'us-east-1' });

  it('has a help with examples and exit codes', async () => {
    const { status, stdout } = await runMuster([...command, '--help']);
    expect(status).toBe(0);
    expect(stdout).toMatch(/Examples:\n {2}muster /);
    expect(stdout).toContain('Exit code: ');
  });

  it('refuses a flag that it does not have, and an environment that there is not', async () => {
    const wrong = await runMuster([...command, '--regoin', 'x'], at());
    expect([wrong.status, wrong.stdout]).toEqual([2, '']);
    expect(wrong.stderr).toMatch(/^muster: unknown option '--regoin'/);
    const other = await runMuster([...command, '--environment', 'mars'], at());
    expect([other.status, other.stderr]).toEqual([
      2,
      'muster: --environment mars: allowed is one of muster.config.ts: none: there are no environments\n',
    ]);
  });

  it('says that there are no credentials, and how to get some', async () => {
    const env = { AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined };
    const { status, stdout, stderr } = await runMuster(command, { ...at(), env });
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^muster: there are no credentials: log in \(aws sso login, .*\n$/);
  });

  it('says that a region is missing', async () => {
    const nowhere = await runMuster(command, { ...at(), env: { AWS_REGION: undefined } });
    expect([nowhere.status, nowhere.stderr]).toEqual([
      2,
      expect.stringMatching(/^muster: no region is set: /),
    ]);
  });

  it('says that Muster is not deployed in an account', async () => {
    const { status, stderr } = await runMuster(command, {
      endpoint: empty().settings.endpoint,
      region: 'us-east-1',
    });
    expect([status, stderr]).toEqual([
      2,
      expect.stringMatching(/^muster: Muster is not deployed in us-east-1, /),
    ]);
  });

  it('says which action is denied, and which policy gives it', async () => {
    const { status, stdout, stderr } = await served().musterAs('nobody', ...command);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toBe(
      'muster: these credentials may not do ssm:GetParametersByPath on ' +
        `arn:aws:ssm:us-east-1:${'0'.repeat(12)}:parameter/muster/onboarding: ` +
        'attach the policy of /muster/operators/read-policy-arn\n',
    );
  });

  it('says that the endpoint cannot be reached', async () => {
    const { status, stderr } = await runMuster(command, {
      endpoint: 'http://127.0.0.1:9',
      region: 'us-east-1',
    });
    expect([status, stderr]).toEqual([
      2,
      expect.stringMatching(/^muster: the endpoint cannot be reached: .*\n$/),
    ]);
  });
});

it('the policy of who looks has no permission that no command needs', async () => {
  const { cloud, rosterTableName: TableName } = served();
  const Item = marshall(toAttributes(anEntry({ status: 'failed' })));
  cloud.dynamodb.operations.PutItem.run({ TableName, Item }, cloud.administrator());
  for (const command of commands) {
    const { stderr } = await served().musterAs('read', ...command);
    expect(stderr).toBe('');
  }
  const { arn } = cloud.iam.directory.role('operator-read');
  const unused = cloud.access.unusedPermissions();
  expect(unused.filter(({ roleArn }) => roleArn === arn)).toEqual([]);
});
