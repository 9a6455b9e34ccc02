import {
  type AttributeValue,
  BatchExecuteStatementCommand,
  ConditionalCheckFailedException,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import {
  DescribeInstancesCommand,
  EC2Client,
  RunInstancesCommand,
  TerminateInstancesCommand,
} from '@aws-sdk/client-ec2';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import {
  DescribeInstanceInformationCommand,
  InvalidInstanceId,
  ListCommandInvocationsCommand,
  paginateDescribeInstanceInformation,
  SendCommandCommand,
  SSMClient,
} from '@aws-sdk/client-ssm';
import { describe, expect, it } from 'vitest';
import { startMs } from '../../cloud-bench.ts';
import { serveCloud } from '../../served-cloud.ts';
import { spec } from '../../services/ec2/pretend-world.ts';

/** Tests the codec with the other side of the wire: the SDK's own clients over HTTP. */

const served = serveCloud();

describe('EC2 by its client', () => {
  it('launches and describes instances with their tags, dates and states', async () => {
    const { settings, cloud, pass } = served();
    const client = new EC2Client(settings);
    const tags = [
      { Key: 'Name', Value: `<web> & "co" 'x'` },
      { Key: 'empty', Value: '' },
      { Key: 'unicode', Value: 'Zürich 🚀' },
    ];
    const launchedMs = cloud.timeline.nowMs;
    const launched = await client.send(
      new RunInstancesCommand({
        ImageId: 'resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64',
        InstanceType: 't3.micro',
        MinCount: 2,
        MaxCount: 2,
        TagSpecifications: [{ ResourceType: 'instance', Tags: tags }],
      }),
    );
    const ids = launched.Instances?.map(({ InstanceId }) => InstanceId ?? '') ?? [];
    expect(ids).toHaveLength(2);
    await pass(60);
    const { Reservations = [] } = await client.send(
      new DescribeInstancesCommand({
        Filters: [
          { Name: 'instance-id', Values: ids },
          { Name: 'instance-state-name', Values: ['pending', 'running'] },
        ],
        MaxResults: 50,
      }),
    );
    const instances = Reservations.flatMap(({ Instances = [] }) => Instances);
    expect(instances.map(({ InstanceId }) => InstanceId).sort()).toEqual([...ids].sort());
    for (const { Tags = [], LaunchTime, State, InstanceType } of instances) {
      expect([...Tags].sort((a, b) => ((a.Key ?? '') < (b.Key ?? '') ? -1 : 1))).toEqual(tags);
      expect(LaunchTime).toEqual(new Date(Math.floor(launchedMs / 1000) * 1000));
      expect([State, InstanceType]).toEqual([{ Code: 16, Name: 'running' }, 't3.micro']);
    }
  });

  it('refuses with the code and the status of EC2', async () => {
    const client = new EC2Client(served().settings);
    const call = client.send(new TerminateInstancesCommand({ InstanceIds: ['i-00000000000000099'] }));
    await expect(call).rejects.toMatchObject({
      name: 'InvalidInstanceID.NotFound',
      message: expect.stringContaining('i-00000000000000099'),
      $metadata: { httpStatusCode: 400 },
    });
  });
});

describe('Systems Manager by its client', () => {
  it('pages through managed instances, with dates', async () => {
    const { settings, cloud, pass } = served();
    const client = new SSMClient(settings);
    const launched = cloud.ec2.launch(Array.from({ length: 60 }, () => spec())).map(({ id }) => id);
    await pass(600);
    const pages = paginateDescribeInstanceInformation({ client, pageSize: 50 }, {});
    const found = [];
    for await (const { InstanceInformationList = [] } of pages) {
      expect(InstanceInformationList.length).toBeLessThanOrEqual(50);
      found.push(...InstanceInformationList);
    }
    const ours = found.filter(({ InstanceId }) => launched.includes(InstanceId ?? ''));
    expect(ours).toHaveLength(60);
    for (const { LastPingDateTime, PingStatus } of ours) {
      expect(PingStatus).toBe('Online');
      expect(LastPingDateTime?.getTime()).toBeGreaterThan(startMs);
      expect(LastPingDateTime?.getTime()).toBeLessThanOrEqual(cloud.timeline.nowMs);
    }
  });

  it('refuses with the modelled error, with and without a message', async () => {
    const { settings, cloud } = served();
    const client = new SSMClient(settings);
    const send = (DocumentName: string) =>
      client.send(new SendCommandCommand({ DocumentName, InstanceIds: ['i-00000000000000099'] }));
    cloud.ssm.declareDocument({
      Name: 'Test-RunShellScript',
      DocumentType: 'Command',
      Content: {
        schemaVersion: '2.2',
        description: 'd',
        mainSteps: [{ action: 'aws:runShellScript', name: 's', inputs: { runCommand: ['true'] } }],
      },
    });
    await expect(send('Test-Nothing')).rejects.toMatchObject({ name: 'InvalidDocument' });
    const messages = new Set<string>();
    for (let n = 0; n < 200 && messages.size < 2; n++) {
      const error = await send('Test-RunShellScript').catch((caught: unknown) => caught);
      if (!(error instanceof InvalidInstanceId)) throw error;
      messages.add(error.message);
    }
    // The client reports an empty message as UnknownError.
    expect([...messages].sort()).toEqual([
      expect.stringContaining('Instances [[i-00000000000000099]] not in a valid state'),
      'UnknownError',
    ]);
  });

  it('sends a command that ends after some time', async () => {
    const { settings, cloud, pass } = served();
    const client = new SSMClient(settings);
    const [id] = cloud.ec2.launch([spec()]).map((instance) => instance.id);
    await pass(300);
    const { Command } = await client.send(
      new SendCommandCommand({ DocumentName: 'Test-RunShellScript', InstanceIds: [id ?? ''] }),
    );
    expect(Command?.RequestedDateTime).toEqual(new Date(cloud.timeline.nowMs));
    await pass(300);
    const { CommandInvocations } = await client.send(
      new ListCommandInvocationsCommand({ CommandId: Command?.CommandId }),
    );
    expect(CommandInvocations).toMatchObject([{ InstanceId: id, Status: 'Success' }]);
  });

  it('refuses a page size that is not allowed', async () => {
    const call = new SSMClient(served().settings).send(
      new DescribeInstanceInformationCommand({ MaxResults: 4 }),
    );
    await expect(call).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining('maxResults'),
    });
  });
});

