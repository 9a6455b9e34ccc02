import { CreateTagsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { describe, expect, it } from 'vitest';
import { sdkSettings } from '../../../src/account/sdk-settings.ts';
import { newCloud } from '../../cloud-bench.ts';
import { spec } from './pretend-world.ts';

/** An instance, on which somebody puts the tag `record` after a minute. */
async function recorded(changes: Parameters<typeof spec>[0]) {
  const { cloud } = newCloud();
  const [instance] = cloud.ec2.launch([spec({ tags: { Name: 'web' }, ...changes })]);
  if (instance === undefined) throw new Error('one instance');
  await cloud.pass(60);
  const Tags = [{ Key: 'record', Value: '1' }];
  await new EC2Client(sdkSettings(cloud)).send(new CreateTagsCommand({ Resources: [instance.id], Tags }));
  return { cloud, tags: () => instance.tags(cloud.timeline.nowMs) };
}

describe('a tag that somebody puts on an instance', () => {
  it('is there before tags that come late, and beside them', async () => {
    const { cloud, tags } = await recorded({ tagLagSeconds: 300 });
    expect(tags()).toEqual({ record: '1' });
    await cloud.pass(300);
    expect(tags()).toEqual({ Name: 'web', record: '1' });
  });

  it('stays when the owner of the instance changes other tags', async () => {
    const lifecycle = { tagsChangedAfterSeconds: 600, changedTags: { Team: 'shop' } };
    const { cloud, tags } = await recorded({ lifecycle });
    await cloud.pass(1200);
    expect(tags()).toEqual({ Team: 'shop', record: '1' });
  });
});
