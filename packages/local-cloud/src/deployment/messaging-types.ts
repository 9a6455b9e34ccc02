import { dnsSuffix } from '../core/host.ts';
import {
  arnOf,
  type Creation,
  listOf,
  named,
  nameOf,
  type ResourceType,
  rebuilt,
  type Standing,
} from './resource.ts';
import type { CreatedResource } from './template.ts';

/** Queues, topics, rules and schedules. */
export const messagingTypes: Readonly<Record<string, ResourceType>> = {
  'AWS::SQS::Queue': { create: createQueue },
  'AWS::SQS::QueuePolicy': { create: createQueuePolicy },
  'AWS::SNS::Topic': { create: createTopic, remove: ({ cloud, ref }) => cloud.sns.removeTopic(ref) },
  'AWS::SNS::TopicPolicy': rebuilt({ create: createTopicPolicy, remove: removeTopicPolicy }),
  'AWS::SNS::Subscription': { create: createSubscription, remove: removeSubscription },
  'AWS::Events::Rule': rebuilt({
    create: createRule,
    remove: ({ cloud, ref }) => cloud.events.removeRule(ref),
  }),
  'AWS::Scheduler::Schedule': { create: createSchedule },
  'AWS::Scheduler::ScheduleGroup': { create: createScheduleGroup },
};

function createQueue(creation: Creation): CreatedResource {
  const { cloud } = creation;
  const queueName = nameOf(creation, 'QueueName');
  const arn = arnOf(creation, 'sqs', queueName);
  const url = `https://sqs.${cloud.region}.${dnsSuffix(cloud.partition)}/${cloud.accountId}/${queueName}`;
  cloud.sqs.declareQueue(creation.properties, { queueName, arn, url });
  cloud.observations.watchQueue(arn);
  return named(url, { Arn: arn, QueueName: queueName, QueueUrl: url });
}

function createQueuePolicy({ cloud, properties, name }: Creation): CreatedResource {
  cloud.sqs.declareQueuePolicy(properties);
  for (const url of listOf(properties['Queues'])) {
    const [accountId, queueName] = url.split('/').slice(-2);
    const arn = `arn:${cloud.partition}:sqs:${cloud.region}:${accountId}:${queueName}`;
    cloud.access.attachToResource(arn, name, properties['PolicyDocument']);
  }
  return named(name);
}

function createTopic(creation: Creation): CreatedResource {
  const topicName = nameOf(creation, 'TopicName');
  const arn = arnOf(creation, 'sns', topicName);
  const { cloud, logicalId, properties } = creation;
  cloud.sns.declareTopic({ logicalId, arn, properties });
  return named(arn, { TopicArn: arn, TopicName: topicName });
}

function createTopicPolicy({ cloud, properties, name }: Creation): CreatedResource {
  for (const arn of listOf(properties['Topics'])) {
    cloud.access.attachToResource(arn, name, properties['PolicyDocument']);
  }
  return named(name);
}

function removeTopicPolicy({ cloud, properties, name }: Standing): void {
  for (const arn of listOf(properties['Topics'])) cloud.access.detachFromResource(arn, name);
}

function createSubscription(creation: Creation): CreatedResource {
  const { cloud, logicalId, properties, name } = creation;
  const arn = `${properties['TopicArn']}:${name}`;
  cloud.sns.declareSubscription({ logicalId, arn, properties });
  return named(arn, { Arn: arn });
}

function removeSubscription({ cloud, properties }: Standing): void {
  const { TopicArn: topicArn, Endpoint: endpoint } = properties;
  cloud.sns.removeSubscription(String(topicArn), String(endpoint));
}

function createRule(creation: Creation): CreatedResource {
  const { cloud, logicalId, properties } = creation;
  const ruleName = nameOf(creation, 'Name');
  const arn = arnOf(creation, 'events', `rule/${ruleName}`);
  cloud.events.declareRule({ logicalId, arn, properties });
  return named(ruleName, { Arn: arn });
}

function createScheduleGroup(creation: Creation): CreatedResource {
  const groupName = nameOf(creation, 'Name');
  creation.cloud.scheduler.declareGroup(groupName);
  return named(groupName, { Arn: arnOf(creation, 'scheduler', `schedule-group/${groupName}`) });
}

function createSchedule(creation: Creation): CreatedResource {
  const { cloud, logicalId, properties } = creation;
  const name = nameOf(creation, 'Name');
  const groupName = String(properties['GroupName'] ?? 'default');
  const arn = arnOf(creation, 'scheduler', `schedule/${groupName}/${name}`);
  cloud.scheduler.declareSchedule({ logicalId, name, groupName, arn, properties });
  return named(name, { Arn: arn });
}
