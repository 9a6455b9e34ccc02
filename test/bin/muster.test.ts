import { marshall } from '@aws-sdk/util-dynamodb';
import { describe, expect, it } from 'vitest';
import type { OperatorPolicy } from '../../bin/account/refusal.ts';
import { toAttributes } from '../../lambdas/shared/clients/roster/roster-item.ts';
import { deadLetterQueues } from '../../lambdas/shared/runtime/contract.ts';
import { specOf } from '../end-to-end/application.ts';
import { anEntry, type EntryFields, nowMs } from '../lambdas/builders.ts';
import { assemblyFolder } from '../synthesized.ts';
import { launchOf, putGroup, putLetter, resultOf } from './account/prepared-cloud.ts';
import { runMuster, serveApplication } from './account/served-application.ts';

const served = serveApplication();

/** The commands that the policies to look and to steer are for, with arguments that are right. */
const commands: readonly (readonly [policy: OperatorPolicy, name: string, ...args: readonly string[]])[] = [
  ['read', 'status'],
  ['read', 'unmanaged'],
  ['read', 'failed'],
  ['read', 'explain', 'i-0123456789abcdef0'],
  ['read', 'plan', '--app', assemblyFolder()],
  ['read', 'doctor'],
  ['read', 'rollout', 'plan', '--resource-group', 'shop'],
  ['steer', 'look', '--failed', '--yes'],
  ['steer', 'redrive', '--yes'],
];

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
    if (policy === 'read') {
      cloud.ec2.fleet.launch([specOf('amazonLinux2023', { tags: { team: 'shop' } })]);
      await served().pass(1);
      putGroup(cloud, 'shop', ['team', 'shop']);
    }
    put({});
    // What is cut from a history is read in the logs.
    put({ instanceId: 'i-0123456789abcdef0', history: `...; ${nowMs / 1000} failed ScriptFailed` });
    // Of each queue a letter goes back, and one that cannot be read stays.
    for (const { name, backTo } of policy === 'steer' ? deadLetterQueues : []) {
      const id = 'i-0123456789abcdef0';
      putLetter(cloud, name, backTo === 'launch-queue-url' ? launchOf(id) : resultOf(id));
      putLetter(cloud, name, 'no event');
    }
    for (const [, ...args] of commands.filter(([needed]) => needed === policy)) {
      const { stderr } = await served().musterAs(policy, ...args);
      expect(stderr).toBe('');
    }
    const { arn } = cloud.iam.directory.role(`operator-${policy}`);
    const unused = cloud.access.unusedPermissions();
    expect(unused.filter(({ roleArn }) => roleArn === arn)).toEqual([]);
  },
);
