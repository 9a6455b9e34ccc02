import type { Host } from '../../core/host.ts';
import type { Operation } from '../../core/service.ts';
import type { Lambda } from './lambda.ts';
import { getAccountSettings } from './operations/get-account-settings.ts';
import { getEventSourceMapping, type ShownMapping } from './operations/get-event-source-mapping.ts';
import { getFunction } from './operations/get-function.ts';
import { getFunctionConcurrency } from './operations/get-function-concurrency.ts';
import { getFunctionConfiguration } from './operations/get-function-configuration.ts';
import { invoke, type WrittenLines } from './operations/invoke.ts';
import { listFunctions } from './operations/list-functions.ts';

/** The operations by API name, each in a file of its name. */
export function lambdaOperations(
  host: Host,
  lambda: Lambda,
  others: { readonly written: WrittenLines; readonly mappings: () => readonly ShownMapping[] },
) {
  return {
    GetAccountSettings: getAccountSettings(lambda),
    GetEventSourceMapping: getEventSourceMapping(host, others.mappings),
    GetFunction: getFunction(host, lambda),
    GetFunctionConcurrency: getFunctionConcurrency(host, lambda),
    GetFunctionConfiguration: getFunctionConfiguration(host, lambda),
    Invoke: invoke(host, lambda, others.written),
    ListFunctions: listFunctions(lambda),
  } satisfies Record<string, Operation>;
}
