import { mkdtempSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServer } from 'local-cloud';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deployApplication, type LocalApplication } from '../../../../../simulator/run/deploy-application.ts';
import { assemblyFolder } from '../../../../synthesized.ts';
import { installedClis, runCli } from './installed-clis.ts';

const home = mkdtempSync(join(tmpdir(), 'muster-aws-cli-'));
const cli = installedClis().find(({ program }) => program === 'aws');
if (cli === undefined)
  process.stderr.write(
    'skipped: the AWS CLI is not installed (test/bin/commands/local/serve-locally/aws-cli.test.ts)\n',
  );

let application: LocalApplication;
let server: Server;
let endpoint = '';

beforeAll(async () => {
  application = await deployApplication(assemblyFolder(), {
    seed: 1,
    launchDefaults: { hasDefaultHostManagement: true, registration: { kind: 'late', delaySeconds: 1 } },
  });
  const started = await startServer(application.cloud, 0);
  server = started.server;
  endpoint = `http://127.0.0.1:${started.port}`;
});

afterAll(() => {
  server.close();
  server.closeAllConnections();
  rmSync(home, { recursive: true });
});

async function run(url: string, region: string, words: readonly string[]): Promise<string> {
  return runCli({ program: 'aws' }, { url, region, home }, words);
}

async function aws(...args: readonly string[]) {
  return JSON.parse(await run(endpoint, application.cloud.region, args));
}

async function pass(minutes: number): Promise<void> {
  await application.cloud.loop.run({ untilMs: application.cloud.timeline.nowMs + minutes * 60_000 });
}

describe.skipIf(cli === undefined)('the AWS CLI', () => {
  it('launches an instance, and sees its command end and its roster entry', async () => {
    const id = await launch();
    await pass(15);
    const list = ['ssm', 'list-command-invocations', '--instance-id', id, '--details'];
    const { CommandInvocations } = await aws(...list);
    expect(CommandInvocations).toMatchObject([
      { InstanceId: id, Status: 'Success', DocumentName: 'Muster-InstallAgentLinux' },
    ]);

    const { Items, Count } = await aws('dynamodb', 'scan', '--table-name', application.rosterTableName);
    // The other item is the pulse of the roster.
    expect(Count).toBe(2);
    const entry = Items.find(({ instanceId }: { instanceId: { S: string } }) => instanceId.S === id);
    expect(entry).toMatchObject({
      instanceId: { S: id },
      status: { S: 'onboarded' },
      commandId: { S: CommandInvocations[0].CommandId },
    });
  });

  it('sees a launch wait in the queue, and the queue empty at the end', async () => {
    await launch();
    await pass(2);
    const waiting = await queueAttributes();
    expect(waiting).toMatchObject({ ApproximateNumberOfMessages: '0', DelaySeconds: '180' });
    expect(Number(waiting.ApproximateNumberOfMessagesDelayed)).toBe(1);
    await pass(13);
    expect(await queueAttributes()).toMatchObject({
      ApproximateNumberOfMessages: '0',
      ApproximateNumberOfMessagesDelayed: '0',
      ApproximateNumberOfMessagesNotVisible: '0',
    });
  });

  it('launches with 50 tags of the greatest length and options of a launch, and is shown them', async () => {
    const tags = Array.from({ length: 50 }, (_, index) => ({ Key: `k${index}`, Value: 'v'.repeat(256) }));
    const id = await launch(
      ...tagged(tags),
      ...['--instance-market-options', 'MarketType=spot', '--user-data', '#!/bin/sh'],
      ...['--metadata-options', 'HttpTokens=optional,HttpPutResponseHopLimit=3'],
    );
    await pass(15);
    const { Reservations } = await aws('ec2', 'describe-instances', '--instance-ids', id);
    const [instance] = Reservations[0].Instances;
    expect(instance.Tags).toEqual(tags);
    expect(instance).toMatchObject({
      InstanceLifecycle: 'spot',
      MetadataOptions: { HttpTokens: 'optional', HttpPutResponseHopLimit: 3 },
    });
    const key = JSON.stringify({ instanceId: { S: id } });
    const table = application.rosterTableName;
    const { Item } = await aws('dynamodb', 'get-item', '--table-name', table, '--key', key);
    expect(Item).toMatchObject({ status: { S: 'onboarded' }, source: { S: 'spot' } });
  });

  it('is refused 51 tags, and a tag of AWS, as by EC2', async () => {
    const tags = Array.from({ length: 51 }, (_, index) => ({ Key: `k${index}`, Value: 'v' }));
    await expect(launch(...tagged(tags))).rejects.toThrow(/TagLimitExceeded/);
    const reserved = tagged([{ Key: 'aws:foo', Value: 'v' }]);
    await expect(launch(...reserved)).rejects.toThrow(/InvalidParameterValue.*aws:/);
  });

  it('refuses an operation or an option that is not emulated, and says which', async () => {
    await expect(launch('--hibernation-options', 'Configured=true')).rejects.toThrow(/HibernationOptions/);
    await expect(aws('ec2', 'describe-vpc-peering-connections')).rejects.toThrow(
      /ec2:DescribeVpcPeeringConnections/,
    );
  });

  it('opens an OpsItem once while it is not resolved', async () => {
    const data = JSON.stringify({
      '/aws/dedup': { Type: 'SearchableString', Value: JSON.stringify({ dedupString: 'disk is full' }) },
    });
    const what = ['--title', 'Disk', '--description', 'It is full.', '--source', 'shop'];
    const create = ['ssm', 'create-ops-item', ...what, '--operational-data', data];
    const { OpsItemId: id } = await aws(...create);
    await expect(aws(...create)).rejects.toThrow(/OpsItemAlreadyExists/);
    const item = ['--ops-item-id', id];
    await run(endpoint, application.cloud.region, [
      'ssm',
      'update-ops-item',
      ...item,
      '--status',
      'Resolved',
    ]);
    expect(await aws('ssm', 'get-ops-item', ...item)).toMatchObject({
      OpsItem: { Status: 'Resolved', Source: 'shop' },
    });
    await aws(...create);
    const open = ['--ops-item-filters', 'Key=Status,Values=Open,Operator=Equal'];
    expect((await aws('ssm', 'describe-ops-items', ...open)).OpsItemSummaries).toHaveLength(1);
  });

  it('refuses a queue that is not there, and says why', async () => {
    const refusal = /NonExistentQueue|QueueDoesNotExist/;
    await expect(aws('sqs', 'get-queue-url', '--queue-name', 'nowhere')).rejects.toThrow(refusal);
  });

  function tagged(Tags: readonly object[]): string[] {
    return ['--tag-specifications', JSON.stringify([{ ResourceType: 'instance', Tags }])];
  }

  async function launch(...options: readonly string[]): Promise<string> {
    const image = 'resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64';
    const words = ['ec2', 'run-instances', '--image-id', image, '--instance-type', 't3.micro', ...options];
    const launched = await aws(...words);
    const [{ InstanceId, State }] = launched.Instances;
    expect(InstanceId).toMatch(/^i-[0-9a-f]{17}$/);
    expect(State.Name).toBe('pending');
    return InstanceId;
  }

  async function queueAttributes(): Promise<Record<string, string>> {
    const url = application.launchQueueUrl;
    const { Attributes } = await aws(
      'sqs',
      'get-queue-attributes',
      '--queue-url',
      url,
      '--attribute-names',
      'All',
    );
    return Attributes;
  }
});
