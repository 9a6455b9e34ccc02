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
  /** Undefined for a deployment of a version that did not tell them. */
  readonly facts: DeploymentFacts | undefined;
}

/**
 * Finds the deployment by the parameters of its stack. `policy` is the one that the calling command needs.
 * @throws UsageError when there is none, when the account is another one than the environment's, or when the call
 * fails.
 */
export async function findDeployment(
  { clientSettings, names, account: wanted }: Connection,
  policy?: OperatorPolicy,
): Promise<Deployed> {
  const { GetParametersByPathCommand, SSMClient } = await import('@aws-sdk/client-ssm');
  const client = new SSMClient(clientSettings);
  const path = `${names.parameterPath}/onboarding`;
  const { Parameters: found = [] } = await client
    .send(new GetParametersByPathCommand({ Path: path }))
    .catch((error: unknown) => refuse('ssm:GetParametersByPath', error, policy, clientSettings));
  const [, partition = '', , region = '', account = ''] = found[0]?.ARN?.split(':') ?? [];
  if (wanted !== undefined && account !== '' && account !== wanted)
    throw new UsageError(`the credentials are of account ${account}; the environment is in ${wanted}`);
  const parameter = (name: string) => found.find(({ Name }) => Name === `${path}/${name}`)?.Value;
  const rosterTableName = parameter('roster-table-name');
  const launchQueueUrl = parameter('launch-queue-url');
  if (rosterTableName === undefined || launchQueueUrl === undefined) {
    const place = await client.config.region();
    throw new UsageError(
      `Muster is not deployed in ${place}, or under another path: there is no parameter ${path}/roster-table-name; ` +
        'check --region and --environment, or deploy it (npx cdk deploy --all)',
    );
  }
  const facts = readDeploymentFacts(parameter(deploymentFactsParameter));
  return { partition, account, region, rosterTableName, launchQueueUrl, facts };
}
