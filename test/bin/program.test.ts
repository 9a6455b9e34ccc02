import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { Command } from 'commander';
import { serveCloud } from 'local-cloud/test/served-cloud.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createProgram } from '../../bin/program.ts';
import { toAttributes } from '../../lambdas/shared/clients/roster/roster-item.ts';
import { newVersion } from '../../simulator/rollouts/new-version.ts';
import { specOf } from '../end-to-end/application.ts';
import { anEntry, idOf } from '../lambdas/builders.ts';
import { instance, instances } from '../simulator/rehearsal/fleet-files.ts';
import { launchOf, putLetter, putPulse } from './account/prepared-cloud.ts';
import { operatorRole, serveApplication } from './account/served-application.ts';
import { type Called, type CallSettings, callMuster, linesOf } from './program/called-muster.ts';
import { type CaseFleet, type CommandCase, commandCases } from './program/command-cases.ts';

const served = serveApplication();
const empty = serveCloud();
const folder = mkdtempSync(join(tmpdir(), 'muster-program-'));
afterAll(() => rmSync(folder, { recursive: true }));
beforeAll(() => newVersion(served().cloud, 'Muster-InstallAgentLinux'));

/** A title of a terminal, a mark that turns the order around, and markup. */
const hostile = '\u001b]0;owned\u0007\u202e<script>=1+1|';
const fleet: { -readonly [Name in keyof CaseFleet]: CaseFleet[Name] } = {
  instanceId: 'i-0123456789abcdef0',
  instances: join(folder, 'fleet.json'),
  parameter: '/retail/shop/prod/host',
};

/** The words that call each command. */
function namesOf(command: Command, words: readonly string[] = []): string[] {
  return command.commands.flatMap((one) => {
    const own = [...words, one.name()];
    return one.commands.length === 0 ? [own.join(' ')] : namesOf(one, own);
  });
}

const names = namesOf(await createProgram());
const caseOf = (name: string): CommandCase => commandCases[name] ?? { wrong: [] };
const those = (isMeant: (one: CommandCase) => boolean) => names.filter((name) => isMeant(caseOf(name)));
const asking = those(({ asks }) => asks === undefined || asks === 'parameters');
/** The roll-out that others steer is over when it is aborted. */
const called = those(({ asks, isCalledElsewhere }) => asks !== 'nothing' && !isCalledElsewhere).sort(
  (a, b) => Number(a.endsWith('abort')) - Number(b.endsWith('abort')),
);

/** Calls a command with arguments that are right. */
function call(name: string, more: readonly string[] = [], settings: CallSettings = {}): Promise<Called> {
  const { args = () => [], asks, waits } = caseOf(name);
  const endpoint = asks === 'files' ? {} : { endpoint: served().endpoint };
  const meanwhile = waits ? { meanwhile: () => served().pass(0.2) } : {};
  return callMuster([...name.split(' '), ...more, ...args(fleet)], {
    ...endpoint,
    ...meanwhile,
    ...settings,
  });
}

it('every command is in the table of these tests', () => {
  expect(names.toSorted()).toEqual(Object.keys(commandCases).toSorted());
});

describe.each(names)('muster %s', (name) => {
  const { wrong } = caseOf(name);

  it('has a help with its flags, examples and exit codes', async () => {
    const { status, stdout, stderr } = await callMuster([...name.split(' '), '--help']);
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(new RegExp(`^Usage: muster ${name}`));
    expect(stdout).toMatch(/^Examples[^:]*:\n {2}(muster|npm|aws) /m);
    expect(stdout).toMatch(/^Exit code: /m);
  });

  it('refuses a flag that it does not have', async () => {
    const { status, stdout, stderr } = await callMuster([...name.split(' '), '--regoin', 'x']);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^muster: unknown option '--regoin'/);
  });

  it.each(wrong)('refuses %j, and says what is wrong and what is allowed', async (args, said) => {
    const endpoint = asking.includes(name) ? { endpoint: served().endpoint } : {};
    const { status, stdout, stderr } = await callMuster([...name.split(' '), ...args], endpoint);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain(said);
  });

  it('has some wrong value in these tests', () => expect(wrong.length).toBeGreaterThan(0));
});

