import {
  DescribeInstancesCommand,
  EC2Client,
  ModifyInstanceMetadataOptionsCommand,
} from '@aws-sdk/client-ec2';
import { describe, expect, it } from 'vitest';
import { sdkSettings } from '../../../../src/account/sdk-settings.ts';
import { newCloud } from '../../../cloud-bench.ts';
import { spec } from '../pretend-world.ts';

async function bench() {
  const { cloud } = newCloud();
  const metadata = { httpEndpoint: 'enabled', httpTokens: 'optional' } as const;
  const [instance] = cloud.ec2.launch([spec({ metadata })]);
  if (instance === undefined) throw new Error('nothing was launched');
  await cloud.pass(60);
  const ec2 = new EC2Client(sdkSettings(cloud));
  const modify = (more: object) =>
    ec2.send(new ModifyInstanceMetadataOptionsCommand({ InstanceId: instance.id, ...more }));
  return { cloud, instance, ec2, modify };
}

describe('ModifyInstanceMetadataOptions', () => {
  it('requires a session token from now on, and lets go of it again', async () => {
    const { ec2, modify } = await bench();
    for (const HttpTokens of ['required', 'optional'] as const) {
      const { InstanceMetadataOptions: options } = await modify({ HttpTokens });
      expect(options).toMatchObject({ HttpTokens, HttpEndpoint: 'enabled' });
      const { Reservations: [one] = [] } = await ec2.send(new DescribeInstancesCommand({}));
      expect(one?.Instances?.[0]?.MetadataOptions).toMatchObject({ HttpTokens });
    }
  });

  it('is refused for an instance that is terminated', async () => {
    const { cloud, instance, modify } = await bench();
    cloud.ec2.fleet.terminate(instance);
    await expect(modify({ HttpTokens: 'required' })).rejects.toThrow(/not in the 'running' or 'stopped'/);
  });

  it('throws for what would change what an agent reaches', async () => {
    const { modify } = await bench();
    await expect(modify({ HttpEndpoint: 'disabled' })).rejects.toThrow(/HttpEndpoint of Modify/);
  });
});
