import type { Server } from 'node:http';
import { afterAll, beforeAll } from 'vitest';
import type { LocalCloud } from '../src/account/account.ts';
import { startServer } from '../src/account/server.ts';
import { deployStack } from '../src/deployment/deploy-stack.ts';
import { newCloud, region, stackOf } from './cloud-bench.ts';

/** The settings with which any SDK client reaches the local cloud. */
export interface ClientSettings {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly maxAttempts: number;
}

/** A local cloud with its HTTP server, for the tests of one file. */
export interface ServedCloud {
  readonly cloud: LocalCloud;
  readonly server: Server;
  readonly port: number;
  readonly settings: ClientSettings;
  readonly queueUrl: string;
  readonly topicArn: string;
  /** Lets virtual seconds pass. */
  pass(seconds: number): Promise<void>;
}

const resources = {
  Queue: { Type: 'AWS::SQS::Queue', Properties: {} },
  Topic: { Type: 'AWS::SNS::Topic', Properties: {} },
  Table: {
    Type: 'AWS::DynamoDB::Table',
    Properties: {
      TableName: 'Things',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    },
  },
  Rule: {
    Type: 'AWS::Events::Rule',
    Properties: {
      EventPattern: { source: ['test'] },
      State: 'ENABLED',
      Targets: [{ Id: 'Queue', Arn: { 'Fn::GetAtt': ['Queue', 'Arn'] } }],
    },
  },
  QueuePolicy: {
    Type: 'AWS::SQS::QueuePolicy',
    Properties: {
      Queues: [{ Ref: 'Queue' }],
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: 'events.amazonaws.com' },
            Action: 'sqs:SendMessage',
            Resource: { 'Fn::GetAtt': ['Queue', 'Arn'] },
          },
        ],
      },
    },
  },
};

/** Serves a cloud with a queue, a topic, a table and a rule during all tests of the file. */
export function serveCloud(): () => ServedCloud {
  let served: ServedCloud | undefined;
  beforeAll(async () => {
    const { cloud } = newCloud();
    const stack = await deployStack(cloud, stackOf(resources));
    const { server, port } = await startServer(cloud, 0);
    served = {
      cloud,
      server,
      port,
      settings: {
        endpoint: `http://127.0.0.1:${port}`,
        region,
        credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
        maxAttempts: 1,
      },
      queueUrl: stack.resources.get('Queue')?.ref ?? '',
      topicArn: stack.resources.get('Topic')?.ref ?? '',
      pass: (seconds) => cloud.loop.run({ untilMs: cloud.timeline.nowMs + seconds * 1000 }),
    };
  });
  afterAll(() => {
    served?.server.close();
    served?.server.closeAllConnections();
  });
  return () => {
    if (served === undefined) throw new Error('the server has not started');
    return served;
  };
}
