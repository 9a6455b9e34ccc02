import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServer, stopServer } from 'local-cloud';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { guideCommands } from '../../../../../bin/commands/local/serve-locally.ts';
import { deployApplication, type LocalApplication } from '../../../../../simulator/run/deploy-application.ts';
import { assemblyFolder } from '../../../../synthesized.ts';
import { type Cli, installedClis, runCli } from './installed-clis.ts';

const home = mkdtempSync(join(tmpdir(), 'muster-first-commands-'));
/** The one of version 2 alone, because each command takes a second; aws-cli.test.ts types into that on the path. */
const clis = installedClis()
  .sort((one, other) => Number(other.isSecond) - Number(one.isSecond))
  .slice(0, 1);
const say = (what: string) =>
  process.stderr.write(`skipped: ${what} (test/bin/commands/local/serve-locally/first-commands.test.ts)\n`);
if (clis.length === 0) say('the AWS CLI is not installed');
for (const { version, isSecond } of clis) if (!isSecond) say(`logs tail, which ${version} does not have`);

let application: LocalApplication;
let server: Server;
let url = '';

beforeAll(async () => {
  application = await deployApplication(assemblyFolder(), {
    seed: 1,
    launchDefaults: { hasDefaultHostManagement: true, registration: { kind: 'late', delaySeconds: 1 } },
    // `logs tail` asks for the last ten minutes of the clock on the wall.
    startMs: Date.now(),
  });
  const started = await startServer(application.cloud, 0);
  server = started.server;
  url = `http://127.0.0.1:${started.port}`;
});

afterAll(() => {
  stopServer(server);
  rmSync(home, { recursive: true });
});

/** What a command prints. */
async function type(cli: Cli, ...words: readonly string[]): Promise<string> {
  return runCli(cli, { url, region: application.cloud.region, home }, words);
}

