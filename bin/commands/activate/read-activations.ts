import * as z from 'zod';
import type { ActivationFacts } from '../../../lambdas/shared/runtime/contract.ts';
import type { ClientSettings } from '../../account/connection.ts';
import { refuse } from '../../account/refusal.ts';
import { UsageError } from '../../failure.ts';

/** What is deployed of nodes outside EC2. */
export interface DeployedHybrid {
  readonly roleName: string;
  readonly activations: ReadonlyMap<string, ActivationFacts>;
}

const facts: z.ZodType<ActivationFacts> = z.object({
  limit: z.number(),
  expiresAfterHours: z.number(),
  tags: z.record(z.string(), z.string()),
  nodeName: z.string(),
});

/** @throws UsageError when `hybrid` is not deployed, or the call fails. */
export async function readActivations(
  settings: ClientSettings,
  parameterPath: string,
): Promise<DeployedHybrid> {
  const { paginateGetParametersByPath, SSMClient } = await import('@aws-sdk/client-ssm');
  const path = `${parameterPath}/hybrid`;
  const values = new Map<string, string>();
  const pages = paginateGetParametersByPath(
    { client: new SSMClient(settings) },
    { Path: path, Recursive: true },
  );
  try {
    for await (const { Parameters = [] } of pages)
      for (const { Name = '', Value = '' } of Parameters) values.set(Name.slice(path.length + 1), Value);
  } catch (error) {
    refuse('ssm:GetParametersByPath', error, 'activate', settings);
  }
  const roleName = values.get('role-name');
  if (roleName === undefined)
    throw new UsageError(
      `nodes outside EC2 are not deployed: there is no parameter ${path}/role-name; ` +
        'give muster.config.ts a hybrid section, and deploy it (npx cdk deploy --all)',
    );
  const activations = [...values].flatMap(([name, value]) => {
    const [, activation] = /^activations\/(.+)$/.exec(name) ?? [];
    return activation === undefined ? [] : [[activation, facts.parse(JSON.parse(value))] as const];
  });
  return { roleName, activations: new Map(activations) };
}
