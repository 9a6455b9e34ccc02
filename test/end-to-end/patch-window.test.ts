import { mkdtempSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ListCommandInvocationsCommand, ListCommandsCommand, SSMClient } from '@aws-sdk/client-ssm';
import { deployStack, type LocalCloud, sdkSettings, startServer, succeedingScript } from 'local-cloud';
import { newCloud, region } from 'local-cloud/test/cloud-bench.ts';
import { spec } from 'local-cloud/test/services/ec2/pretend-world.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { patchingCapability } from '../../lib/capabilities/patching/patching-capability.ts';
import { installedClis, runCli } from '../bin/commands/local/serve-locally/installed-clis.ts';
import { synthesize } from '../lib/synthesize.ts';
import { distFolder } from '../synthesized.ts';
import { partOfStack } from './part-of-stack.ts';

beforeAll(distFolder);
const home = mkdtempSync(join(tmpdir(), 'muster-patch-window-'));
afterAll(() => rmSync(home, { recursive: true }));
const cli = installedClis().find(({ program }) => program === 'aws');
if (cli === undefined)
  process.stderr.write('skipped: the AWS CLI is not installed (test/end-to-end/patch-window.test.ts)\n');

const patching = {
  windows: {
    night: {
      schedule: 'cron(0 2 ? * SUN#2 *)',
      timeZone: 'Europe/Berlin',
      ...{ durationHours: 2, cutoffHours: 1, atCutoff: 'CANCEL_TASK' as const },
      ...{ targets: { all: true as const }, operation: 'Install' as const, concurrency: '100%' },
    },
  },
};
/** The second Sunday of January 2026, at two o'clock in Berlin. */
const openedMs = Date.UTC(2026, 0, 11, 1);

/** An account with the windows of the configuration and the function that marks nodes. */
async function deployed(windowsWaitForFunctions: boolean): Promise<LocalCloud> {
  const { cloud } = newCloud({ ssm: { windowsWaitForFunctions } });
  const template = synthesize({ patching }, undefined, patchingCapability).get('MusterPatching');
  const resources: Readonly<Record<string, unknown>> = template?.toJSON()['Resources'] ?? {};
  const roots = Object.keys(resources).filter((id) => /^(Windows|Marks|ReportAlarms)/.test(id));
  const part = { stackName: 'MusterPatching', capability: 'mark-patchable' };
  await deployStack(cloud, partOfStack(resources, roots, part));
  return cloud;
}

const lasting = (seconds: number) => ({
  ...succeedingScript,
  durationSeconds: { min: seconds, max: seconds },
});
const inGroup = { PatchGroup: 'web' };
const node = (tags: Readonly<Record<string, string>>, seconds = 60) =>
  spec({ tags, script: lasting(seconds) });
const ofCluster = { ...inGroup, 'aws:elasticmapreduce:job-flow-id': 'j-1' };
/** Passes until so many minutes after the window has opened. */
const passUntil = (cloud: LocalCloud, minutes: number) =>
  cloud.pass((openedMs - cloud.timeline.nowMs) / 1000 + minutes * 60);

const launch = (cloud: LocalCloud, seconds = 60) =>
  cloud.ec2
    .launch([
      node(inGroup, seconds),
      node({}),
      node(ofCluster),
      node({ ...ofCluster, 'Muster-Patchable': 'in-patch-group' }),
    ])
    .map(({ id }) => id);

/** What was sent in all, each with its instances and how it ended. */
async function sent(cloud: LocalCloud) {
  const client = new SSMClient(sdkSettings(cloud));
  const { Commands = [] } = await client.send(new ListCommandsCommand({}));
  const { CommandInvocations = [] } = await client.send(new ListCommandInvocationsCommand({}));
  return Commands.map(({ CommandId, DocumentName, Parameters, Status }) => ({
    ...{ DocumentName, Operation: Parameters?.['Operation'], Status },
    ids: CommandInvocations.filter((each) => each.CommandId === CommandId).map(
      ({ InstanceId }) => InstanceId,
    ),
  }));
}
const install = { DocumentName: 'AWS-RunPatchBaseline', Operation: ['Install'] };

