import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, afterEach, expect, it } from 'vitest';
import { createAlarms } from '../../../../lambdas/shared/clients/alarms.ts';

const cloudwatch = mockClient(CloudWatchClient);
afterEach(() => cloudwatch.reset());
afterAll(() => cloudwatch.restore());

it('reads metric alarms and composite alarms, on every page', async () => {
  cloudwatch
    .on(DescribeAlarmsCommand)
    .resolvesOnce({ MetricAlarms: [{ AlarmName: 'a', StateValue: 'OK' }], NextToken: 'more' })
    .resolvesOnce({ CompositeAlarms: [{ AlarmName: 'b', StateValue: 'ALARM' }] });
  const states = await createAlarms().states(['a', 'b', 'c']);
  expect([...states]).toEqual([
    ['a', 'OK'],
    ['b', 'ALARM'],
  ]);
  const [first] = cloudwatch.commandCalls(DescribeAlarmsCommand);
  expect(first?.args[0].input.AlarmTypes).toEqual(['MetricAlarm', 'CompositeAlarm']);
});

it('asks nothing when no alarm is named', async () => {
  expect((await createAlarms().states([])).size).toBe(0);
  expect(cloudwatch.calls()).toHaveLength(0);
});
