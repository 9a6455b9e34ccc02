import { createStack, deleteStack, type LocalCloud } from 'local-cloud';
import { expect, it } from 'vitest';
import { account, mainStack } from './main-stack.ts';

const dayMs = 86_400_000;

it('is quiet after it is deleted in the middle of its work, and later events do nothing', async () => {
  const main = mainStack({});
  const cloud = account(main);
  let calls = 0;
  cloud.record.listen(({ kind }) => {
    if (kind === 'lambda.invoke') calls++;
  });
  const { stack } = await createStack(cloud, main);
  for (let n = 0; n < 50; n++) startInstance(cloud, n);
  cloud.observations.watchUntil(cloud.timeline.nowMs + dayMs);
  const idle = calls;
  await cloud.loop.run({ untilMs: cloud.timeline.nowMs + 7 * 60_000 });
  expect(calls).toBeGreaterThan(idle);
  for (let n = 50; n < 100; n++) startInstance(cloud, n);
  await cloud.loop.run({ untilMs: cloud.timeline.nowMs + 60_000 });
  expect((await deleteStack(cloud, stack)).status).toBe('DELETE_COMPLETE');
  const atDeletion = calls;
  startInstance(cloud, 100);
  await cloud.loop.run();
  expect(calls).toBe(atDeletion);
  expect(cloud.timeline.nextMs).toBeUndefined();
});

/** What EC2 says when an instance starts. */
function startInstance(cloud: LocalCloud, number: number): void {
  const instanceId = `i-${number.toString(16).padStart(17, '0')}`;
  cloud.events.putServiceEvent({
    source: 'aws.ec2',
    detailType: 'EC2 Instance State-change Notification',
    resources: [`arn:${cloud.partition}:ec2:${cloud.region}:${cloud.accountId}:instance/${instanceId}`],
    detail: { 'instance-id': instanceId, state: 'running' },
  });
}
