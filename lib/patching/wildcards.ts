import { Stack, Validations } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/**
 * Says beside the grants of a construct why some of their resources end with a wildcard; cdk-nag reads it. The id of a
 * finding holds the resource as the template will show it, `<AWS::Region>` or the region of a stack that has one.
 */
export function acknowledgeWildcards(scope: Construct, resources: readonly string[], reason: string): void {
  for (const resource of resources) {
    const id = `AwsSolutions-IAM5[Resource::${show(Stack.of(scope).resolve(resource))}]`;
    Validations.of(scope).acknowledge({ id, reason });
  }
}

/** An ARN in words: what is known, and what CloudFormation will put in between angle brackets. */
function show(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  if ('Fn::Join' in value && Array.isArray(value['Fn::Join']))
    return value['Fn::Join'].at(1).map(show).join('');
  if ('Fn::GetAtt' in value && Array.isArray(value['Fn::GetAtt']))
    return `<${value['Fn::GetAtt'].join('.')}>`;
  if ('Ref' in value) return `<${String(value.Ref)}>`;
  throw new Error(`A resource of a policy is no ARN that can be shown: ${JSON.stringify(value)}`);
}
