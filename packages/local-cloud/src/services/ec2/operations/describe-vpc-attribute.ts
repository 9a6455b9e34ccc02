import type * as Sdk from '@aws-sdk/client-ec2';
import { NotEmulatedError, type Operation, ServiceError } from '../../../core/service.ts';
import type { Ec2World } from '../ec2-world.ts';
import { refuseDryRun } from '../refuse-dry-run.ts';

/** DescribeVpcAttribute: one attribute of one VPC per call. */
export function describeVpcAttribute({
  network,
  host: { partition, region, accountId },
}: Ec2World): Operation<Sdk.DescribeVpcAttributeRequest, Sdk.DescribeVpcAttributeResult> {
  return {
    authorize: ({ VpcId }) => [
      {
        action: 'ec2:DescribeVpcAttribute',
        resource: `arn:${partition}:ec2:${region}:${accountId}:vpc/${VpcId}`,
        conditions: { 'ec2:Region': region },
      },
    ],
    run({ VpcId: vpcId = '', Attribute: attribute, DryRun: dryRun }) {
      refuseDryRun(dryRun);
      const vpc = network.vpcs.get(vpcId);
      if (vpc === undefined)
        throw new ServiceError('InvalidVpcID.NotFound', `The vpc ID '${vpcId}' does not exist`);
      if (attribute === 'enableDnsSupport')
        return { VpcId: vpcId, EnableDnsSupport: { Value: vpc.enableDnsSupport } };
      if (attribute === 'enableDnsHostnames')
        return { VpcId: vpcId, EnableDnsHostnames: { Value: vpc.enableDnsHostnames } };
      if (attribute === 'enableNetworkAddressUsageMetrics')
        throw new NotEmulatedError(`the VPC attribute ${attribute}`);
      throw new ServiceError(
        'InvalidParameterValue',
        `Value (${attribute}) for parameter attribute is invalid. Unknown attribute.`,
      );
    },
  };
}
