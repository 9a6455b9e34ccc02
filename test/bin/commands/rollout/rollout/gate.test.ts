import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { GetQueueUrlCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { sdkSettings } from 'local-cloud';
import { beforeAll, describe, expect, it } from 'vitest';
import { newVersion } from '../../../../../simulator/rollouts/new-version.ts';
import { specOf } from '../../../../end-to-end/application.ts';
import { serveApplication } from '../../../account/served-application.ts';

const document = 'Muster-InstallAgentLinux';
const quick = ['--waves', '1,100%', '--zone-cap', '100%', '--bake-minutes', '5', '--yes'];
const application = serveApplication();
const muster = (...args: readonly string[]) => application().musterAs('rollout', 'rollout', ...args);
const start = (version: string, ...flags: readonly string[]) =>
  muster('start', '--document', document, '--document-version', version, ...quick, ...flags);

/** The agent works after its first and its second installation, and then no more. */
const failing = {
  ...({ ending: 'exits', exitCodes: [0, 0, 23] } as const),
  ...{ durationSeconds: { min: 5, max: 5 }, standardOutput: 'muster: outcome 23 unhealthy' },
};

beforeAll(async () => {
  const { cloud } = application();
  cloud.ec2.fleet.launch([specOf('amazonLinux2023', { script: failing }), specOf('amazonLinux2023', {})]);
  await application().pass(20);
  await newVersion(cloud, document);
});

/** An alarm of Muster's own. A dead letter raises it. */
async function deadLetterAlarm() {
  const client = new CloudWatchClient(sdkSettings(application().cloud));
  const { MetricAlarms = [] } = await client.send(new DescribeAlarmsCommand({}));
  const alarm = MetricAlarms.find(({ Dimensions = [] }) =>
    Dimensions.some(({ Value = '' }) => Value.includes('LaunchQueueDeadLetters')),
  );
  return { name: alarm?.AlarmName ?? '', queue: alarm?.Dimensions?.[0]?.Value ?? '' };
}

describe('the gate of a roll-out', () => {
  it('stops for an agent that does not work at the end of the bake time, and names its instance', async () => {
    const started = await start('2', '--failed-percent', '0', '--canary', 'stage=none');
    expect(started).toMatchObject({ status: 0, stderr: '' });
    expect(started.stdout).toContain('At the end of the bake time the agents are asked whether they work.');
    await application().pass(60);
    const { status, stdout } = await muster('watch');
    expect(status).toBe(1);
    expect(stdout).toContain('GateClosed');
    expect(stdout).toMatch(/Not well at the end of the bake time: i-[0-9a-f]{17}/);
    expect((await muster('resume')).status).toBe(0);
    await application().pass(60);
    expect((await muster('watch')).stdout).toContain('Completed');
  });

  it('stops for an alarm', async () => {
    const { name, queue: QueueName } = await deadLetterAlarm();
    expect((await start('1', '--no-verify', '--alarm', name)).status).toBe(0);
    const sqs = new SQSClient(sdkSettings(application().cloud));
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName }));
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: '{}' }));
    await application().pass(20);
    const { status, stdout } = await muster('watch');
    expect([status, stdout]).toEqual([1, expect.stringContaining(`AlarmRaised: An alarm`)]);
    expect(stdout).toContain(name);
    expect((await muster('abort')).status).toBe(0);
    await application().pass(5);
  });

  it.each([
    ['none', 'there is no such alarm'],
    ['raised', 'it is raised now'],
  ])('refuses an alarm that could only stop it: %s', async (which, message) => {
    const name = which === 'raised' ? (await deadLetterAlarm()).name : 'Nothing';
    const { status, stderr } = await start('1', '--alarm', name);
    expect([status, stderr]).toEqual([2, expect.stringContaining(`--alarm ${name}: ${message}`)]);
  });

  it('is denied nothing', () => {
    expect(application().cloud.observations.deniedCalls).toBe(0);
  });
});
