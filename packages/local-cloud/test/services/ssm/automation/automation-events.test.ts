import { expect, it } from 'vitest';
import { accountId, region } from '../../../cloud-bench.ts';
import { automationBench } from './automation-bench.ts';

it('tells each status of an execution and its steps to the event bus', async () => {
  const { cloud, declare, start } = await automationBench();
  const seen: { detailType: string; status: unknown; resources: readonly string[] }[] = [];
  const put = cloud.events.putServiceEvent.bind(cloud.events);
  cloud.events.putServiceEvent = (event) => {
    if (event.detailType.startsWith('EC2 Automation'))
      seen.push({ detailType: event.detailType, status: event.detail['Status'], resources: event.resources });
    return put(event);
  };
  declare('Told', [{ name: 'one', action: 'aws:sleep', inputs: { Duration: 'PT1M' } }]);
  const id = await start('Told');
  await cloud.pass(120);
  const [execution, step] = ['Execution', 'Step'].map(
    (of) => `EC2 Automation ${of} Status-change Notification`,
  );
  expect(seen.map(({ detailType, status }) => [detailType, status])).toEqual([
    ...[
      [execution, 'InProgress'],
      [step, 'InProgress'],
    ],
    ...[
      [step, 'Success'],
      [execution, 'Success'],
    ],
  ]);
  expect(seen[0]?.resources).toEqual([
    `arn:aws:ssm:${region}:${accountId}:automation-execution/${id}`,
    `arn:aws:ssm:${region}:${accountId}:automation-definition/Told:1`,
  ]);
});
