import { isRecord } from '../../core/is-record.ts';
import { NotEmulatedError, ServiceError } from '../../core/service.ts';
import { checkDestination } from './async-settings.ts';

/** A function as its template declares it. */
export interface FunctionSettings {
  readonly functionName: string;
  readonly arn: string;
  readonly roleArn: string;
  /** The folder with the unmodified bundle. */
  readonly folder: string;
  /** The file and the export that is called, such as `index.handler`. */
  readonly handler: string;
  /** The major version of Node.js in the runtime's name: `24` for nodejs24.x. */
  readonly nodeMajor: string;
  readonly timeoutSeconds: number;
  readonly memoryMegabytes: number;
  readonly variables: Readonly<Record<string, string>>;
  readonly reservedConcurrency: number | undefined;
  readonly logGroupName: string;
  /** The queue or topic for asynchronous events that fail for good. */
  readonly deadLetterArn?: string | undefined;
  /** The properties of the template, for what is only shown. */
  readonly properties?: Properties;
}

/** Runtimes that can be created (Lambda developer guide, 2026); nodejs20.x is blocked. */
const runtimes = ['nodejs22.x', 'nodejs24.x'];

/** The largest total size of names and values (Lambda quota). */
const environmentBytesMax = 4096;

/** Variables that Lambda sets, and nobody else may (Lambda developer guide). */
const reservedVariables = new Set([
  ...['_HANDLER', '_X_AMZN_TRACE_ID', 'AWS_DEFAULT_REGION', 'AWS_REGION', 'AWS_EXECUTION_ENV'],
  ...['AWS_LAMBDA_FUNCTION_NAME', 'AWS_LAMBDA_FUNCTION_MEMORY_SIZE', 'AWS_LAMBDA_FUNCTION_VERSION'],
  ...['AWS_LAMBDA_INITIALIZATION_TYPE', 'AWS_LAMBDA_LOG_GROUP_NAME', 'AWS_LAMBDA_LOG_STREAM_NAME'],
  ...['AWS_ACCESS_KEY', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'],
  ...['AWS_LAMBDA_RUNTIME_API', 'LAMBDA_TASK_ROOT', 'LAMBDA_RUNTIME_DIR'],
]);

type Properties = Readonly<Record<string, unknown>>;

/** Reads resolved `AWS::Lambda::Function` properties and refuses what Lambda refuses. */
export function readFunction(
  properties: Properties,
  identity: { functionName: string; arn: string; folder: string },
): FunctionSettings {
  const runtime = String(properties['Runtime']);
  if (!runtimes.includes(runtime)) throw new NotEmulatedError(`the Lambda runtime ${runtime}`);
  for (const name of ['VpcConfig', 'Layers', 'FileSystemConfigs', 'ImageConfig']) {
    if (name in properties) throw new NotEmulatedError(`the property ${name} of AWS::Lambda::Function`);
  }
  const variables = readVariables(properties);
  const reserved = properties['ReservedConcurrentExecutions'];
  return {
    ...identity,
    handler: String(properties['Handler']),
    roleArn: String(properties['Role']),
    nodeMajor: runtime.replace(/^nodejs(\d+)\.x$/, '$1'),
    timeoutSeconds: readNumber(properties, 'Timeout', { default: 3, min: 1, max: 900 }),
    memoryMegabytes: readNumber(properties, 'MemorySize', { default: 128, min: 128, max: 10_240 }),
    variables,
    reservedConcurrency: reserved === undefined ? undefined : Number(reserved),
    logGroupName: readLogGroup(properties) ?? `/aws/lambda/${identity.functionName}`,
    deadLetterArn: readDeadLetterArn(properties),
    properties,
  };
}

function readDeadLetterArn(properties: Properties): string | undefined {
  const config = properties['DeadLetterConfig'];
  if (!isRecord(config) || typeof config['TargetArn'] !== 'string') return undefined;
  checkDestination(config['TargetArn']);
  return config['TargetArn'];
}

function readVariables(properties: Properties): Record<string, string> {
  const environment = properties['Environment'];
  const given = isRecord(environment) && isRecord(environment['Variables']) ? environment['Variables'] : {};
  const variables = Object.fromEntries(Object.entries(given).map(([name, value]) => [name, String(value)]));
  const bytes = Object.entries(variables).reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name + value),
    0,
  );
  const reserved = Object.keys(variables).filter((name) => reservedVariables.has(name));
  if (reserved.length > 0) {
    const message = `Lambda was unable to configure your environment variables because the environment variables you have provided contains reserved keys that are currently not supported for modification. Reserved keys used in this request: ${reserved.join(', ')}`;
    throw new ServiceError('InvalidParameterValueException', message);
  }
  if (bytes > environmentBytesMax) {
    const message = `Lambda was unable to configure your environment variables because the environment variables you have provided exceeded the 4KB limit. String measured: ${bytes} bytes`;
    throw new ServiceError('InvalidParameterValueException', message);
  }
  return variables;
}

function readLogGroup(properties: Properties): string | undefined {
  const logging = properties['LoggingConfig'];
  return isRecord(logging) && typeof logging['LogGroup'] === 'string' ? logging['LogGroup'] : undefined;
}

function readNumber(
  properties: Properties,
  name: string,
  allowed: { default: number; min: number; max: number },
): number {
  const value = Number(properties[name] ?? allowed.default);
  if (value >= allowed.min && value <= allowed.max) return value;
  throw new ServiceError(
    'ValidationException',
    `Value ${value} at '${name}' must be from ${allowed.min} to ${allowed.max}`,
  );
}
