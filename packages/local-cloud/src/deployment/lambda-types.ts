import { isRecord } from '../core/is-record.ts';
import { NotEmulatedError } from '../core/service.ts';
import { EventSourceMapping } from '../services/event-source-mapping/event-source-mapping.ts';
import { readAsyncSettings } from '../services/lambda/async-settings.ts';
import { readFunction } from '../services/lambda/lambda-function.ts';
import { AssemblyError } from './assembly.ts';
import {
  arnOf,
  type Creation,
  named,
  nameOf,
  type ResourceType,
  rebuilt,
  type Standing,
} from './resource.ts';
import type { CreatedResource } from './template.ts';

/** Functions, their permissions and their event sources. */
export const lambdaTypes: Readonly<Record<string, ResourceType>> = {
  'AWS::Lambda::Function': { create: createFunction, update: createFunction, remove: removeFunction },
  'AWS::Lambda::EventSourceMapping': { create: createMapping },
  'AWS::Lambda::EventInvokeConfig': { create: createEventInvokeConfig, update: createEventInvokeConfig },
  'AWS::Lambda::Permission': rebuilt({ create: createPermission, remove: removePermission }),
};

function createFunction(creation: Creation): CreatedResource {
  const { cloud, stack, properties } = creation;
  const functionName = nameOf(creation, 'FunctionName');
  const arn = arnOf(creation, 'lambda', `function:${functionName}`);
  const code = isRecord(properties['Code']) ? properties['Code']['S3Key'] : undefined;
  if (typeof code !== 'string')
    throw new NotEmulatedError(`code that is no asset of the assembly (${creation.logicalId})`);
  const folder = stack.assetFolders.get(code.replace(/\.zip$/, ''));
  if (folder === undefined)
    throw new AssemblyError(`${creation.logicalId}: the assembly has no asset ${code}`);
  const settings = readFunction(properties, { functionName, arn, folder });
  cloud.access.nameSessions(settings.roleArn, functionName);
  cloud.lambda.declareFunction(settings);
  return named(functionName, { Arn: arn });
}

function removeFunction(resource: Standing): void {
  resource.cloud.lambda.removeFunction(arnOf(resource, 'lambda', `function:${resource.ref}`));
}

/** Converts a permission to a statement of the function's policy. Other properties are not emulated. */
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

function removePermission(resource: Standing): void {
  resource.cloud.access.detachFromResource(functionArnOf(resource), resource.name);
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
