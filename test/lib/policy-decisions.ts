import type { Template as CdkTemplate } from 'aws-cdk-lib/assertions';
import { compilePolicy, evaluate, Template } from 'local-cloud';
import { accountId } from '../accounts.ts';

/** A question to IAM: may somebody do this with that, under these conditions? */
export interface Question {
  readonly action: string;
  /** The end of an ARN of the account, such as `ec2:instance/i-1`, or a whole ARN. */
  readonly resource: string;
  readonly conditions?: Readonly<Record<string, string | readonly string[]>>;
  /**
   * True if another policy allows it too, as for an administrator. What remains is what this policy denies.
   */
  readonly isAllowedAnyway?: true;
}

const region = 'eu-west-1';
const roleArn = `arn:aws:iam::${accountId}:role/people/WebAdmin`;

/** The ARN of something in the account, from `<service>:<resource>`. */
function arnHere(resource: string): string {
  const [service, ...rest] = resource.split(':');
  return `arn:aws:${service}:${region}:${accountId}:${rest.join(':')}`;
}

/**
 * What IAM decides for a role that has only this managed policy of a template, according to the evaluator of
 * the local cloud. Other resources of the template have ARNs that end with their logical id. Keys decide by
 * their own policy too.
 */
export function decider(template: CdkTemplate, policyId: string, role = roleArn) {
  const resolved = new Template(template.toJSON(), {
    place: { partition: 'aws', region, accountId },
    stackName: 'Test',
    resource: (logicalId) => ({
      ref: logicalId,
      attribute: (name) => (name === 'Arn' ? `arn:aws:test:${region}:${accountId}:${logicalId}` : logicalId),
    }),
    ssmParameter: () => '30',
    importValue: () => undefined,
  });
  const document = resolved.properties(policyId)['PolicyDocument'];
  const policy = compilePolicy(document, { name: policyId, kind: 'identity' });
  const everything = { Effect: 'Allow', Action: '*', Resource: '*' };
  const other = compilePolicy(
    { Version: '2012-10-17', Statement: [everything] },
    { name: 'other', kind: 'identity' },
  );
  const policiesOf = (keyArn: string) =>
    Object.keys(template.findResources('AWS::KMS::Key'))
      .filter((logicalId) => keyArn.endsWith(`:${logicalId}`))
      .map((name) => compilePolicy(resolved.properties(name)['KeyPolicy'], { name, kind: 'resource' }));
  return ({ action, resource, conditions = {}, isAllowedAnyway }: Question) => {
    const arn = resource.startsWith('arn:') ? resource : arnHere(resource);
    return evaluate({
      principalPolicies: isAllowedAnyway ? [policy, other] : [policy],
      resourcePolicies: policiesOf(arn),
      authorization: { action, resource: arn, conditions },
      principal: { kind: 'role', roleArn: role },
      nowMs: 0,
    }).decision;
  };
}
