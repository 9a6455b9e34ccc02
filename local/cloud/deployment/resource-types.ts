import { EventSourceMapping } from '../../services/event-source-mapping/event-source-mapping.ts';
import { roleId } from '../../services/iam/iam-ids.ts';
import { readAsyncSettings } from '../../services/lambda/async-settings.ts';
import { readFunction } from '../../services/lambda/lambda-function.ts';
import type { AssemblyStack } from '../assembly.ts';
import type { LocalCloud } from '../cloud.ts';
import { dnsSuffix } from '../network.ts';
import { NotEmulatedError } from '../service.ts';
import type { CreatedResource } from '../template.ts';
import { isRecord } from '../wire/json-codec.ts';

/** One resource to create: its properties are resolved, `name` is the physical name it gets when it has none. */
export interface Creation {
  readonly cloud: LocalCloud;
  readonly stack: AssemblyStack;
  readonly logicalId: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly name: string;
}

type Creator = (creation: Creation) => CreatedResource;

/**
 * Every resource type that the local cloud can build. A type that is missing here ends the deployment, so that a
 * template never runs with a part of it left out in silence.
 */
export const creators: Readonly<Record<string, Creator>> = {
  'AWS::SQS::Queue': createQueue,
  'AWS::SQS::QueuePolicy': createQueuePolicy,
  'AWS::SNS::Topic': createTopic,
  'AWS::SNS::TopicPolicy': createTopicPolicy,
  'AWS::SNS::Subscription': createSubscription,
  'AWS::DynamoDB::Table': createTable,
  'AWS::Events::Rule': createRule,
  'AWS::Lambda::Function': createFunction,
  'AWS::Lambda::EventSourceMapping': createMapping,
  'AWS::Lambda::EventInvokeConfig': createEventInvokeConfig,
  'AWS::Lambda::Permission': createPermission,
  'AWS::Scheduler::Schedule': createSchedule,
  'AWS::Scheduler::ScheduleGroup': createScheduleGroup,
  'AWS::SSM::Document': ({ cloud, properties }) => named(cloud.ssm.declareDocument(properties)),
  'AWS::SSM::Parameter': createParameter,
  'AWS::SSM::ServiceSetting': ({ cloud, properties }) => named(cloud.ssm.declareServiceSetting(properties)),
  'AWS::CloudWatch::Alarm': createAlarm,
  'AWS::Logs::LogGroup': createLogGroup,
  'AWS::IAM::Role': createRole,
  'AWS::IAM::Policy': createPolicy,
  'AWS::IAM::ManagedPolicy': createManagedPolicy,
  'AWS::IAM::InstanceProfile': createInstanceProfile,
  'AWS::CDK::Metadata': ({ name }) => named(name),
};

/** A resource whose `Ref` is `ref`; asking for an attribute that is not listed is a mistake of the template, or ours. */
function named(ref: string, attributes: Readonly<Record<string, unknown>> = {}): CreatedResource {
  return {
    ref,
    attribute: (name) => {
      if (!(name in attributes)) throw new Error(`${ref} has no attribute ${name}`);
      return attributes[name];
    },
  };
}

function arnOf({ cloud }: Creation, service: string, resource: string, hasRegion = true): string {
  const { partition, region, accountId } = cloud;
  return `arn:${partition}:${service}:${hasRegion ? region : ''}:${accountId}:${resource}`;
}

function nameOf({ properties, name }: Creation, property: string): string {
  const given = properties[property];
  return typeof given === 'string' ? given : name;
}

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

function createSubscription(creation: Creation): CreatedResource {
  const { cloud, logicalId, properties, name } = creation;
  const arn = `${properties['TopicArn']}:${name}`;
  cloud.sns.declareSubscription({ logicalId, arn, properties });
  return named(arn, { Arn: arn });
}

function createTable(creation: Creation): CreatedResource {
  const tableName = nameOf(creation, 'TableName');
  const arn = arnOf(creation, 'dynamodb', `table/${tableName}`);
  creation.cloud.dynamodb.declareTable(creation.properties, { tableName, arn });
  return named(tableName, { Arn: arn });
}

function createRule(creation: Creation): CreatedResource {
  const { cloud, logicalId, properties } = creation;
  const ruleName = nameOf(creation, 'Name');
  const arn = arnOf(creation, 'events', `rule/${ruleName}`);
  cloud.events.declareRule({ logicalId, arn, properties });
  return named(ruleName, { Arn: arn });
}

function createFunction(creation: Creation): CreatedResource {
  const { cloud, stack, properties } = creation;
  const functionName = nameOf(creation, 'FunctionName');
  const arn = arnOf(creation, 'lambda', `function:${functionName}`);
  const code = isRecord(properties['Code']) ? String(properties['Code']['S3Key']) : '';
  const folder = stack.assetFolders.get(code.replace(/\.zip$/, ''));
  if (folder === undefined) throw new Error(`${creation.logicalId}: the assembly has no asset ${code}`);
  const settings = readFunction(properties, { functionName, arn, folder });
  cloud.access.nameSessions(settings.roleArn, functionName);
  cloud.lambda.declareFunction(settings);
  return named(functionName, { Arn: arn });
}

