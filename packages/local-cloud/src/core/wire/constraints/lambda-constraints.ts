import type { Constraints, Limits } from '../input-check.ts';

/** What names a function. Refusals show it in these words (recorded). */
export const functionNamePattern = String.raw`(arn:(aws[a-zA-Z-]*)?:lambda:)?((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}:)?(\d{12}:)?(function:)?([a-zA-Z0-9-_\.]+)(:(\$LATEST(\.PUBLISHED)?|[a-zA-Z0-9-_]+))?`;

/** A name has no greatest length, whatever the model says (recorded). */
const functionName: Limits = { length: [1, Number.POSITIVE_INFINITY], pattern: functionNamePattern };
const qualifier: Limits = { length: [1, 128], pattern: '\\$(LATEST(\\.PUBLISHED)?)|[a-zA-Z0-9-_$]+' };

/** The limits of the inputs of Lambda. Source: its service model. */
export const lambdaConstraints: Constraints = {
  'GetFunctionConcurrencyRequest.FunctionName': functionName,
  'GetFunctionConfigurationRequest.FunctionName': functionName,
  'GetFunctionConfigurationRequest.Qualifier': qualifier,
  'GetFunctionRequest.FunctionName': functionName,
  'GetFunctionRequest.Qualifier': qualifier,
  'InvocationRequest.FunctionName': functionName,
  'InvocationRequest.InvocationType': { oneOf: ['Event', 'RequestResponse', 'DryRun'] },
  'InvocationRequest.LogType': { oneOf: ['None', 'Tail'] },
  'InvocationRequest.DurableExecutionName': { length: [1, 64], pattern: '[a-zA-Z0-9-_]+' },
  'InvocationRequest.Qualifier': qualifier,
  'InvocationRequest.TenantId': { length: [1, 256], pattern: '[a-zA-Z0-9\\._:\\/=+\\-@ ]+' },
  'ListFunctionsRequest.MasterRegion': { pattern: 'ALL|[a-z]{2}(-gov)?-[a-z]+-\\d{1}' },
  'ListFunctionsRequest.FunctionVersion': { oneOf: ['ALL'] },
  'ListFunctionsRequest.MaxItems': { range: [1, 10000] },
};