describe('a window that installs', () => {
  it('installs on instances of patch groups, and on no node of EMR, not even on one with a copied mark', async () => {
    const cloud = await deployed(true);
    const [ordinary, ...others] = launch(cloud);
    await passUntil(cloud, 30);
    expect(await sent(cloud)).toEqual([{ ...install, Status: 'Success', ids: [ordinary] }]);
    const marks = [ordinary, ...others].map(
      (id) => cloud.ec2.fleet.find(id ?? '')?.tags(cloud.timeline.nowMs)['Muster-Patchable'],
    );
    expect(marks).toEqual(['in-patch-group', 'in-no-patch-group', undefined, undefined]);
  });

  it('does not install on what was too young to tell', async () => {
    const cloud = await deployed(true);
    await passUntil(cloud, -5);
    launch(cloud);
    await passUntil(cloud, 30);
    expect(await sent(cloud)).toEqual([{ ...install, Status: 'Success', ids: [] }]);
  });

  it('installs on what the daily call has marked, when the window does not wait for its function', async () => {
    const cloud = await deployed(false);
    const [ordinary] = launch(cloud);
    await passUntil(cloud, 30);
    expect(await sent(cloud)).toEqual([{ ...install, Status: 'Success', ids: [ordinary] }]);
  });

  it('installs nothing when nodes cannot be marked, and an alarm tells', async () => {
    const cloud = await deployed(true);
    launch(cloud);
    for (const { arn } of cloud.iam.directory.roles.filter(({ roleName }) => roleName.includes('Marks')))
      cloud.access.attachToRole(arn, 'broken', {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Deny', Action: 'ec2:CreateTags', Resource: '*' }],
      });
    await passUntil(cloud, 30);
    expect(await sent(cloud)).toEqual([{ ...install, Status: 'Success', ids: [] }]);
    const [execution] = cloud.ssm.windows.executionsOf(cloud.ssm.windows.windows[0]?.id ?? '');
    expect(execution?.tasks.map(({ status }) => status)).toEqual(['FAILED', 'SUCCESS']);
    expect(cloud.observations.cloudwatch.alarmStates().get('Muster/Patching/MarkingMissed')).toBe('ALARM');
  });
});

describe.skipIf(cli === undefined)('the cutoff of a window, as the AWS CLI shows it', () => {
  let cloud: LocalCloud;
  let server: Server;
  let url = '';

  beforeAll(async () => {
    cloud = await deployed(true);
    launch(cloud, 5400);
    await passUntil(cloud, 59);
    const started = await startServer(cloud, 0);
    server = started.server;
    url = `http://127.0.0.1:${started.port}`;
  });
  afterAll(() => {
    server.close();
    server.closeAllConnections();
  });

  const client = () => new SSMClient(sdkSettings(cloud));
  const aws = async (...words: readonly string[]) =>
    JSON.parse(await runCli({ program: 'aws' }, { url, region, home }, words));

  it('cancels what installs, and the script on the node is killed', async () => {
    const { WindowIdentities: windows } = await aws('ssm', 'describe-maintenance-windows');
    expect(windows).toMatchObject([{ Name: 'Muster-night', Schedule: 'cron(0 2 ? * SUN#2 *)', Duration: 2 }]);
    expect(await sent(cloud)).toMatchObject([{ Status: 'InProgress' }]);
    await passUntil(cloud, 65);

    const { WindowExecutions: executions } = await aws(
      ...['ssm', 'describe-maintenance-window-executions', '--window-id', windows[0].WindowId],
    );
    expect(executions).toMatchObject([{ Status: 'TIMED_OUT' }]);
    const { CommandInvocations } = await client().send(new ListCommandInvocationsCommand({ Details: true }));
    expect(CommandInvocations).toMatchObject([{ Status: 'Cancelled' }]);
    const linux = CommandInvocations?.[0]?.CommandPlugins?.find(({ Name }) => Name === 'PatchLinux');
    expect(linux).toMatchObject({ Status: 'Cancelled', ResponseCode: 137 });
  });

  it('leaves a window whose task has timed out', async () => {
    const [execution] = cloud.ssm.windows.executionsOf(cloud.ssm.windows.windows[0]?.id ?? '');
    const id = ['--window-execution-id', execution?.id ?? ''];
    const [{ TaskIds: taskIds }, { WindowExecutionTaskIdentities: tasks }] = await Promise.all([
      aws('ssm', 'get-maintenance-window-execution', ...id),
      aws('ssm', 'describe-maintenance-window-execution-tasks', ...id),
    ]);
    expect(tasks).toMatchObject([
      { TaskType: 'LAMBDA', Status: 'SUCCESS', TaskExecutionId: taskIds[0] },
      { TaskType: 'RUN_COMMAND', TaskArn: 'AWS-RunPatchBaseline', Status: 'TIMED_OUT' },
    ]);
    const { WindowExecutionTaskInvocationIdentities: invocations } = await aws(
      ...['ssm', 'describe-maintenance-window-execution-task-invocations', ...id, '--task-id', taskIds[1]],
    );
    expect(invocations).toMatchObject([{ Status: 'CANCELLED', TaskType: 'RUN_COMMAND' }]);
  });
});
