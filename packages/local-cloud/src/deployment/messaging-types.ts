import { dnsSuffix } from '../core/host.ts';
import {
  arnOf,
  type Change,
  type Creation,
  inSteps,
  listOf,
  named,
  nameOf,
  type Properties,
  type ResourceType,
  renewing,
  type Standing,
  takenIf,
} from './resource.ts';
import type { CreatedResource } from './template.ts';

/** Queues, topics and rules. */
export const messagingTypes: Readonly<Record<string, ResourceType>> = {
  'AWS::SQS::Queue': {
    nameProperty: 'QueueName',
    createOnly: ['FifoQueue', 'QueueName'],
    taken: (creation) => takenIf(creation.cloud.sqs.has(queueArn(creation)), queueUrl(creation)),
    create: createQueue,
    update: updateQueue,
    remove: removeQueue,
  },
  'AWS::SQS::QueuePolicy': {
    create: (creation) =>
      inSteps(
        () => setQueuePolicy(creation),
        () => removeQueuePolicy(creation),
      ),
    update: renewing({ give: setQueuePolicy, take: removeQueuePolicy }),
    remove: removeQueuePolicy,
  },
  'AWS::SNS::Topic': {
    nameProperty: 'TopicName',
    createOnly: ['FifoTopic', 'TopicName'],
    taken: (creation) => takenIf(creation.cloud.sns.hasTopic(topicArn(creation)), topicArn(creation)),
    create: createTopic,
    update: (change) => {
      const { cloud, logicalId, properties, oldProperties, ref: arn } = change;
      const set = (next: Properties, old: Properties) =>
        cloud.sns.updateTopic({ logicalId, arn, properties: next }, old);
      inSteps(
        () => set(properties, oldProperties),
        () => set(oldProperties, properties),
      );
      return topic(change);
    },
    remove: ({ cloud, ref }) => {
      cloud.sns.removeTopic(ref);
      cloud.access.detachFromResource(ref, topicPolicyName);
    },
  },
  'AWS::SNS::TopicPolicy': {
    create: (creation) =>
      inSteps(
        () => setTopicPolicy(creation),
        () => removeTopicPolicy(creation),
      ),
    update: renewing({ give: setTopicPolicy, take: removeTopicPolicy }),
    remove: removeTopicPolicy,
  },
  'AWS::SNS::Subscription': {
    createOnly: ['Endpoint', 'Protocol', 'TopicArn'],
    create: createSubscription,
    update: ({ ref }) => named(ref, { Arn: ref }),
    remove: removeSubscription,
  },
  'AWS::Events::Rule': {
    nameProperty: 'Name',
    createOnly: ['EventBusName', 'Name'],
    taken: (creation) => takenIf(creation.cloud.events.has(nameOf(creation, 'Name')), ruleArn(creation)),
    create: (creation) => {
      creation.cloud.events.declareRule({ ...creation, arn: ruleArn(creation) });
      return rule(creation);
    },
    update: (change) => {
      change.cloud.events.updateRule({ ...change, arn: ruleArn(change) });
      return rule(change);
    },
    remove: ({ cloud, ref }) => cloud.events.removeRule(ref),
  },
};

function queueArn(creation: Creation): string {
  return arnOf(creation, 'sqs', nameOf(creation, 'QueueName'));
}

function queueUrl(creation: Creation): string {
  const { region, partition, accountId } = creation.cloud;
  return `https://sqs.${region}.${dnsSuffix(partition)}/${accountId}/${nameOf(creation, 'QueueName')}`;
}

/** SQS refuses the name of a queue that was deleted a moment ago. The handler says Throttling, and is called again. */
async function createQueue(creation: Creation): Promise<CreatedResource> {
  const { cloud } = creation;
  const untilMs = cloud.sqs.freeMs(queueArn(creation));
  if (untilMs > cloud.timeline.nowMs) await cloud.loop.run({ untilMs });
  const [arn, url, queueName] = [queueArn(creation), queueUrl(creation), nameOf(creation, 'QueueName')];
  cloud.sqs.declareQueue(creation.properties, { queueName, arn, url });
  cloud.observations.watchQueue(arn);
  return named(url, { Arn: arn, QueueName: queueName, QueueUrl: url });
}

function updateQueue(change: Change): CreatedResource {
  const [arn, url, queueName] = [queueArn(change), queueUrl(change), nameOf(change, 'QueueName')];
  change.cloud.sqs.updateQueue(arn, change.properties);
  return named(url, { Arn: arn, QueueName: queueName, QueueUrl: url });
}

function removeQueue(queue: Standing): void {
  const arn = queueArn(queue);
  queue.cloud.observations.forgetQueue(arn);
  queue.cloud.sqs.removeQueue(arn);
  queue.cloud.access.detachFromResource(arn, queuePolicyName);
}

/**
 * A queue or a topic has one policy: the latest wins, and the deletion of any policy resource takes it away.
 */
const queuePolicyName = 'queue policy';
const topicPolicyName = 'topic policy';

function setQueuePolicy({ cloud, properties, name }: Creation): CreatedResource {
  cloud.sqs.declareQueuePolicy(properties);
  for (const url of listOf(properties['Queues'])) {
    const arn = cloud.sqs.arnOfUrl(url);
    cloud.access.detachFromResource(arn, queuePolicyName);
    cloud.access.attachToResource(arn, queuePolicyName, properties['PolicyDocument']);
  }
  return named(name, { Id: name });
}

function removeQueuePolicy({ cloud, properties }: Creation): void {
  for (const url of listOf(properties['Queues'])) {
    cloud.sqs.removeQueuePolicy(url);
    cloud.access.detachFromResource(cloud.sqs.arnOfUrl(url), queuePolicyName);
  }
}

function topicArn(creation: Creation): string {
  return arnOf(creation, 'sns', nameOf(creation, 'TopicName'));
}

function createTopic(creation: Creation): CreatedResource {
  const { cloud, logicalId, properties } = creation;
  const arn = topicArn(creation);
  return inSteps(
    () => {
      cloud.sns.declareTopic({ logicalId, arn, properties });
      return topic(creation);
    },
    () => cloud.sns.removeTopic(arn),
  );
}

function topic(creation: Creation): CreatedResource {
  const arn = topicArn(creation);
  return named(arn, { TopicArn: arn, TopicName: nameOf(creation, 'TopicName') });
}

function setTopicPolicy({ cloud, properties, name }: Creation): CreatedResource {
  for (const arn of listOf(properties['Topics'])) {
    cloud.access.detachFromResource(arn, topicPolicyName);
    cloud.access.attachToResource(arn, topicPolicyName, properties['PolicyDocument']);
  }
  return named(name);
}

function removeTopicPolicy({ cloud, properties }: Creation): void {
  for (const arn of listOf(properties['Topics'])) cloud.access.detachFromResource(arn, topicPolicyName);
}

function createSubscription(creation: Creation): CreatedResource {
  const { cloud, logicalId, properties, name } = creation;
  const arn = `${properties['TopicArn']}:${name}`;
  cloud.sns.declareSubscription({ logicalId, arn, properties });
  return named(arn, { Arn: arn });
}

function removeSubscription({ cloud, properties }: Standing): void {
  const { TopicArn, Endpoint } = properties;
  cloud.sns.removeSubscription(String(TopicArn), String(Endpoint));
}

function ruleArn(creation: Creation): string {
  return arnOf(creation, 'events', `rule/${nameOf(creation, 'Name')}`);
}

function rule(creation: Creation): CreatedResource {
  return named(nameOf(creation, 'Name'), { Arn: ruleArn(creation) });
}
