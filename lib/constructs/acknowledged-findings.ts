import { Stack, Validations } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/**
 * Explains, beside the grants of a construct, why some of their resources end with a wildcard. cdk-nag reads
 * it. The id of a finding contains the resource as the template will show it: with `<AWS::Region>`, or with
 * the region of a stack that has one.
 */
export function acknowledgeWildcards(scope: Construct, resources: readonly string[], reason: string): void {
  for (const resource of resources) {
    const id = `AwsSolutions-IAM5[Resource::${show(Stack.of(scope).resolve(resource))}]`;
    Validations.of(scope).acknowledge({ id, reason });
  }
}

/** A part of an ARN that CloudFormation will resolve, as the CDK writes it. */
interface Intrinsic {
  readonly Ref?: string;
  readonly 'Fn::GetAtt'?: readonly string[];
  readonly 'Fn::Join'?: readonly [separator: string, parts: readonly unknown[]];
}

const isIntrinsic = (value: unknown): value is Intrinsic => typeof value === 'object' && value !== null;

/** An ARN in words: what is known, and in angle brackets what CloudFormation will fill in. */
function show(value: unknown): string {
  if (typeof value === 'string') return value;
  const { Ref: ref, 'Fn::GetAtt': attribute, 'Fn::Join': join } = isIntrinsic(value) ? value : {};
  if (ref !== undefined) return `<${ref}>`;
  if (attribute !== undefined) return `<${attribute.join('.')}>`;
  if (join !== undefined) return join[1].map(show).join(join[0]);
  throw new Error(`A resource of a policy is no ARN that can be shown: ${JSON.stringify(value)}`);
}
