import { Stack } from 'aws-cdk-lib';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';

/**
 * A service of AWS that acts for a resource of this account and region, and for nobody else's. Without the two
 * conditions, somebody in another account could make the service act here in their name (the confused deputy).
 * `source` is the rest of the ARN after the account, such as `rule/Muster-*`, in which * stands for any text.
 */
export function serviceHere(scope: Construct, service: string, source: string): ServicePrincipal {
  const { partition, region, account } = Stack.of(scope);
  const owner = service.split('.').at(-1); // delivery.logs works for resources of logs
  return new ServicePrincipal(`${service}.amazonaws.com`, {
    conditions: {
      StringEquals: { 'aws:SourceAccount': account },
      ArnLike: { 'aws:SourceArn': `arn:${partition}:${owner}:${region}:${account}:${source}` },
    },
  });
}
