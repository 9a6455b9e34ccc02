import { mkdtempSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateActivationCommand,
  ListCommandInvocationsCommand,
  PutInventoryCommand,
  SSMClient,
} from '@aws-sdk/client-ssm';
import { deployStack, type LocalCloud, sdkSettings, startServer } from 'local-cloud';
import { newCloud, region } from 'local-cloud/test/cloud-bench.ts';
import { spec } from 'local-cloud/test/services/ec2/pretend-world.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Capability } from '../../lib/capabilities/capability.ts';
import { inventoryCapability } from '../../lib/capabilities/inventory/inventory-capability.ts';
import { patchingCapability } from '../../lib/capabilities/patching/patching-capability.ts';
import type { MusterConfig } from '../../lib/configuration/config.ts';
import { installedClis, runCli } from '../bin/commands/local/serve-locally/installed-clis.ts';
import { synthesize } from '../lib/synthesize.ts';
import { distFolder } from '../synthesized.ts';
import { partOfStack } from './part-of-stack.ts';

beforeAll(distFolder);
const home = mkdtempSync(join(tmpdir(), 'muster-markers-'));
afterAll(() => rmSync(home, { recursive: true }));
const cli = installedClis().find(({ program }) => program === 'aws');
if (cli === undefined)
  process.stderr.write('skipped: the AWS CLI is not installed (test/end-to-end/markers.test.ts)\n');

const day = 86_400;
const hour = 3600;
const missing = { inventory: { missing: 'antivirus' } };
const config = {
  inventory: { bucket: null, markers: { antivirus: { application: ['clamav*', 'ClamWin'] } } },
  patching: {
    windows: {
      protect: {
        ...{ schedule: 'rate(1 day)', targets: missing },
        tasks: {
          install: { runCommand: { document: 'AWS-RunShellScript', parameters: { commands: ['true'] } } },
        },
      },
    },
  },
} satisfies MusterConfig;

/** An account in which markers are kept, and a window runs a command on what lacks an antivirus. */
async function deployed(): Promise<LocalCloud> {
  const { cloud } = newCloud({});
  const deploy = async (capability: Capability, stackName: string, roots: RegExp) => {
    const template = synthesize(config, undefined, capability).get(stackName);
    const resources: Readonly<Record<string, unknown>> = template?.toJSON()['Resources'] ?? {};
    const ids = Object.keys(resources).filter((id) => roots.test(id));
    await deployStack(cloud, partOfStack(resources, ids, { stackName, capability: 'mark-installed' }));
  };
  await deploy(inventoryCapability, 'MusterInventory', /^Markers/);
  await deploy(patchingCapability, 'MusterPatching', /^Windows/);
  return cloud;
}

/** What a node reports: its agent reads the packages, and says when. */
async function report(cloud: LocalCloud, InstanceId: string, names: readonly string[]): Promise<void> {
  const CaptureTime = `${new Date(cloud.timeline.nowMs).toISOString().slice(0, 19)}Z`;
  const Content = names.map((Name) => ({ Name, Version: '1' }));
  const item = { TypeName: 'AWS:Application', SchemaVersion: '1.1', CaptureTime, Content };
  await new SSMClient(sdkSettings(cloud)).send(new PutInventoryCommand({ InstanceId, Items: [item] }));
}

const tagsOf = (cloud: LocalCloud, id: string) => cloud.ec2.fleet.find(id)?.tags(cloud.timeline.nowMs) ?? {};
const stateOf = (cloud: LocalCloud, id: string) => tagsOf(cloud, id)['Muster-Marker-antivirus'];
const launch = (cloud: LocalCloud, count: number) =>
  cloud.ec2.launch(Array.from({ length: count }, () => spec({}))).map(({ id }) => id);
const pass = (cloud: LocalCloud, hours: number) => cloud.pass(hours * hour);

/** The nodes to which anything was sent. */
async function commandedIn(cloud: LocalCloud): Promise<string[]> {
  const { CommandInvocations = [] } = await new SSMClient(sdkSettings(cloud)).send(
    new ListCommandInvocationsCommand({}),
  );
  return CommandInvocations.flatMap(({ InstanceId }) => InstanceId ?? []);
}

