import { compilePolicy, evaluate, type Policy, Template } from 'local-cloud';
import type { MusterConfig } from '../../../../lib/configuration/config.ts';
import { account, synthesizeStack } from '../../synthesize.ts';

/** The place where the tests assume the stack to be. */
export const place = { partition: 'aws', region: 'eu-central-1', accountId: account };

/** The ARN of a parameter there. */
export const arnOf = (name: string) => `arn:aws:ssm:${place.region}:${account}:parameter${name}`;

/** The ARN that the key with this logical id would have. */
export const keyArn = (id: string, { partition, region } = place) =>
  `arn:${partition}:kms:${region}:${account}:key/${id}`;

/** A tree in the form of the configuration. */
type Tree = NonNullable<NonNullable<MusterConfig['parameters']>['tree']>;

interface Resource {
  readonly id: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** The resources in the stack of a tree, with the references that a deployment would fill in. */
export function deploy(tree: Tree, at = place): Resource[] {
  return deployConfig({ tree }, at);
}

/** The same for the whole section. */
export function deployConfig(parameters: MusterConfig['parameters'], at = place): Resource[] {
  const source: unknown = synthesizeStack('MusterParameters', { parameters }).toJSON();
  const template = new Template(source, {
    place: at,
    stackName: 'MusterParameters',
    resource: (id) => ({
      ref: id,
      attribute: (name) => (id.includes('Key') ? keyArn(id, at) : `${id}.${name}`),
    }),
    ssmParameter: (name) => `<value of ${name}>`,
    importValue: () => undefined,
  });
  return [...template.resources].map(([id, { type }]) => ({
    id,
    type,
    properties: template.properties(id),
  }));
}

/** The resources of one type. */
export function ofType(resources: readonly Resource[], type: string): Resource[] {
  return resources.filter((resource) => resource.type === type);
}

/** The plain parameters of the tree, without those in which Muster exports names. */
export function ofTree(resources: readonly Resource[]): Resource[] {
  return ofType(resources, 'AWS::SSM::Parameter').filter(
    ({ properties }) => !String(properties['Name']).startsWith('/muster/'),
  );
}

/** The managed policy to read or write a path (`/retail/shop/prod/read`), as its parameter names it. */
export function policyFor(resources: readonly Resource[], name: string): Policy {
  const parameterName = `/muster/parameters${name}-policy-arn`;
  const ids = ofType(resources, 'AWS::SSM::Parameter')
    .filter(({ properties }) => properties['Name'] === parameterName)
    .map(({ properties }) => properties['Value']);
  const found = ofType(resources, 'AWS::IAM::ManagedPolicy').find(({ id }) => ids.includes(id));
  if (found === undefined) throw new Error(`there is no parameter ${parameterName} with the ARN of a policy`);
  return compilePolicy(found.properties['PolicyDocument'], { name, kind: 'identity' });
}

/** The policy of every key of ours, which leaves the decision to the policies of the account. */
const keyPolicy = compilePolicy(
  {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: 'kms:*', Resource: '*' },
    ],
  },
  { name: 'key policy', kind: 'resource' },
);

/** What IAM answers to a role that has only this policy. */
export function decide(
  policy: Policy,
  action: string,
  resource: string,
  conditions: Readonly<Record<string, string>> = {},
): string {
  return evaluate({
    principalPolicies: [policy],
    resourcePolicies: action.startsWith('kms:') ? [keyPolicy] : [],
    authorization: { action, resource, conditions },
    principal: { kind: 'role', roleArn: `arn:aws:iam::${account}:role/somebody` },
    nowMs: 0,
  }).decision;
}
