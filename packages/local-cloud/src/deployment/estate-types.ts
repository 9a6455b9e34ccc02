import { stateless } from './declared-types.ts';
import {
  arnOf,
  type Creation,
  inSteps,
  named,
  nameOf,
  type ResourceType,
  renewing,
  type Standing,
  takenIf,
} from './resource.ts';
import type { CreatedResource } from './template.ts';

/** Tables, keys, log groups and alarms. */
export const managedTypes: Readonly<Record<string, ResourceType>> = {
  'AWS::DynamoDB::Table': {
    nameProperty: 'TableName',
    createOnly: ['ImportSourceSpecification', 'KeySchema', 'TableName'],
    taken: (creation) => {
      const name = nameOf(creation, 'TableName');
      return takenIf(creation.cloud.dynamodb.has(name), name);
    },
    create: (creation) => {
      const names = tableNames(creation);
      creation.cloud.dynamodb.declareTable(creation.properties, names);
      return named(names.tableName, { Arn: names.arn });
    },
    update: (change) => {
      const names = tableNames(change);
      change.cloud.dynamodb.updateTable(names.tableName, change.properties);
      return named(names.tableName, { Arn: names.arn });
    },
    remove: ({ cloud, ref }) => cloud.dynamodb.removeTable(ref),
  },
  'AWS::KMS::Key': {
    create: (creation) => {
      const ref = creation.cloud.kms.declareKey();
      return inSteps(
        () => setKeyPolicy({ ...creation, ref }),
        () => creation.cloud.kms.removeKey(ref),
      );
    },
    update: renewing({
      give: setKeyPolicy,
      take: ({ cloud, ref }) => cloud.access.detachFromResource(cloud.kms.arn(ref), 'key policy'),
    }),
    remove: ({ cloud, ref }) => {
      cloud.kms.removeKey(ref);
      cloud.access.detachFromResource(cloud.kms.arn(ref), 'key policy');
    },
  },
  'AWS::KMS::Alias': {
    nameProperty: 'AliasName',
    createOnly: ['AliasName'],
    taken: ({ cloud, properties }) => {
      const alias = String(properties['AliasName']);
      return takenIf(cloud.kms.hasAlias(alias), alias);
    },
    create: setAlias,
    update: setAlias,
    remove: ({ cloud, ref }) => cloud.kms.removeAlias(ref),
  },
  'AWS::CloudWatch::Alarm': {
    nameProperty: 'AlarmName',
    createOnly: ['AlarmName'],
    taken: (creation) => {
      const name = nameOf(creation, 'AlarmName');
      return takenIf(creation.cloud.observations.cloudwatch.hasAlarm(name), name);
    },
    create: (creation) => {
      creation.cloud.observations.cloudwatch.declareAlarm({ ...creation, arn: alarmArn(creation) });
      return alarm(creation);
    },
    update: (change) => {
      change.cloud.observations.cloudwatch.updateAlarm({ ...change, arn: alarmArn(change) });
      return alarm(change);
    },
    remove: ({ cloud, ref }) => cloud.observations.cloudwatch.removeAlarm(ref),
  },
  'AWS::Logs::LogGroup': {
    nameProperty: 'LogGroupName',
    createOnly: ['LogGroupName'],
    taken: (creation) => {
      const name = nameOf(creation, 'LogGroupName');
      return takenIf(creation.cloud.logs.store.hasGroup(name), name);
    },
    create: setLogGroup,
    update: setLogGroup,
    remove: ({ cloud, ref }) => cloud.logs.store.removeGroup(ref),
  },
  'AWS::CDK::Metadata': stateless(({ name }) => named(name)),
};

function tableNames(creation: Creation): { tableName: string; arn: string } {
  const tableName = nameOf(creation, 'TableName');
  return { tableName, arn: arnOf(creation, 'dynamodb', `table/${tableName}`) };
}

function setKeyPolicy({ cloud, properties, ref: keyId }: Standing): CreatedResource {
  const arn = cloud.kms.arn(keyId);
  cloud.access.attachToResource(arn, 'key policy', properties['KeyPolicy'] ?? cloud.kms.defaultPolicy());
  return named(keyId, { Arn: arn, KeyId: keyId });
}

function setAlias({ cloud, properties }: Creation): CreatedResource {
  const alias = String(properties['AliasName']);
  cloud.kms.declareAlias(alias, String(properties['TargetKeyId']));
  return named(alias);
}

function alarmArn(creation: Creation): string {
  return arnOf(creation, 'cloudwatch', `alarm:${nameOf(creation, 'AlarmName')}`);
}

function alarm(creation: Creation): CreatedResource {
  return named(nameOf(creation, 'AlarmName'), { Arn: alarmArn(creation) });
}

function setLogGroup(creation: Creation): CreatedResource {
  const logGroupName = nameOf(creation, 'LogGroupName');
  creation.cloud.logs.store.declareGroup(logGroupName, creation.properties);
  return named(logGroupName, { Arn: `${arnOf(creation, 'logs', `log-group:${logGroupName}`)}:*` });
}
