import { CreateTagsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { type InstanceSpec, sdkSettings } from 'local-cloud';
import { exampleNetwork } from 'local-cloud/test/services/ec2/network-examples.ts';
import { declareExampleProfile } from 'local-cloud/test/services/iam/profile-examples.ts';
import { describe, expect, it } from 'vitest';
import { otherAccountId } from '../accounts.ts';
import { assemblyFolderWith } from '../synthesized.ts';
import { specOf, startApplication } from './application.ts';

/** Longer than the horizon after which an instance that has not registered is called unmanaged. */
const pastHorizonMinutes = 150;

/** Most tests run in one account of the partition aws. What holds there by a coincidence shows here. */
describe.each([
  ['aws-cn', 'cn-north-1'],
  ['aws-us-gov', 'us-gov-west-1'],
])('in an account of the partition %s', (partition, region) => {
  it('decides, sends, finds causes and hears of tags as everywhere, with no call denied', async () => {
    const environments = [{ name: 'there', account: otherAccountId, region }];
    const application = await startApplication(1, assemblyFolderWith({ environments }));
    const { cloud } = application;
    expect([cloud.partition, cloud.region, cloud.accountId]).toEqual([partition, region, otherAccountId]);
    const never = (cause: 'no-agent' | 'no-network' | 'no-permission' | 'hybrid-registration') =>
      ({ registration: { kind: 'never', cause } }) as const;
    const { declaration, placement } = exampleNetwork('no-endpoint', cloud);
    cloud.ec2.network.declare(declaration);
    const profileOf = (kind: 'works' | 'no-permission') => declareExampleProfile(cloud.iam.directory, kind);
    const works = { instanceProfileArn: profileOf('works') };
    const launch = (changes: Partial<InstanceSpec>) => {
      const [instance] = cloud.ec2.launch([specOf('amazonLinux2023', { ...works, ...changes })]);
      if (instance === undefined) throw new Error('nothing was launched');
      return instance.id;
    };
    const expected = new Map([
      [launch({}), 'onboarded: Onboarded'],
      [launch({ operatorManaged: { principal: 'eks.amazonaws.com' } }), 'excluded: ServiceManaged'],
      [launch({ tags: { Name: 'Packer Builder' } }), 'excluded: ImageBeingBuilt'],
      [launch(never('no-agent')), 'unmanaged: AgentSilent'],
      [launch(never('hybrid-registration')), 'unmanaged: ManagedAsHybridNode'],
      [
        launch({ instanceProfileArn: profileOf('no-permission'), ...never('no-permission') }),
        'unmanaged: RoleLacksPermission',
      ],
      [launch({ ...placement, ...never('no-network') }), 'unmanaged: NoEndpoint'],
    ]);
    const tagged = launch({ tags: { 'muster:exclude': 'true' } });
    await application.pass(15);
    await new EC2Client(sdkSettings(cloud)).send(
      new CreateTagsCommand({ Resources: [tagged], Tags: [{ Key: 'muster:exclude', Value: 'no' }] }),
    );
    await application.pass(15);
    expect(application.roster().get(tagged)).toMatchObject({ status: 'onboarded' });
    await application.pass(pastHorizonMinutes);
    const found = [...expected.keys()].map((id) => {
      const { status, reason } = application.roster().get(id) ?? {};
      return [id, `${status}: ${reason}`];
    });
    expect(found).toEqual([...expected]);
    expect(cloud.observations.refusals).toEqual({});
  });
});