describe('DynamoDB by its client', () => {
  const entry: Record<string, AttributeValue> = {
    id: { S: 'i-1' },
    n: { N: '1' },
    bytes: { B: new Uint8Array([0, 255]) },
    deep: { M: { l: { L: [{ NULL: true }] } } },
  };

  it('puts and gets an item of every type', async () => {
    const client = new DynamoDBClient(served().settings);
    await client.send(new PutItemCommand({ TableName: 'Things', Item: entry }));
    const { Item } = await client.send(
      new GetItemCommand({ TableName: 'Things', Key: { id: { S: 'i-1' } } }),
    );
    expect(Item).toEqual(entry);
  });

  it('refuses a put whose condition fails, and returns the item on request', async () => {
    const client = new DynamoDBClient(served().settings);
    const put = (ReturnValuesOnConditionCheckFailure: 'ALL_OLD' | 'NONE') =>
      client
        .send(
          new PutItemCommand({
            TableName: 'Things',
            Item: { id: { S: 'i-1' } },
            ConditionExpression: 'attribute_not_exists(id)',
            ReturnValuesOnConditionCheckFailure,
          }),
        )
        .catch((error: unknown) => error);
    const shown = await put('ALL_OLD');
    if (!(shown instanceof ConditionalCheckFailedException)) throw shown;
    expect([shown.message, shown.Item]).toEqual(['The conditional request failed', entry]);
    const hidden = await put('NONE');
    if (!(hidden instanceof ConditionalCheckFailedException)) throw hidden;
    expect(hidden.Item).toBeUndefined();
  });

  it('returns a result for each statement of a batch', async () => {
    const client = new DynamoDBClient(served().settings);
    const { Responses } = await client.send(
      new BatchExecuteStatementCommand({
        Statements: [
          {
            Statement: `UPDATE "Things" SET n=? WHERE id=? AND n=?`,
            Parameters: [{ N: '2' }, { S: 'i-1' }, { N: '1' }],
          },
          {
            Statement: `UPDATE "Things" SET n=? WHERE id=? AND n=?`,
            Parameters: [{ N: '3' }, { S: 'i-2' }, { N: '1' }],
          },
        ],
      }),
    );
    expect(Responses?.map(({ Error: error }) => error?.Code)).toEqual([undefined, 'ConditionalCheckFailed']);
  });
});

describe('SNS and EventBridge by their clients', () => {
  it('publish a message', async () => {
    const { settings, topicArn, cloud } = served();
    const client = new SNSClient(settings);
    const { MessageId } = await client.send(
      new PublishCommand({ TopicArn: topicArn, Subject: 'a & b', Message: 'two\nlines <x> 🚀' }),
    );
    expect(cloud.sns.published.at(-1)).toMatchObject({
      messageId: MessageId,
      subject: 'a & b',
      message: 'two\nlines <x> 🚀',
    });
    await expect(
      client.send(new PublishCommand({ TopicArn: `${topicArn}x`, Message: 'm' })),
    ).rejects.toMatchObject({
      name: expect.stringMatching(/NotFound/),
      $metadata: { httpStatusCode: 404 },
    });
  });

  it('put events that reach the queue of a rule, with an error for each invalid event', async () => {
    const { settings, pass, queueUrl } = served();
    const client = new EventBridgeClient(settings);
    const Time = new Date(Date.UTC(2026, 0, 1, 1, 2, 3));
    const answer = await client.send(
      new PutEventsCommand({
        Entries: [
          { Source: 'test', DetailType: 'A', Detail: '{"n":1}', Time },
          { Source: 'test', DetailType: 'A', Detail: 'no JSON' },
        ],
      }),
    );
    expect(answer.FailedEntryCount).toBe(1);
    expect(answer.Entries).toMatchObject([{ EventId: expect.any(String) }, { ErrorCode: 'MalformedDetail' }]);
    await pass(5);
    const sqs = new SQSClient({ ...settings, useQueueUrlAsEndpoint: false });
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl: queueUrl, MaxNumberOfMessages: 10 }),
    );
    expect(Messages.map(({ Body }) => JSON.parse(Body ?? ''))).toMatchObject([
      { source: 'test', time: '2026-01-01T01:02:03Z', detail: { n: 1 } },
    ]);
  });
});