describe('an antivirus that nobody tagged', () => {
  it('is found, its absence too, and what inventory does not know gets no tag', async () => {
    const cloud = await deployed();
    const [linux = '', windows = '', bare = '', silent = '', empty = ''] = launch(cloud, 5);
    await pass(cloud, 1);
    await report(cloud, linux, ['bash', 'clamav-daemon']);
    await report(cloud, windows, ['ClamWin']);
    await report(cloud, bare, ['bash', 'not-clamav', 'ClamWin Portable']);
    await report(cloud, empty, []);
    await pass(cloud, 5);
    const states = [linux, windows, bare, silent, empty].map((id) => stateOf(cloud, id));
    expect(states).toEqual(['has', 'has', 'has-not', undefined, undefined]);
    expect(tagsOf(cloud, linux)['Muster-Marker-antivirus-since']).toMatch(/^2026-01-01T0\d:\d\d:\d\dZ$/);
  });

  it('is installed by a window on those that lack it, and on nobody else', async () => {
    const cloud = await deployed();
    const [has = '', bare = ''] = launch(cloud, 3);
    await pass(cloud, 1);
    await report(cloud, has, ['clamav']);
    await report(cloud, bare, ['bash']);
    await cloud.pass(day + hour);
    const sent = cloud.ssm.windows.executionsOf(cloud.ssm.windows.windows[0]?.id ?? '');
    expect(sent).not.toEqual([]);
    expect(await commandedIn(cloud)).toEqual([bare]);
  });

  it('that goes for a moment is not missed: the second capture decides, and says since when', async () => {
    const cloud = await deployed();
    const [upgraded = '', removed = ''] = launch(cloud, 2);
    await pass(cloud, 1);
    for (const id of [upgraded, removed]) await report(cloud, id, ['clamav']);
    await pass(cloud, 12);
    for (const id of [upgraded, removed]) await report(cloud, id, ['bash']);
    await pass(cloud, 5);
    const doubted = tagsOf(cloud, removed)['Muster-Marker-antivirus-since'] ?? '';
    expect([stateOf(cloud, upgraded), stateOf(cloud, removed)]).toEqual(['has', 'has']);
    expect(doubted).toMatch(/^2026-01-01T0\d:.* doubted 2026-01-01T1\d:/);

    await pass(cloud, 7);
    await report(cloud, upgraded, ['clamav']);
    await report(cloud, removed, ['bash']);
    await pass(cloud, 5);
    expect([stateOf(cloud, upgraded), stateOf(cloud, removed)]).toEqual(['has', 'has-not']);
    expect(tagsOf(cloud, removed)['Muster-Marker-antivirus-since']).toBe(doubted.split(' doubted ')[1]);
    expect(tagsOf(cloud, upgraded)['Muster-Marker-antivirus-since']).toBe(doubted.split(' doubted ')[0]);
  });
});

describe('a node outside EC2', () => {
  it('is marked as an instance is', async () => {
    const cloud = await deployed();
    const node = await register(cloud);
    await pass(cloud, 1);
    await report(cloud, node.id, ['clamav']);
    await pass(cloud, 5);
    expect(node.tags()).toMatchObject({ site: 'berlin', 'Muster-Marker-antivirus': 'has' });
    await report(cloud, node.id, ['bash']);
    await pass(cloud, 5);
    expect(node.tags()['Muster-Marker-antivirus-since']).toContain(' doubted ');
    await report(cloud, node.id, ['bash']);
    await pass(cloud, 5);
    expect(node.tags()['Muster-Marker-antivirus']).toBe('has-not');
  });
});

/** A machine that an activation registers. */
async function register(cloud: LocalCloud) {
  const roleName = 'machines';
  const { directory } = cloud.iam;
  directory.declareRole({
    roleName,
    trust: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: 'ssm.amazonaws.com' }, Action: 'sts:AssumeRole' }],
    },
    attachedPolicyArns: [directory.awsPolicyArn('AmazonSSMManagedInstanceCore')],
  });
  const { ActivationId: activationId = '', ActivationCode: activationCode = '' } = await new SSMClient(
    sdkSettings(cloud),
  ).send(new CreateActivationCommand({ IamRole: roleName, Tags: [{ Key: 'site', Value: 'berlin' }] }));
  const { platform, architecture, agentVersion, registration, script } = spec({});
  return cloud.ssm.machines.register(
    {
      spec: { platform, architecture, agentVersion, registration, script },
      ...{ computerName: 'berlin-1.example.com', ipAddress: '192.0.2.1' },
    },
    { activationId, activationCode, region },
  );
}

describe.skipIf(cli === undefined)('the inventory, as the AWS CLI shows it', () => {
  let server: Server;
  let ids: readonly string[] = [];
  let aws: (...words: readonly string[]) => Promise<string>;

  beforeAll(async () => {
    const { cloud } = newCloud({});
    ids = launch(cloud, 2);
    await pass(cloud, 1);
    await report(cloud, ids[1] ?? '', ['bash']);
    const started = await startServer(cloud, 0);
    server = started.server;
    const place = { url: `http://127.0.0.1:${started.port}`, region, home };
    aws = (...words) => runCli({ program: 'aws' }, place, ['ssm', ...words]);
  });
  afterAll(() => {
    server.close();
    server.closeAllConnections();
  });

  it('has what a node reported with the CLI', async () => {
    const id = ['--instance-id', ids[0] ?? ''];
    const form = 'TypeName=AWS:Application,SchemaVersion=1.1,CaptureTime=2026-01-01T01:00:00Z';
    const content = 'Content=[{Name=bash},{Name=clamav-daemon}]';
    await aws('put-inventory', ...id, '--items', `${form},${content}`);
    const entries = await aws('list-inventory-entries', ...id, '--type-name', 'AWS:Application');
    const Entries = [{ Name: 'bash' }, { Name: 'clamav-daemon' }];
    expect(JSON.parse(entries)).toMatchObject({ CaptureTime: '2026-01-01T01:00:00Z', Entries });
  });

  it('answers the filters of the function, and in pages', async () => {
    const get = async (...filters: readonly string[]) => {
      const answer = await aws('get-inventory', '--page-size', '1', '--filters', ...filters);
      return JSON.parse(answer).Entities.map(({ Id }: { Id: string }) => Id);
    };
    const active = 'Key=AWS:InstanceInformation.InstanceStatus,Values=Active,Type=Equal';
    expect(await get(active)).toEqual(ids);
    const clamav = 'Key=AWS:Application.Name,Values=clamav,Type=BeginWith';
    expect(await get(active, clamav)).toEqual([ids[0]]);
  });
});
