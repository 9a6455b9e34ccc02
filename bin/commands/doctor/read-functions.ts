import type { LambdaClient } from '@aws-sdk/client-lambda';
import { callsAtOnce, mapConcurrently } from '../../../lambdas/shared/clients/map-concurrently.ts';
import type { ClientSettings } from '../../account/connection.ts';
import { absentAs } from './absent-as.ts';
import type { SeenFunction } from './judge-flow.ts';
import type { StackPart } from './read-deployed-stacks.ts';

/** A function, and the environment from which it reads its settings. */
export interface FunctionAndSettings extends SeenFunction {
  readonly environment: Readonly<Record<string, string>>;
}

/** The functions among the resources of a stack. */
export async function readFunctions(
  settings: ClientSettings,
  parts: readonly StackPart[],
): Promise<FunctionAndSettings[]> {
  const { LambdaClient } = await import('@aws-sdk/client-lambda');
  const client = new LambdaClient(settings);
  const functions = parts.filter(({ type }) => type === 'AWS::Lambda::Function');
  return mapConcurrently(functions, callsAtOnce, (part) => readFunction(client, part));
}

async function readFunction(client: LambdaClient, part: StackPart): Promise<FunctionAndSettings> {
  const { GetFunctionConcurrencyCommand, GetFunctionConfigurationCommand } = await import(
    '@aws-sdk/client-lambda'
  );
  const asked = { FunctionName: part.id };
  const [shown, concurrency] = await Promise.all([
    absentAs(undefined, client.send(new GetFunctionConfigurationCommand(asked))),
    absentAs(undefined, client.send(new GetFunctionConcurrencyCommand(asked))),
  ]);
  return {
    name: part.id,
    state: shown?.State,
    updateStatus: shown?.LastUpdateStatus,
    changedAtMs: Date.parse(shown?.LastModified ?? '') || 0,
    deployedAtMs: part.changedAtMs,
    reserved: concurrency?.ReservedConcurrentExecutions,
    environment: shown?.Environment?.Variables ?? {},
  };
}
