import { PutInventoryCommand, SSMClient } from '@aws-sdk/client-ssm';
import { sdkSettings } from 'local-cloud';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { systemClock } from '../../lambdas/shared/clients/system-clock.ts';
import { serveApplication } from '../bin/account/served-application.ts';
import { assemblyFolderWith } from '../synthesized.ts';
import { specOf } from './application.ts';
import { readLine } from './registration-line.ts';

const settings = {
  hybrid: { activations: { shop: { tags: { PatchGroup: 'shops' } } } },
  inventory: { bucket: null, markers: { antivirus: { application: 'clamav*' } } },
  patching: {
    patchGroups: { shops: { systems: { DEBIAN: {} } } },
    windows: {
      noon: {
        ...{ schedule: 'cron(0 12 * * ? *)', targets: { patchGroups: ['shops'] } },
        operation: 'Install' as const,
      },
    },
  },
};
const served = serveApplication(() => assemblyFolderWith(settings), ['hybrid', 'inventory', 'patching']);

beforeEach(() => {
  vi.spyOn(systemClock, 'now').mockImplementation(() => served().cloud.timeline.nowMs);
});
afterEach(() => vi.restoreAllMocks());

/** Runs the line that `muster activate` printed on a machine in a shop. */
async function register() {
  const { stdout } = await served().musterAs('activate', 'activate', 'shop', '--json');
  const answer: unknown = JSON.parse(stdout);
  const { platform, architecture, agentVersion, registration, script } = specOf('debian12');
  const spec = { platform, architecture, agentVersion, registration, script };
  const machine = { spec, computerName: 'till-1.example.com', ipAddress: '192.0.2.1' };
  return served().cloud.ssm.machines.register(machine, readLine(String(Object(answer)['linux'])));
}

/** Its agent tells which packages it has. */
async function tell(InstanceId: string, names: readonly string[]): Promise<void> {
  const { cloud } = served();
  const CaptureTime = `${new Date(cloud.timeline.nowMs).toISOString().slice(0, 19)}Z`;
  const Content = names.map((Name) => ({ Name, Version: '1' }));
  const item = { TypeName: 'AWS:Application', SchemaVersion: '1.1', CaptureTime, Content };
  await new SSMClient(sdkSettings(cloud)).send(new PutInventoryCommand({ InstanceId, Items: [item] }));
}

it('a machine in a shop is activated, onboarded, marked by inventory, patched by a window, and deregistered', async () => {
  const { cloud, lines, pass, roster } = served();
  const node = await register();
  const sent = () =>
    lines('ssm.command')
      .filter(({ fields }) => String(fields['instances']).includes(node.id))
      .map(({ fields }) => String(fields['document']));

  await pass(45);
  expect(roster().get(node.id)).toMatchObject({ status: 'onboarded', source: 'hybrid:shop' });
  expect(sent()).toEqual([expect.stringMatching(/^Muster-InstallAgentLinux:/)]);

  await tell(node.id, ['bash']);
  await pass(5 * 60);
  expect(node.tags()).toMatchObject({ PatchGroup: 'shops', 'Muster-Marker-antivirus': 'has-not' });

  await pass(18 * 60);
  expect(node.tags()['Muster-Patchable']).toBe('in-patch-group');
  expect(sent().slice(1)).toEqual([expect.stringMatching(/^AWS-RunPatchBaseline:/)]);

  const { DeregisterManagedInstance } = cloud.ssm.operations;
  DeregisterManagedInstance.run({ InstanceId: node.id }, cloud.administrator());
  await pass(75);
  expect(roster().get(node.id)).toMatchObject({ status: 'gone', reason: 'Deregistered' });
  expect(sent()).toHaveLength(2);
});
