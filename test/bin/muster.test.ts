import { marshall } from '@aws-sdk/util-dynamodb';
import { serveCloud } from 'local-cloud/test/served-cloud.ts';
import { describe, expect, it } from 'vitest';
import type { OperatorPolicy } from '../../bin/account/refusal.ts';
import { toAttributes } from '../../lambdas/shared/clients/roster/roster-item.ts';
import { deadLetterQueues } from '../../lambdas/shared/runtime/contract.ts';
import { anEntry, type EntryFields, nowMs } from '../lambdas/builders.ts';
import { assemblyFolder } from '../synthesized.ts';
import { launchOf, putLetter, resultOf } from './account/prepared-cloud.ts';
import { runMuster, serveApplication } from './account/served-application.ts';

const served = serveApplication();
const empty = serveCloud();

/** A command that asks an account: the policy that it needs, and arguments that are right. */
interface AskingCommand {
  readonly name: string;
  readonly policy: OperatorPolicy;
  readonly args: readonly string[];
}

/** Every command that asks an account. */
const commands: readonly AskingCommand[] = [
  { name: 'status', policy: 'read', args: [] },
  { name: 'unmanaged', policy: 'read', args: [] },
  { name: 'failed', policy: 'read', args: [] },
  { name: 'explain', policy: 'read', args: ['i-0123456789abcdef0'] },
  { name: 'plan', policy: 'read', args: ['--app', assemblyFolder()] },
  { name: 'doctor', policy: 'read', args: [] },
  { name: 'look', policy: 'steer', args: ['--failed', '--yes'] },
  { name: 'redrive', policy: 'steer', args: ['--yes'] },
  { name: 'rollout', policy: 'rollout', args: ['start', '--yes'] },
  { name: 'run', policy: 'run', args: ['--yes', 'i-0123456789abcdef0', '--', 'uptime'] },
];

describe.each(commands)('muster $name', ({ name, policy, args }) => {
  const command = [name, ...args];
  const at = () => ({ endpoint: served().endpoint, region: 'us-east-1' });

  it('has a help with examples and exit codes', async () => {
    const { status, stdout } = await runMuster([name, '--help', ...args]);
    expect(status).toBe(0);
    expect(stdout).toMatch(/Examples:\n {2}muster /);
    expect(stdout).toContain('Exit code: ');
  });

  it('refuses a flag that it does not have', async () => {
    const { status, stdout, stderr } = await runMuster([name, '--regoin', 'x', ...args], at());
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^muster: unknown option '--regoin'/);
  });

  it('says that there are no credentials, and how to get some', async () => {
    const env = { AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined };
    const { status, stdout, stderr } = await runMuster(command, { ...at(), env });
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^muster: there are no credentials: log in \(aws sso login, .*\n$/);
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
        `attach the policy of /muster/operators/${policy}-policy-arn\n`,
    );
  });
});

// Every command connects by the same code.
describe('a command that asks an account', () => {
  const at = () => ({ endpoint: served().endpoint, region: 'us-east-1' });
  const command = ['status'];

  it('refuses an environment that there is not', async () => {
    const { status, stderr } = await runMuster([...command, '--environment', 'mars'], at());
    expect([status, stderr]).toEqual([
      2,
      'muster: --environment mars: allowed is one of muster.config.ts: none: there are no environments\n',
    ]);
  });

  it('says that a region is missing', async () => {
    const nowhere = await runMuster(command, { ...at(), env: { AWS_REGION: undefined } });
    expect([nowhere.status, nowhere.stderr]).toEqual([
      2,
      expect.stringMatching(/^muster: no region is set: /),
    ]);
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

// Those of who runs and who rolls out are proved in test/bin/commands, where there are nodes for it.
it.each(['read', 'steer'] as const)(
  'the policy to %s has no permission that no command needs',
  async (policy) => {
    const { cloud, rosterTableName: TableName } = served();
    const put = (fields: EntryFields) => {
      const Item = marshall(toAttributes(anEntry({ status: 'failed', ...fields })));
      cloud.dynamodb.operations.PutItem.run({ TableName, Item }, cloud.administrator());
    };
    put({});
    // What is cut from a history is read in the logs.
    put({ instanceId: 'i-0123456789abcdef0', history: `...; ${nowMs / 1000} failed ScriptFailed` });
    // Of each queue a letter goes back, and one that cannot be read stays.
    for (const { name, backTo } of policy === 'steer' ? deadLetterQueues : []) {
      const id = 'i-0123456789abcdef0';
      putLetter(cloud, name, backTo === 'launch-queue-url' ? launchOf(id) : resultOf(id));
      putLetter(cloud, name, 'no event');
    }
    for (const { name, args } of commands.filter((command) => command.policy === policy)) {
      const { stderr } = await served().musterAs(policy, name, ...args);
      expect(stderr).toBe('');
    }
    const { arn } = cloud.iam.directory.role(`operator-${policy}`);
    const unused = cloud.access.unusedPermissions();
    expect(unused.filter(({ roleArn }) => roleArn === arn)).toEqual([]);
  },
);
