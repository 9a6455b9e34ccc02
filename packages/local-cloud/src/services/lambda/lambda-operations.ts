import type { Host } from '../../core/host.ts';
import type { Operation } from '../../core/service.ts';
import type { Lambda } from './lambda.ts';
import { getFunction } from './operations/get-function.ts';
import { getFunctionConfiguration } from './operations/get-function-configuration.ts';
import { invoke, type WrittenLines } from './operations/invoke.ts';
import { listFunctions } from './operations/list-functions.ts';

/** The operations by API name, each in a file of its name. */
export function lambdaOperations(host: Host, lambda: Lambda, written: WrittenLines) {
  return {
    GetFunction: getFunction(host, lambda),
    GetFunctionConfiguration: getFunctionConfiguration(host, lambda),
    Invoke: invoke(host, lambda, written),
    ListFunctions: listFunctions(lambda),
  } satisfies Record<string, Operation>;
}
