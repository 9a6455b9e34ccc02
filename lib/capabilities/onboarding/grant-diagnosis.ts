import { Stack } from 'aws-cdk-lib';
import { readsOfEvidence } from '../../../lambdas/shared/domain/diagnosis/diagnose.ts';
import { acknowledgeWildcards } from '../../constructs/acknowledged-findings.ts';
import type { MusterFunction } from '../../constructs/muster-function.ts';

/**
 * The right to find out why instances are not managed. It is read-only. What there is to read stands with the
 * evidence, in the domain.
 */
export function grantDiagnosis(diagnosing: MusterFunction): void {
  const { partition, region, account } = Stack.of(diagnosing);
  const fill = (resource: string) =>
    resource.replace('{partition}', partition).replace('{region}', region).replace('{account}', account);
  const permissions = readsOfEvidence().map(({ actions, resources }) => ({
    actions: [...actions],
    resources: resources.map(fill),
  }));
  for (const { actions, resources } of permissions) diagnosing.allow(actions, resources);
  acknowledgeWildcards(
    diagnosing,
    permissions.flatMap(({ resources }) => resources).filter((resource) => resource.endsWith('/*')),
    'Any of them may be what keeps an instance from being managed; they are only read.',
  );
}
