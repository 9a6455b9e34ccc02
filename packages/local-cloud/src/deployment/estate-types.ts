import { arnOf, type Change, type Creation, named, nameOf, type ResourceType, rebuilt } from './resource.ts';
import type { CreatedResource } from './template.ts';

/** Tables, documents, parameters, settings, keys, log groups and alarms. */
export const managedTypes: Readonly<Record<string, ResourceType>> = {
  'AWS::DynamoDB::Table': { create: createTable },
  'AWS::SSM::Document': {
    create: ({ cloud, properties }) => named(cloud.ssm.declareDocument(properties)),
    update: updateDocument,
    remove: ({ cloud, ref }) => cloud.ssm.removeDocument(ref),
  },
  'AWS::SSM::Parameter': {
    create: createParameter,
    update: updateParameter,
    remove: ({ cloud, ref }) => cloud.ssm.removeParameter(ref),
  },
  'AWS::SSM::ServiceSetting': {
    create: ({ cloud, properties }) => named(cloud.ssm.declareServiceSetting(properties)),
  },
  'AWS::KMS::Key': {
    create: createKey,
    update: updateKey,
    remove: ({ cloud, ref }) => cloud.kms.removeKey(ref),
  },
  'AWS::KMS::Alias': rebuilt({
    create: createAlias,
    remove: ({ cloud, ref }) => cloud.kms.removeAlias(ref),
  }),
  'AWS::CloudWatch::Alarm': { create: createAlarm },
  'AWS::Logs::LogGroup': rebuilt({
    create: createLogGroup,
    remove: ({ cloud, ref }) => cloud.logs.store.removeGroup(ref),
  }),
  'AWS::CDK::Metadata': rebuilt({ create: ({ name }) => named(name), remove: () => undefined }),
};

function createTable(creation: Creation): CreatedResource {
  const tableName = nameOf(creation, 'TableName');
  const arn = arnOf(creation, 'dynamodb', `table/${tableName}`);
  creation.cloud.dynamodb.declareTable(creation.properties, { tableName, arn });
  return named(tableName, { Arn: arn });
}

function updateDocument({ cloud, properties, oldProperties, ref }: Change): CreatedResource {
  cloud.ssm.updateDocument({ Name: ref, ...properties }, oldProperties);
  return named(ref);
}

function createParameter({ cloud, properties, name }: Creation): CreatedResource {
  const parameterName = cloud.ssm.declareParameter({ Name: name, ...properties });
  return named(parameterName, { Type: properties['Type'], Value: properties['Value'] });
}

function updateParameter(change: Change): CreatedResource {
  const { cloud, properties, name, ref } = change;
  if (nameOf(change, 'Name') !== ref) return createParameter(change);
  cloud.ssm.updateParameter({ Name: name, ...properties });
  return named(ref, { Type: properties['Type'], Value: properties['Value'] });
}

function createKey(creation: Creation): CreatedResource {
  return withPolicy(creation, creation.cloud.kms.declareKey());
}

function updateKey(change: Change): CreatedResource {
  change.cloud.access.detachFromResource(change.cloud.kms.arn(change.ref), 'key policy');
  return withPolicy(change, change.ref);
}

function withPolicy({ cloud, properties }: Creation, keyId: string): CreatedResource {
  const arn = cloud.kms.arn(keyId);
  cloud.access.attachToResource(arn, 'key policy', properties['KeyPolicy'] ?? cloud.kms.defaultPolicy());
  return named(keyId, { Arn: arn, KeyId: keyId });
}

function createAlias({ cloud, properties }: Creation): CreatedResource {
  const alias = String(properties['AliasName']);
  cloud.kms.declareAlias(alias, String(properties['TargetKeyId']));
  return named(alias);
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
  creation.cloud.logs.store.declareGroup(logGroupName, creation.properties);
  return named(logGroupName, { Arn: `${arnOf(creation, 'logs', `log-group:${logGroupName}`)}:*` });
}