/** What a command prints while virtual time passes, a second at a time, so that a function comes to its end. */
async function askLater(cli: Cli, ...words: readonly string[]) {
  const { cloud } = application;
  let isOver = false;
  const printed = ask(cli, ...words).finally(() => {
    isOver = true;
  });
  printed.catch(() => undefined); // the caller gets the refusal; here it must only not be unhandled
  while (!isOver) {
    await cloud.loop.run({ untilMs: cloud.timeline.nowMs + 1000 });
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return printed;
}

const ask = async (cli: Cli, ...words: readonly string[]) => JSON.parse(await type(cli, ...words));

/** The command line without the ends of lines that the guide has. */
const wordsOf = (command: string) => command.replace(/\\\n/g, ' ').trim().split(/\s+/);

describe.each(clis)('what people type first, with $version', (cli) => {
  it('is answered, for every command of the guide', async () => {
    const commands = guideCommands(application);
    expect(commands.length).toBeGreaterThan(8);
    const typed = commands.map(async (command) => {
      expect(await ask(cli, ...wordsOf(command)), command).toBeTypeOf('object');
    });
    await Promise.all(typed);
  }, 120_000);

  // Version 2.9 of Debian 12 sends forms to SQS, newer ones send JSON.
  it('sends, receives and deletes messages, and is refused a queue that is not there', async () => {
    const { QueueUrls } = await ask(cli, 'sqs', 'list-queues');
    const QueueUrl = QueueUrls.find((each: string) => each.includes('LaunchQueueDeadLetter')) ?? QueueUrls[0];
    const queue = ['--queue-url', QueueUrl];
    const attributes = ['--message-attributes', '{"colour":{"DataType":"String","StringValue":"red"}}'];
    const sent = await ask(
      cli,
      'sqs',
      'send-message',
      ...queue,
      '--message-body',
      '<a> & "b"',
      ...attributes,
    );
    const entries = [
      { Id: 'one', MessageBody: 'one' },
      { Id: 'two', MessageBody: '' },
    ];
    const batch = await ask(cli, 'sqs', 'send-message-batch', ...queue, '--entries', JSON.stringify(entries));
    expect(batch).toMatchObject({ Successful: [{ Id: 'one' }], Failed: [{ Id: 'two', SenderFault: true }] });
    const names = ['--attribute-names', 'All', '--message-attribute-names', 'All'];
    const { Messages } = await ask(
      cli,
      'sqs',
      'receive-message',
      ...queue,
      '--max-number-of-messages',
      '10',
      ...names,
    );
    const received = Messages.find(({ MessageId }: { MessageId: string }) => MessageId === sent.MessageId);
    expect(received).toMatchObject({
      Body: '<a> & "b"',
      Attributes: { ApproximateReceiveCount: '1' },
      MessageAttributes: { colour: { StringValue: 'red', DataType: 'String' } },
    });
    await type(cli, 'sqs', 'delete-message', ...queue, '--receipt-handle', received.ReceiptHandle);
    await expect(ask(cli, 'sqs', 'get-queue-url', '--queue-name', 'nowhere')).rejects.toThrow(
      /AWS\.SimpleQueueService\.NonExistentQueue/,
    );
  }, 60_000);

  it('names the account and its stack', async () => {
    const identity = await ask(cli, 'sts', 'get-caller-identity');
    expect(identity).toMatchObject({ Account: application.cloud.accountId });
    const { StackSummaries } = await ask(cli, 'cloudformation', 'list-stacks');
    const [{ StackName, StackStatus }] = StackSummaries;
    expect(StackStatus).toBe('CREATE_COMPLETE');
    const { StackResources } = await ask(
      cli,
      ...['cloudformation', 'describe-stack-resources', '--stack-name', StackName],
    );
    expect(StackResources.length).toBeGreaterThan(20);
  }, 60_000);

  it('runs a function, and shows what it wrote', async () => {
    const { Functions } = await ask(cli, 'lambda', 'list-functions');
    const [{ FunctionName: name }] = Functions;
    const configuration = await ask(cli, 'lambda', 'get-function-configuration', '--function-name', name);
    const answer = join(home, 'answer.json');
    const event = join(home, 'event.json');
    writeFileSync(event, '{}');
    const payload = ['--payload', `fileb://${event}`];
    const invoked = await askLater(cli, 'lambda', 'invoke', '--function-name', name, ...payload, answer);
    expect(invoked).toMatchObject({ StatusCode: 200, ExecutedVersion: '$LATEST' });
    expect(() => JSON.parse(readFileSync(answer, 'utf8'))).not.toThrow();
    const { logGroups } = await ask(cli, 'logs', 'describe-log-groups');
    const group = application.cloud.lambda.settings(configuration.FunctionArn).logGroupName;
    expect(logGroups.map(({ logGroupName }: { logGroupName: string }) => logGroupName)).toContain(group);
    const pattern = ['--filter-pattern', '{ $.type = "platform.report" }'];
    const found = await ask(cli, 'logs', 'filter-log-events', '--log-group-name', group, ...pattern);
    expect(found.events.length).toBeGreaterThan(0);
    if (cli.isSecond) expect(await type(cli, 'logs', 'tail', group)).toContain('platform.report');
  }, 60_000);

  it('reads alarms, metrics and schedules', async () => {
    const { MetricAlarms } = await ask(cli, 'cloudwatch', 'describe-alarms');
    expect(MetricAlarms.length).toBeGreaterThan(3);
    const { MetricName, Namespace } = { MetricName: 'Invocations', Namespace: 'AWS/Lambda' };
    const { Metrics } = await ask(cli, 'cloudwatch', 'list-metrics', '--namespace', Namespace);
    const Metric = { MetricName, Namespace, Dimensions: Metrics[0].Dimensions };
    const queries = [{ Id: 'calls', MetricStat: { Metric, Period: 60, Stat: 'Sum' } }];
    const { nowMs } = application.cloud.timeline;
    const time = (ms: number) => new Date(ms).toISOString();
    const { MetricDataResults } = await ask(
      cli,
      ...['cloudwatch', 'get-metric-data', '--metric-data-queries', JSON.stringify(queries)],
      ...['--start-time', time(nowMs - 3_600_000), '--end-time', time(nowMs + 60_000)],
    );
    expect(MetricDataResults[0].Values.length).toBeGreaterThan(0);
    const { Schedules } = await ask(cli, 'scheduler', 'list-schedules');
    const [{ Name, GroupName }] = Schedules;
    const schedule = ['scheduler', 'get-schedule', '--name', Name, '--group-name', GroupName];
    expect(await ask(cli, ...schedule)).toMatchObject({ Name, State: 'ENABLED' });
  }, 60_000);

  it('launches with options, reboots, and deletes parameters', async () => {
    const image = 'resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64';
    const { Instances } = await ask(
      cli,
      ...['ec2', 'run-instances', '--image-id', image, '--instance-type', 't3.micro'],
      ...['--metadata-options', 'HttpTokens=required', '--monitoring', 'Enabled=true'],
      ...['--user-data', '#!/bin/sh', '--instance-market-options', 'MarketType=spot'],
    );
    const [{ InstanceId: id, InstanceLifecycle }] = Instances;
    expect(InstanceLifecycle).toBe('spot');
    const { cloud } = application;
    await cloud.loop.run({ untilMs: cloud.timeline.nowMs + 60_000 });
    expect(await type(cli, 'ec2', 'reboot-instances', '--instance-ids', id)).toBe('');
    const { Regions } = await ask(cli, 'ec2', 'describe-regions');
    expect(Regions).toHaveLength(17);
    const parameter = ['--name', '/first', '--value', 'v', '--type', 'String', '--overwrite'];
    await ask(cli, 'ssm', 'put-parameter', ...parameter);
    expect(await ask(cli, 'ssm', 'delete-parameters', '--names', '/first', '/none')).toEqual({
      DeletedParameters: ['/first'],
      InvalidParameters: ['/none'],
    });
    await expect(
      type(cli, 'ec2', 'run-instances', '--image-id', image, '--instance-type', 'bogus.type'),
    ).rejects.toThrow("Invalid value 'bogus.type' for InstanceType.");
  }, 60_000);
});

describe.skipIf(clis.length === 0)('what the local cloud does not have', () => {
  const commands = {
    'cloudwatch list-dashboards': 'cloudwatch:ListDashboards',
    'lambda list-layers': 'lambda:ListLayers',
    'logs describe-metric-filters': 'logs:DescribeMetricFilters',
    'scheduler delete-schedule --name x': 'scheduler:DeleteSchedule',
    'cloudformation list-exports': 'cloudformation:ListExports',
    'sts get-session-token': 'sts:GetSessionToken',
    'ec2 describe-volumes': 'ec2:DescribeVolumes',
    'kms list-keys': 'kms:ListKeys',
    's3api list-buckets': 's3',
    'rds describe-db-instances': 'rds:DescribeDBInstances',
  };

  it('is refused by name', async () => {
    const [cli = { program: 'aws', version: '', isSecond: false }] = clis;
    const typed = Object.entries(commands).map(async ([command, name]) => {
      const refused = type(cli, ...wordsOf(command));
      await expect(refused, command).rejects.toThrow(/does not emulate/);
      await expect(refused, command).rejects.toThrow(name);
    });
    await Promise.all(typed);
  }, 60_000);
});
