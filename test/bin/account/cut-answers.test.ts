import { DescribeInstanceStatusCommand, EC2Client } from '@aws-sdk/client-ec2';
import { serveCloud } from 'local-cloud/test/served-cloud.ts';
import { expect, it } from 'vitest';
import { cutAnswers, cutStatus } from '../../../bin/account/cut-answers.ts';
import { specOf } from '../../end-to-end/application.ts';

const served = serveCloud();

// The form of an answer is that of the example in the API reference, DescribeInstanceStatus.
it('what is cut leaves the state, and names that begin alike', () => {
  const item = (more: string) =>
    `<instanceStatusSet><item><instanceId>i-1</instanceId><instanceState><code>16</code><name>running</name></instanceState>${more}</item></instanceStatusSet>`;
  const status = '<details><item><name>reachability</name><status>passed</status></item></details>';
  const all =
    `<eventsSet><item><code>x</code></item></eventsSet><systemStatus><status>ok</status>${status}</systemStatus>` +
    `<instanceStatus><status>ok</status>${status}</instanceStatus><attachedEbsStatus><status>ok</status></attachedEbsStatus>`;
  expect(cutStatus(item(all))).toBe(item(''));
});

it('a client tells the states, and nothing of what is cut', async () => {
  const { cloud, settings } = served();
  const [instance] = cloud.ec2.launch([specOf('debian12')]);
  await cloud.loop.run({ untilMs: cloud.timeline.nowMs + 120_000 });
  const ask = async (client: EC2Client) =>
    (await client.send(new DescribeInstanceStatusCommand({}))).InstanceStatuses;
  expect(await ask(new EC2Client(settings))).toMatchObject([{ SystemStatus: expect.anything() }]);
  const cut = await ask(cutAnswers(new EC2Client(settings)));
  expect(cut).toMatchObject([{ InstanceId: instance?.id, InstanceState: { Name: 'running' } }]);
  expect(cut?.[0]).not.toHaveProperty('SystemStatus');
});
