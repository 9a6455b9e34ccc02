import type { Parameter } from '@aws-sdk/client-ssm';
import { type DeploymentFacts, deploymentFactsParameter } from '../../lambdas/shared/runtime/contract.ts';
import { UsageError } from '../failure.ts';
import type { Connection } from './connection.ts';
import { readDeploymentFacts } from './deployment-facts.ts';
import { type OperatorPolicy, refuse } from './refusal.ts';

/** What of Muster is deployed in an account and region, and where. */
export interface Deployed {
  readonly partition: string;
  readonly account: string;
  readonly region: string;
  readonly rosterTableName: string;
  readonly launchQueueUrl: string;
  /** The functions that decide; undefined where an older version of Muster is deployed. */
  readonly functionNames: { readonly onboard: string; readonly sweep: string } | undefined;
  /** The value of every parameter of the onboarding, by its last name. */
  readonly parameters: ReadonlyMap<string, string>;
  /** Undefined for a deployment of a version that did not tell them. */
  readonly facts: DeploymentFacts | undefined;
}

/**
 * Finds the deployment by the parameters of its stack. `policy` is the one that the calling command needs.
 * @throws UsageError when there is none, when the account is another one than the environment's, or when the call
 * fails.
 */
export async function findDeployment(
  { clientSettings, names, account: wanted }: Pick<Connection, 'clientSettings' | 'names' | 'account'>,
  policy?: OperatorPolicy,
): Promise<Deployed> {
  const { paginateGetParametersByPath, SSMClient } = await import('@aws-sdk/client-ssm');
  const client = new SSMClient(clientSettings);
  const path = `${names.parameterPath}/onboarding`;
  const found: Parameter[] = [];
  try {
    const pages = paginateGetParametersByPath({ client }, { Path: path });
    for await (const { Parameters: some = [] } of pages) found.push(...some);
  } catch (error) {
    refuse('ssm:GetParametersByPath', error, policy, clientSettings);
  }
  const [, partition = '', , region = '', account = ''] = found[0]?.ARN?.split(':') ?? [];
  if (wanted !== undefined && account !== '' && account !== wanted)
    throw new UsageError(`the credentials are of account ${account}; the environment is in ${wanted}`);
  const parameters = new Map(
    found.map(({ Name = '', Value = '' }) => [Name.slice(path.length + 1), Value] as const),
  );
  const rosterTableName = parameters.get('roster-table-name');
  const launchQueueUrl = parameters.get('launch-queue-url');
  if (rosterTableName === undefined || launchQueueUrl === undefined) {
    const place = await client.config.region();
    throw new UsageError(
      `Muster is not deployed in ${place}, or under another path: there is no parameter ${path}/roster-table-name; ` +
        'check --region and --environment, or deploy it (npx cdk deploy --all)',
    );
  }
  const [onboard, sweep] = [parameters.get('onboard-function-name'), parameters.get('sweep-function-name')];
  const functionNames = onboard === undefined || sweep === undefined ? undefined : { onboard, sweep };
  const facts = readDeploymentFacts(parameters.get(deploymentFactsParameter));
  return { partition, account, region, rosterTableName, launchQueueUrl, functionNames, parameters, facts };
}
