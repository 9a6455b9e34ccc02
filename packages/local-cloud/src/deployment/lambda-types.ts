import { NotEmulatedError } from '../core/service.ts';
import type { MappingPorts } from '../services/event-source-mapping/event-source-mapping.ts';
import { readAsyncSettings } from '../services/lambda/async-settings.ts';
import { readFunction } from '../services/lambda/lambda-function.ts';
import { codeFolder } from './function-code.ts';
import {
  arnOf,
  type Creation,
  named,
  nameOf,
  type ResourceType,
  type Standing,
  takenIf,
} from './resource.ts';
import type { CreatedResource } from './template.ts';

/** Functions, their permissions and their event sources. */
export const lambdaTypes: Readonly<Record<string, ResourceType>> = {
  'AWS::Lambda::Function': {
    nameProperty: 'FunctionName',
    createOnly: ['FunctionName', 'PackageType', 'TenancyConfig'],
    taken: (creation) => {
      const name = nameOf(creation, 'FunctionName');
      return takenIf(creation.cloud.lambda.has(arnOf(creation, 'lambda', `function:${name}`)), name);
    },
    create: declareFunction,
    update: declareFunction,
    remove: removeFunction,
  },
  'AWS::Lambda::EventSourceMapping': {
    createOnly: [
      ...['AmazonManagedKafkaEventSourceConfig', 'EventSourceArn', 'SelfManagedEventSource'],
      ...['SelfManagedKafkaEventSourceConfig', 'StartingPosition', 'StartingPositionTimestamp'],
    ],
    create: declareMapping,
    update: declareMapping,
    remove: ({ cloud, name }) => cloud.eventSourceMappings.remove(name),
  },
  'AWS::Lambda::EventInvokeConfig': {
    createOnly: ['FunctionName', 'Qualifier'],
    taken: (creation) => {
      const arn = functionArnOf(creation);
      return takenIf(creation.cloud.lambda.asyncSettings(arn) !== undefined, `${arn}|$LATEST`);
    },
    create: configureAsync,
    update: configureAsync,
    remove: (config) => config.cloud.lambda.forgetAsync(functionArnOf(config)),
  },
  'AWS::Lambda::Permission': {
    createOnly: [
      ...['Action', 'EventSourceToken', 'FunctionName', 'FunctionUrlAuthType', 'InvokedViaFunctionUrl'],
      ...['Principal', 'PrincipalOrgID', 'SourceAccount', 'SourceArn'],
    ],
    create: createPermission,
    update: ({ ref }) => named(ref, { Id: ref }),
    remove: removePermission,
  },
};

function declareFunction(creation: Creation): CreatedResource {
  const { cloud, stack, properties } = creation;
  const functionName = nameOf(creation, 'FunctionName');
  const arn = arnOf(creation, 'lambda', `function:${functionName}`);
  const folder = codeFolder(stack, creation.logicalId, properties['Code']);
  const settings = readFunction(properties, { functionName, arn, folder });
  cloud.access.nameSessions(settings.roleArn, functionName);
  cloud.lambda.declareFunction(settings);
  return named(functionName, { Arn: arn });
}

/** The policy of a function goes with it. */
function removeFunction(resource: Standing): void {
  const arn = arnOf(resource, 'lambda', `function:${resource.ref}`);
  resource.cloud.lambda.removeFunction(arn);
  resource.cloud.access.forget(arn);
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
  return named(name, { Id: name });
}

function removePermission(resource: Standing): void {
  resource.cloud.access.detachFromResource(functionArnOf(resource), resource.name);
}

function configureAsync(creation: Creation): CreatedResource {
  const { cloud, properties, name } = creation;
  cloud.lambda.configureAsync(functionArnOf(creation), readAsyncSettings(properties));
  return named(name);
}

/** The function that a resource names, by its name or its ARN. */
function functionArnOf(creation: Creation): string {
  const target = String(creation.properties['FunctionName']);
  return target.startsWith('arn:') ? target : arnOf(creation, 'lambda', `function:${target}`);
}

function declareMapping(creation: Creation): CreatedResource {
  const { cloud, properties, name } = creation;
  const functionArn = functionArnOf(creation);
  cloud.eventSourceMappings.declare(
    { id: name, functionArn, properties },
    mappingPorts(creation, functionArn),
  );
  return named(name, { Id: name });
}

/** The function of a mapping may change, and may be gone before the mapping is. */
function mappingPorts({ cloud }: Creation, arn: string): MappingPorts {
  const settings = () => cloud.lambda.settings(arn);
  let { timeoutSeconds } = settings();
  return {
    queue: (queueArn) => cloud.sqs.queue(queueArn),
    faults: () => cloud.faults,
    allow: (action, resource) =>
      cloud.access.refusal({ kind: 'role', roleArn: settings().roleArn }, { action, resource }) === undefined,
    function: {
      get timeoutSeconds() {
        if (cloud.lambda.has(arn)) timeoutSeconds = settings().timeoutSeconds;
        return timeoutSeconds;
      },
      canInvoke: () => cloud.lambda.has(arn) && cloud.lambda.canInvoke(arn),
      invoke: (event, done) => cloud.lambda.invoke(arn, event, done),
    },
  };
}