/** A permission is a statement of the function's policy. What it cannot be made of here is not emulated. */
function createPermission(creation: Creation): CreatedResource {
  const { cloud, properties, name } = creation;
  const { Action, Principal, SourceArn, ...others } = properties;
  const unknown = Object.keys(others).filter((property) => property !== 'FunctionName');
  if (unknown.length > 0) throw new NotEmulatedError(`${unknown.join(', ')} of AWS::Lambda::Permission`);
  const Resource = functionArnOf(creation);
  const Statement = {
    ...{ Effect: 'Allow', Action, Principal: { Service: Principal }, Resource },
    ...(SourceArn === undefined ? {} : { Condition: { ArnLike: { 'aws:SourceArn': SourceArn } } }),
  };
  cloud.access.attachToResource(Resource, name, { Version: '2012-10-17', Statement: [Statement] });
  return named(name);
}

function createEventInvokeConfig(creation: Creation): CreatedResource {
  const { cloud, properties, name } = creation;
  cloud.lambda.configureAsync(functionArnOf(creation), readAsyncSettings(properties));
  return named(name);
}

/** The function that a resource names, by its name or its ARN. */
function functionArnOf(creation: Creation): string {
  const target = String(creation.properties['FunctionName']);
  return target.startsWith('arn:') ? target : arnOf(creation, 'lambda', `function:${target}`);
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

function createMapping(creation: Creation): CreatedResource {
  const { cloud, properties, name } = creation;
  const arn = functionArnOf(creation);
  const settings = cloud.lambda.settings(arn);
  new EventSourceMapping(cloud, properties, {
    queue: (queueArn) => cloud.sqs.queue(queueArn),
    faults: () => cloud.faults,
    allow: (action, resource) =>
      cloud.access.refusal({ kind: 'role', roleArn: settings.roleArn }, { action, resource }) === undefined,
    function: {
      timeoutSeconds: settings.timeoutSeconds,
      canInvoke: () => cloud.lambda.canInvoke(arn),
      invoke: (event, done) => cloud.lambda.invoke(arn, event, done),
    },
  });
  return named(name, { Id: name });
}

function createParameter({ cloud, properties, name }: Creation): CreatedResource {
  const parameterName = cloud.ssm.declareParameter({ Name: name, ...properties });
  return named(parameterName, { Type: properties['Type'], Value: properties['Value'] });
}

function createAlarm(creation: Creation): CreatedResource {
  const alarmName = nameOf(creation, 'AlarmName');
  const arn = arnOf(creation, 'cloudwatch', `alarm:${alarmName}`);
  const { cloud, logicalId, properties } = creation;
  cloud.observations.cloudwatch.declareAlarm({ logicalId, arn, properties });
  return named(alarmName, { Arn: arn });
}

function createLogGroup(creation: Creation): CreatedResource {
  const logGroupName = nameOf(creation, 'LogGroupName');
  return named(logGroupName, { Arn: `${arnOf(creation, 'logs', `log-group:${logGroupName}`)}:*` });
}

function createRole(creation: Creation): CreatedResource {
  const { cloud, properties } = creation;
  const roleName = nameOf(creation, 'RoleName');
  const trust = properties['AssumeRolePolicyDocument'];
  const policies = recordsOf(properties['Policies']);
  const { arn } = cloud.iam.directory.declareRole({
    roleName,
    ...pathOf(creation),
    trust,
    inlinePolicies: Object.fromEntries(policies.map((p) => [String(p['PolicyName']), p['PolicyDocument']])),
    attachedPolicyArns: listOf(properties['ManagedPolicyArns']),
  });
  if (trust !== undefined) cloud.access.attachToResource(arn, 'trust', trust);
  for (const policy of policies) {
    cloud.access.attachToRole(arn, String(policy['PolicyName']), policy['PolicyDocument']);
  }
  return named(roleName, { Arn: arn, RoleId: roleId(arn) });
}

function createPolicy({ cloud, properties, name }: Creation): CreatedResource {
  const policyName = String(properties['PolicyName'] ?? name);
  const document = properties['PolicyDocument'];
  for (const roleName of listOf(properties['Roles'])) {
    cloud.access.attachToRole(cloud.iam.directory.roleArn(roleName), policyName, document);
    cloud.iam.directory.findRole(roleName)?.inlinePolicies.set(policyName, document);
  }
  return named(name);
}

/** What a managed policy allows matters to functions only when it is attached to their roles; instances call nobody. */
function createManagedPolicy(creation: Creation): CreatedResource {
  const { cloud, properties } = creation;
  const { directory } = cloud.iam;
  const policyName = nameOf(creation, 'ManagedPolicyName');
  const arn = directory.arn(`policy${pathOf(creation).path ?? '/'}${policyName}`);
  directory.declarePolicy(arn, properties['PolicyDocument']);
  for (const roleName of listOf(properties['Roles'])) {
    cloud.access.attachToRole(directory.roleArn(roleName), policyName, properties['PolicyDocument']);
    directory.findRole(roleName)?.attachedPolicyArns.add(arn);
  }
  return named(arn, { PolicyArn: arn });
}

function createInstanceProfile(creation: Creation): CreatedResource {
  const { cloud, properties } = creation;
  const profileName = nameOf(creation, 'InstanceProfileName');
  const [roleName] = listOf(properties['Roles']);
  const holds = roleName === undefined ? {} : { roleName };
  const { arn } = cloud.iam.directory.declareProfile({ profileName, ...pathOf(creation), ...holds });
  return named(profileName, { Arn: arn });
}

/** The path of something of IAM, when the template names one. */
function pathOf({ properties }: Creation): { path?: string } {
  return typeof properties['Path'] === 'string' ? { path: properties['Path'] } : {};
}

function listOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function recordsOf(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}