describe.each(asking)('muster %s, which asks an account,', (name) => {
  const { asks, policy = 'read' } = caseOf(name);

  it('says that there are no credentials, and how to get some', async () => {
    const env = { AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined };
    const { status, stdout, stderr } = await call(name, [], { env });
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^muster: there are no credentials: log in \(aws sso login, .*\n$/);
  });

  it.skipIf(asks === 'parameters')('says that Muster is not deployed in an account', async () => {
    const { status, stdout, stderr } = await call(name, [], { endpoint: empty().settings.endpoint });
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^muster: Muster is not deployed in us-east-1, .* \(npx cdk deploy --all\)\n$/);
  });

  it('says which action is denied, and which policy gives it', async () => {
    const env = { AWS_ACCESS_KEY_ID: operatorRole(served(), 'nobody') };
    const { status, stdout, stderr } = await call(name, [], { env });
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(
      /^muster: these credentials may not do ssm:\w+ on arn:aws:ssm:us-east-1:0{12}:parameter\//,
    );
    expect(stderr).toContain(
      asks === 'parameters'
        ? ': no policy of Muster gives that, so attach one of your own\n'
        : `: attach the policy of /muster/operators/${policy}-policy-arn\n`,
    );
  });

  it('says of an account in which nothing runs what there is, and no more', async () => {
    const { onEmpty = 0 } = caseOf(name);
    const { status, stdout, stderr } = await call(name);
    expect([name, status]).toEqual([name, onEmpty]);
    expect(`${stdout}${stderr}`).not.toMatch(/undefined|NaN|\n {4}at /);
    expect(stdout !== '' || stderr !== '').toBe(true);
  });
});

describe('of a fleet with hostile names', () => {
  const isHarmless = (text: string) =>
    !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u.test(text.replaceAll(/[\n\t]/g, ''));

  beforeAll(async () => {
    const { cloud, pass, rosterTableName: TableName } = served();
    const tags = { Name: hostile, 'aws:autoscaling:groupName': `${hostile}${'n'.repeat(200)}` };
    const says = { kind: 'never', cause: 'no-agent' } as const;
    const [first] = cloud.ec2.launch([
      ...[1, 2, 3].map(() => specOf('amazonLinux2023', { tags })),
      specOf('debian12', { tags, registration: says }),
    ]);
    fleet.instanceId = first?.id ?? '';
    await pass(150);
    const long = `${hostile}${'x'.repeat(1000)}`;
    for (const [number, status] of (['failed', 'unmanaged', 'waiting'] as const).entries()) {
      const entry = anEntry({
        ...{ instanceId: idOf(number), status, reason: long, source: `asg:${long}`, platform: long },
        ...{ profile: long, document: long, documentVersion: long, statusDetails: long, causeDetail: long },
        ...{ notLookedAt: long },
      });
      const Item = marshall(toAttributes(entry));
      cloud.dynamodb.operations.PutItem.run({ TableName, Item }, cloud.administrator());
    }
    for (const Value of ['one', long])
      cloud.ssm.operations.PutParameter.run(
        { Name: fleet.parameter, Value, Type: 'String', Description: long, Overwrite: true },
        cloud.administrator(),
      );
    writeFileSync(fleet.instances, instances(instance(1, { Tags: [{ Key: 'Name', Value: hostile }] })));
    putPulse(served(), Date.now());
  });

  /** The letters of a test are gone when somebody has sent them back. */
  const prepare = () => {
    putLetter(served().cloud, 'LaunchesDeadLettered', launchOf(fleet.instanceId));
    // SQS takes no control characters.
    putLetter(served().cloud, 'OutcomesDeadLettered', hostile.replace(/\p{Cc}/gu, ''));
  };

  it.each(called)('muster %s prints one JSON document alone', async (name) => {
    prepare();
    await served().pass(6);
    const { status, stdout, stderr } = await call(name, ['--json']);
    expect([0, 1], stderr).toContain(status);
    expect(stdout.trimEnd().split('\n')).toHaveLength(1);
    expect(JSON.parse(stdout)).toBeTypeOf('object');
    expect(isHarmless(stdout)).toBe(true);
  });

  it.each([0, 1, 2].map(idOf))('muster explain %s obeys nothing that its entry says', async (instanceId) => {
    const { stdout } = await callMuster(['explain', instanceId], { endpoint: served().endpoint });
    expect(stdout).toContain('owned');
    expect(linesOf(stdout).filter((line) => !isHarmless(line))).toEqual([]);
  });

  it.each(called)(
    'muster %s gives a terminal of 40 columns no wider line, and nothing to obey',
    async (name) => {
      prepare();
      const { stdout, stderr } = await call(name, [], { columns: 40 });
      expect(stdout !== '' || stderr !== '').toBe(true);
      // Progress is written over itself.
      const lines = linesOf(`${stdout}${stderr}`).filter((line) => !line.includes('\r'));
      expect(lines.filter((line) => !isHarmless(line))).toEqual([]);
      expect(lines.filter((line) => line.length > 40 && /\S\s+\S/.test(line))).toEqual([]);
    },
  );
});

it.each(names)('the help of muster %s fits into 40 columns, but for commands to copy', async (name) => {
  const { stdout } = await callMuster([...name.split(' '), '--help'], { columns: 40 });
  const wide = linesOf(stdout).filter((line) => line.length > 40 && !line.startsWith('  '));
  expect(wide).toEqual([]);
});
