import { mkdtempSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ListCommandsCommand, SSMClient } from '@aws-sdk/client-ssm';
import { deployStack, platforms, sdkSettings, startServer } from 'local-cloud';
import { newCloud, region } from 'local-cloud/test/cloud-bench.ts';
import { spec } from 'local-cloud/test/services/ec2/pretend-world.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { patchingCapability } from '../../lib/capabilities/patching/patching-capability.ts';
import { installedClis, runCli } from '../bin/commands/local/serve-locally/installed-clis.ts';
import { synthesize } from '../lib/synthesize.ts';
import { partOfStack } from './part-of-stack.ts';

const home = mkdtempSync(join(tmpdir(), 'muster-patch-now-'));
const cli = installedClis().find(({ program }) => program === 'aws');
if (cli === undefined)
  process.stderr.write('skipped: the AWS CLI is not installed (test/end-to-end/patch-now.test.ts)\n');

/** What stands for the document of AWS that patches. */
const patchBaseline = {
  schemaVersion: '2.2',
  parameters: Object.fromEntries(
    ['Operation', 'SnapshotId', 'RebootOption'].map((name) => [name, { type: 'String', default: '' }]),
  ),
  mainSteps: [{ name: 'patch', action: 'aws:runPowerShellScript', inputs: { runCommand: ['patch'] } }],
};

const patching = {
  patchGroups: { web: { systems: { UBUNTU: { rules: [{ filters: { PRIORITY: ['*'] } }] } } } },
};
const { cloud } = newCloud();
let server: Server;
let url = '';
const client = new SSMClient(sdkSettings(cloud));

beforeAll(async () => {
  const template = synthesize({ patching }, undefined, patchingCapability).get('MusterPatching');
  const resources: Readonly<Record<string, unknown>> = template?.toJSON()['Resources'] ?? {};
  const runbookId = Object.keys(resources).find((id) => id.startsWith('PatchNowRunbook')) ?? '';
  cloud.ssm.declareDocument({ Name: 'AWS-RunPatchBaseline', Content: patchBaseline });
  const part = { stackName: 'Patching', capability: 'patching' };
  await deployStack(cloud, partOfStack(resources, [runbookId], part));
  cloud.ec2.launch([spec({ tags: { PatchGroup: 'web' }, platform: platforms.windowsServer2022 })]);
  await cloud.pass(600);
  const started = await startServer(cloud, 0);
  server = started.server;
  url = `http://127.0.0.1:${started.port}`;
});

afterAll(() => {
  server.close();
  server.closeAllConnections();
  rmSync(home, { recursive: true });
});

async function aws(...words: readonly string[]) {
  return JSON.parse(await runCli({ program: 'aws' }, { url, region, home }, words));
}

describe.skipIf(cli === undefined)('the runbook PatchNow', () => {
  it('started with the AWS CLI, patches the instances of a group as its own role', async () => {
    const parameters = JSON.stringify({ TargetValues: ['web'], Operation: ['Install'], MaxErrors: ['0'] });
    const words = ['--document-name', 'Muster-PatchNow', '--parameters', parameters];
    const { AutomationExecutionId: id } = await aws('ssm', 'start-automation-execution', ...words);
    await cloud.pass(3600);
    const { AutomationExecution: execution } = await aws(
      ...['ssm', 'get-automation-execution', '--automation-execution-id', id],
    );
    expect(execution).toMatchObject({
      AutomationExecutionStatus: 'Success',
      DocumentName: 'Muster-PatchNow',
      Parameters: { Operation: ['Install'], RebootOption: ['RebootIfNeeded'], MaxConcurrency: ['10%'] },
      StepExecutions: [{ StepName: 'patch', StepStatus: 'Success', Outputs: { Status: ['Success'] } }],
    });
    const { Commands = [] } = await client.send(new ListCommandsCommand({}));
    expect(Commands).toMatchObject([
      {
        ...{ DocumentName: 'Muster-PatchInstances', Comment: 'Muster: patch now, Install' },
        ...{ Status: 'Success', TargetCount: 1, Parameters: { SnapshotId: [id] } },
      },
    ]);
  });

  it('refuses what its parameters do not allow', async () => {
    const parameters = JSON.stringify({ TargetValues: ['web'], Operation: ['Remove'] });
    const words = ['--document-name', 'Muster-PatchNow', '--parameters', parameters];
    await expect(aws('ssm', 'start-automation-execution', ...words)).rejects.toThrow(
      /InvalidAutomationExecutionParameters.*Operation/,
    );
  });
});
