import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { DescribeInstancesCommand, EC2Client } from '@aws-sdk/client-ec2';
import { GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { DescribeInstanceInformationCommand, GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { type Instance, sdkSettings, succeedingScript } from 'local-cloud';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { specOf } from '../../../end-to-end/application.ts';
import { assemblyFolder, assemblyFolderWith } from '../../../synthesized.ts';
import { type Run, runMuster, serveApplication } from '../../account/served-application.ts';
import { changedSettings } from './changed-settings.ts';

const served = serveApplication();
const folder = mkdtempSync(join(tmpdir(), 'muster-plan-'));
afterAll(() => rmSync(folder, { recursive: true }));

const at = () => new Date(served().cloud.timeline.nowMs).toISOString();
const same = () => ['plan', '--app', assemblyFolder(), '--at', at()];
const changed = () => ['plan', '--app', assemblyFolderWith(changedSettings), '--at', at()];

it('says of an empty fleet that nothing changes for anybody', async () => {
  const { status, lines, stderr } = await served().muster(...changed(), '--max-changes', '0');
  expect([status, stderr]).toEqual([0, '']);
  expect(lines.slice(0, 2)).toEqual([
    expect.stringMatching(/^Plan for 0{12}, us-east-1 at 2026-01-01T00:\S+Z: what may be sent changes\.$/),
    'No instance runs, so a deployment changes nothing for any.',
  ]);
});

describe('of a fleet', () => {
  const group = 'web\u001b]0;owned\u0007';
  let failed: Instance | undefined;
  let excluded: Instance | undefined;
  let ofLab: Instance | undefined;
  let rosterBefore = '';
  let told: Run;
  let json: Run;

  beforeAll(async () => {
    const { cloud, pass, muster, musterAs, roster } = served();
    const tags = { 'aws:autoscaling:groupName': group };
    const script = { ...succeedingScript, exitCodes: [24] } as const;
    [failed, excluded, ofLab] = cloud.ec2.launch([
      specOf('debian12', { tags, script }),
      specOf('windowsServer2022', { tags: { 'muster:exclude': 'true' } }),
      specOf('debian12', { tags: { Owner: 'lab' } }),
      specOf('debian12', { tags }),
      specOf('debian12', { tags: { 'muster:exclude': 'true', Owner: 'lab' } }),
    ]);
    await pass(60);
    rosterBefore = JSON.stringify([...roster()]);
    [told, json] = await Promise.all([
      muster(...changed(), '--max-changes', '2'),
      musterAs('read', ...changed(), '--json', '--max-changes', '3'),
    ]);
  });

  it('says that a deployment of what is deployed changes nothing', async () => {
    const { status, lines } = await served().muster(...same(), '--max-changes', '0');
    expect([status, lines[0]?.split(': ')[1], lines[1]]).toEqual([
      0,
      'what may be sent stays the same.',
      'A deployment changes nothing for the 5 instances that run.',
    ]);
  });

  it('counts what changes by document, profile and group, with the reasons, and shows no escape sequence', () => {
    const { lines, stdout } = told;
    expect(lines[1]).toBe('A deployment changes something for 3 of 5 instances that run.');
    expect(stdout).toMatch(/^gets Muster-InstallAgentLinux +default +asg:web\\u001b\]0;owned\\u0007 +1$/m);
    expect(stdout).toMatch(/^gets Muster-InstallAgentWindows +default +standalone +1$/m);
    expect(stdout).toMatch(/^is excluded: ExcludedTooLate +default +standalone +1$/m);
    expect(stdout).toContain('\nWhere they stand now:\n  1 failed: InstallerFailed\n');
    expect(stdout).toContain('\nWhy:\n  ExcludedTooLate: ');
    expect(stdout).toContain('Not known:\n');
    expect(stdout).not.toContain('\u001b');
  });

  it('names each instance as JSON, with where it stands, and where it would stand without the deployment', () => {
    const { changes, running, place } = JSON.parse(json.stdout);
    expect([running, place]).toEqual([5, { account: '0'.repeat(12), region: 'us-east-1' }]);
    expect(changes).toEqual([
      {
        instanceId: failed?.id,
        ...{ change: 'send', group: `asg:${group}`, reason: 'CommandClaimed', isAnew: true },
        documents: [{ document: 'Muster-InstallAgentLinux', parameters: { AgentVersion: ['2.0.0'] } }],
        now: { status: 'failed', reason: 'InstallerFailed', profile: 'default' },
        end: { status: 'onboarded', reason: 'Onboarded', profile: 'default' },
        otherwise: { status: 'failed', reason: 'InstallerFailed', profile: 'default', documents: [] },
      },
      expect.objectContaining({
        ...{ instanceId: excluded?.id, change: 'send' },
        now: { status: 'excluded', reason: 'ExcludedByTag' },
      }),
      expect.objectContaining({
        ...{ instanceId: ofLab?.id, change: 'exclude', documents: [] },
        end: { status: 'excluded', reason: 'ExcludedTooLate', profile: 'default' },
      }),
    ]);
  });

  it('has an exit code of its own when more instances change than are allowed', () => {
    expect([told.status, told.stderr]).toEqual([4, 'muster: 3 instances change; --max-changes allows 2\n']);
    expect([json.status, json.stderr]).toEqual([0, '']);
  });

  it('changes nothing in the account', async () => {
    const { roster, lines, launchQueueUrl, cloud } = served();
    expect(JSON.stringify([...roster()])).toBe(rosterBefore);
    expect(lines('ssm.command')).toHaveLength(1);
    const attributes = new GetQueueAttributesCommand({ QueueUrl: launchQueueUrl, AttributeNames: ['All'] });
    const { Attributes } = await new SQSClient(sdkSettings(cloud)).send(attributes);
    expect(Attributes).toMatchObject({ ApproximateNumberOfMessages: '0' });
  });

  it('says the same of files of the AWS CLI', async () => {
    const ofFiles = await runMuster([...changed(), '--json', ...(await writeFiles())]);
    expect([ofFiles.status, ofFiles.stderr]).toEqual([0, '']);
    expect(JSON.parse(ofFiles.stdout)).toEqual({ ...JSON.parse(json.stdout), place: {} });
  });
});

/** What the AWS CLI would print: the answers of AWS as JSON. It returns the flags that name the files. */
async function writeFiles(): Promise<string[]> {
  const { cloud, rosterTableName } = served();
  const settings = sdkSettings(cloud);
  const [ssm, lambda] = [new SSMClient(settings), new LambdaClient(settings)];
  const configurationOf = async (what: string) => {
    const Name = `/muster/onboarding/${what}-function-name`;
    const { Parameter } = await ssm.send(new GetParameterCommand({ Name }));
    return lambda.send(new GetFunctionConfigurationCommand({ FunctionName: Parameter?.Value }));
  };
  const answers = {
    instances: [await new EC2Client(settings).send(new DescribeInstancesCommand({}))],
    managed: [await ssm.send(new DescribeInstanceInformationCommand({}))],
    roster: [await new DynamoDBClient(settings).send(new ScanCommand({ TableName: rosterTableName }))],
    deployed: [await configurationOf('onboard'), await configurationOf('sweep')],
  };
  return Object.entries(answers).flatMap(([name, documents]) => {
    const file = join(folder, `${name}.json`);
    writeFileSync(file, documents.map((document) => JSON.stringify(document)).join('\n'));
    return [`--${name}`, file];
  });
}

it.each([
  [['--max-changes', 'many'], /--max-changes <count>.*'many' is invalid. Allowed: a whole number from 0 to/],
  [
    ['--at', 'yesterday'],
    /--at <time>.*'yesterday' is invalid. Allowed: a time such as 2026-01-31T08:30:00Z/,
  ],
  [
    ['--instances', '-'],
    /--managed is missing: --instances, --managed, --roster and --deployed stand for the/,
  ],
])('refuses %j with one line that says what is allowed', async (words, line) => {
  const { status, stdout, stderr } = await runMuster(['plan', ...words]);
  expect([status, stdout, stderr.trimEnd().split('\n')]).toEqual([2, '', [expect.stringMatching(line)]]);
});
