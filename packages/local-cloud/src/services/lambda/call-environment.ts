import type { Host } from '../../core/host.ts';
import type { FunctionSettings } from './lambda-function.ts';

/** What a function may change of its environment (recorded in functions of Node.js; developer guide). */
const changeable = (nodeMajor: string) => ({
  LANG: 'en_US.UTF-8',
  LD_LIBRARY_PATH:
    '/var/lang/lib:/lib64:/usr/lib64:/var/runtime:/var/runtime/lib:/var/task:/var/task/lib:/opt/lib',
  NODE_PATH: `/opt/nodejs/node${nodeMajor}/node_modules:/opt/nodejs/node_modules:/var/runtime/node_modules:/var/runtime:/var/task`,
  PATH: '/var/lang/bin:/usr/local/bin:/usr/bin/:/bin:/opt/bin',
  TZ: ':UTC',
});

/** What every function finds in its environment. The daemon of X-Ray is named, and is not there. */
const constant = {
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
  AWS_SESSION_TOKEN: 'local',
  AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
  AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
  AWS_LAMBDA_RUNTIME_API: '169.254.100.1:9001',
  AWS_XRAY_CONTEXT_MISSING: 'LOG_ERROR',
  AWS_XRAY_DAEMON_ADDRESS: '169.254.100.1:2000',
  _AWS_XRAY_DAEMON_ADDRESS: '169.254.100.1',
  _AWS_XRAY_DAEMON_PORT: '2000',
  LAMBDA_RUNTIME_DIR: '/var/runtime',
  LAMBDA_TASK_ROOT: '/var/task',
  PWD: '/var/task',
  SHLVL: '0',
};

/** The variables of a new execution environment. */
export function environmentOf(
  { region }: Host,
  settings: FunctionSettings,
  logStream: string,
): Record<string, string> {
  return {
    ...changeable(settings.nodeMajor),
    ...settings.variables,
    ...constant,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_EXECUTION_ENV: `AWS_Lambda_nodejs${settings.nodeMajor}.x`,
    AWS_LAMBDA_FUNCTION_NAME: settings.functionName,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(settings.memoryMegabytes),
    AWS_LAMBDA_LOG_GROUP_NAME: settings.logGroupName,
    AWS_LAMBDA_LOG_STREAM_NAME: logStream,
    _HANDLER: settings.handler,
  };
}

/** What a handler learns about its call. */
export interface CallFacts {
  readonly requestId: string;
  /** The ARN with which the caller named the function. */
  readonly invokedArn: string;
  readonly logStream: string;
  remainingMs(): number;
}

/** The second argument of a handler. */
export function contextOf(settings: FunctionSettings, facts: CallFacts): object {
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionName: settings.functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: facts.invokedArn,
    memoryLimitInMB: String(settings.memoryMegabytes),
    awsRequestId: facts.requestId,
    logGroupName: settings.logGroupName,
    logStreamName: facts.logStream,
    getRemainingTimeInMillis: () => facts.remainingMs(),
  };
}
