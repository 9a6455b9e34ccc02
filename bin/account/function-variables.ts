import { UsageError } from '../failure.ts';
import type { ClientSettings } from './connection.ts';
import type { Deployed } from './deployment.ts';
import { type OperatorPolicy, refuse } from './refusal.ts';

/**
 * The names of the functions that decide.
 * @throws UsageError when the deployed version does not name them.
 */
export function namedFunctions({ functionNames }: Pick<Deployed, 'functionNames'>) {
  if (functionNames !== undefined) return functionNames;
  throw new UsageError(
    'the deployed version of Muster does not name its functions, so their settings cannot be read: ' +
      'deploy this version once with the configuration that is deployed, then ask again',
  );
}

/**
 * The environment variables of a deployed function, as Lambda has them.
 * @throws UsageError when the call fails, or Lambda does not show them.
 */
export async function readVariables(
  settings: ClientSettings,
  functionName: string,
  policy?: OperatorPolicy,
): Promise<Readonly<Record<string, string>>> {
  const { GetFunctionConfigurationCommand, LambdaClient } = await import('@aws-sdk/client-lambda');
  const { Environment } = await new LambdaClient(settings)
    .send(new GetFunctionConfigurationCommand({ FunctionName: functionName }))
    .catch((error: unknown) => refuse('lambda:GetFunctionConfiguration', error, policy, settings));
  if (Environment?.Error !== undefined)
    throw new UsageError(
      `Lambda does not show the settings of ${functionName}: ${Environment.Error.Message}`,
    );
  return Environment?.Variables ?? {};
}
