import { newCloud } from 'local-cloud/test/cloud-bench.ts';
import { spec } from 'local-cloud/test/services/ec2/pretend-world.ts';
import { describe, expect, it } from 'vitest';
import { differencesFrom, rolesOf } from '../../../simulator/remediation/former-state.ts';

/** An instance with tags that its owner changes after ten minutes, and a role, half an hour later. */
async function world() {
  const { cloud } = newCloud();
  const lifecycle = { tagsChangedAfterSeconds: 600, changedTags: { Name: 'new' } };
  const [instance] = cloud.ec2.launch([spec({ tags: { Name: 'old' }, lifecycle })]);
  if (instance === undefined) throw new Error('one instance');
  const role = cloud.iam.directory.declareRole({ roleName: 'web', tags: { owner: 'shop' } });
  const before = rolesOf(cloud);
  await cloud.pass(1800);
  const launch = { atSeconds: 0, source: 'standalone', reservation: 0, spec: instance.spec };
  const differences = () => differencesFrom(before, [{ instance, launch }], cloud).map(({ what }) => what);
  return { cloud, instance, role, differences };
}

describe('what is left of runbooks', () => {
  it('is nothing when only the owner has changed something', async () => {
    expect((await world()).differences()).toEqual([]);
  });

  it('is told of an instance, field by field', async () => {
    const { cloud, instance, differences } = await world();
    cloud.ec2.fleet.changeTags(instance, { Name: 'new', 'muster:attached-profile': 'arn' });
    instance.httpTokens = 'optional';
    expect(differences()).toEqual([
      'httpTokens was required and is optional',
      'tags was {"Name":"new"} and is {"Name":"new","muster:attached-profile":"arn"}',
    ]);
  });

  it('is told of a role', async () => {
    const { role, differences } = await world();
    role.attachedPolicyArns.add('arn:policy');
    role.tags.set('muster:granted-policy', 'arn:policy');
    expect(differences()).toEqual([
      'role web: tags was {"owner":"shop"} and is {"muster:granted-policy":"arn:policy","owner":"shop"}',
      'role web: policies was [] and is ["arn:policy"]',
    ]);
  });

  it('is nothing of an instance that is gone', async () => {
    const { cloud, instance, differences } = await world();
    cloud.ec2.fleet.changeTags(instance, {});
    cloud.ec2.fleet.terminate(instance);
    await cloud.pass(600);
    expect(differences()).toEqual([]);
  });
});
