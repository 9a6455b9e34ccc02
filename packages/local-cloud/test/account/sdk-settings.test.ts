import { CloudWatchClient, ListMetricsCommand } from '@aws-sdk/client-cloudwatch';
import { ListScheduleGroupsCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { GetParameterCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { expect, it } from 'vitest';
import { sdkSettings } from '../../src/account/sdk-settings.ts';
import { newCloud } from '../cloud-bench.ts';

it('a client of the SDK calls the account without a server, and gets its refusals', async () => {
  const { cloud } = newCloud();
  const ssm = new SSMClient(sdkSettings(cloud));
  await ssm.send(new PutParameterCommand({ Name: '/a', Value: 'b', Type: 'String' }));
  const { Parameter } = await ssm.send(new GetParameterCommand({ Name: '/a' }));
  expect(Parameter).toMatchObject({ Value: 'b', Version: 1 });
  await expect(ssm.send(new GetParameterCommand({ Name: '/none' }))).rejects.toMatchObject({
    name: 'ParameterNotFound',
    $metadata: { httpStatusCode: 400 },
  });
  const sns = new SNSClient(sdkSettings(cloud));
  const TopicArn = `arn:aws:sns:${cloud.region}:${cloud.accountId}:none`;
  await expect(sns.send(new PublishCommand({ TopicArn, Message: 'x' }))).rejects.toMatchObject({
    name: 'NotFoundException',
  });
});

it('a client that speaks CBOR, or with a query string, does so too', async () => {
  const { cloud } = newCloud();
  cloud.observations.cloudwatch.record('Shop', 'Orders', { Place: 'here' }, 1);
  const metrics = await new CloudWatchClient(sdkSettings(cloud)).send(
    new ListMetricsCommand({ Namespace: 'Shop' }),
  );
  expect(metrics.Metrics).toMatchObject([{ MetricName: 'Orders' }]);
  cloud.scheduler.declareGroup('own');
  const groups = await new SchedulerClient(sdkSettings(cloud)).send(
    new ListScheduleGroupsCommand({ NamePrefix: 'o' }),
  );
  expect(groups.ScheduleGroups?.map(({ Name }) => Name)).toEqual(['own']);
});
