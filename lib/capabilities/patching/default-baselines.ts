import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Singleton } from '../../constructs/singletons.ts';
import type { SystemName } from './operating-systems.ts';

/** A baseline that is the default of its operating system. */
export interface DefaultBaselineProps {
  readonly system: SystemName;
  readonly baselineId: string;
  /** For example `/muster`: the record is below `/muster/patching/found`. */
  readonly parameterPath: string;
}

/**
 * A default patch baseline as a singleton. CloudFormation would make it the default too, but never gives the place back, and
 * then cannot delete the baseline. The baseline from before may be one of AWS or of somebody else, so every id is allowed.
 */
export function defaultBaseline(scope: Construct, props: DefaultBaselineProps): Singleton {
  const { partition, region, account } = Stack.of(scope);
  const { system, baselineId, parameterPath } = props;
  const recordName = `${parameterPath}/patching/found/default-baseline-${system}`;
  return {
    id: `Default${system}`,
    properties: {
      ...{ Kind: 'default-baseline', Title: `The default baseline of ${system}`, Name: system },
      ...{ Value: baselineId, Record: recordName, IsOwn: 'true', OnForeign: 'replace' },
    },
    whyWildcards: 'The baseline from before, which comes back, may be any of the account, or one of AWS.',
    permissions: [
      { actions: ['ssm:DescribePatchBaselines'], resources: ['*'] },
      {
        actions: ['ssm:GetDefaultPatchBaseline', 'ssm:RegisterDefaultPatchBaseline'],
        resources: [`arn:${partition}:ssm:${region}:*:patchbaseline/*`],
      },
      {
        actions: ['ssm:GetParameter', 'ssm:PutParameter', 'ssm:DeleteParameter'],
        resources: [`arn:${partition}:ssm:${region}:${account}:parameter${recordName}`],
      },
    ],
  };
}
