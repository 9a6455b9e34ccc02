import { Effect, ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { acknowledgeWildcards } from '../../constructs/acknowledged-findings.ts';
import { handOut } from '../../constructs/kept.ts';
import { keyConditions, ownArn, parameterArn } from './parameter-arns.ts';
import { imageDataType } from './parameter-fields.ts';
import { type ParameterPath, secretIdsOf } from './parameter-tree.ts';

/** The environment that the policies are for. */
export interface PathAccessProps {
  /** For example `/muster`: where the ARNs are exported. */
  readonly parameterPath: string;
  readonly path: ParameterPath;
  /** The key of the application, if it has secrets. */
  readonly key: IKey | undefined;
}

/**
 * Who may read, and who may write, the parameters of one environment. There are two managed policies to
 * attach to roles. Their ARNs are in parameters: `/muster/parameters/retail/shop/prod/read-policy-arn` and
 * `.../write-policy-arn`.
 *
 * Paths have a trap. Whoever may call GetParametersByPath on `/a` reads everything below it, recursively, and
 * a Deny on `/a/b` does not stop that. So nothing is ever granted on a department or an application, and no
 * policy relies on a Deny. The grant is the environment, `/retail/shop/prod` itself (the call names it so)
 * and what is below its slash. `/retail/shop/prod*` would include `/retail/shop/production`. A parameter that
 * some readers of a path must not see belongs into another path. GetParameterHistory gives every version that
 * still exists, as GetParameter does by `name:version`.
 */
export class PathAccess extends Construct {
  readonly reader: ManagedPolicy;
  readonly writer: ManagedPolicy;

  constructor(scope: Construct, id: string, props: PathAccessProps) {
    super(scope, id);
    this.reader = this.#createPolicy('Reader', 'Read', props, readStatements(props));
    this.writer = this.#createPolicy('Writer', 'Write', props, writeStatements(props));
    handOut(this.reader, this.writer);
    const { path } = props.path;
    const { reader, writer } = this;
    const below = [parameterArn(`${path}/*`)];
    for (const policy of [reader, writer])
      acknowledgeWildcards(policy, below, `The policy is for all parameters of ${path}.`);
    acknowledgeWildcards(
      reader,
      [ownArn('kms', 'key/*')],
      'Only for the encryption context of this path; values may still be encrypted by a key that a stack left behind.',
    );
    const secrets = secretIdsOf(props.path).map(secretArn);
    acknowledgeWildcards(reader, secrets, 'Secrets Manager ends ARNs with six characters.');
    acknowledgeWildcards(
      writer,
      ['*'],
      'ec2:DescribeImages takes no resource; Systems Manager checks with it that an image exists.',
    );
  }

  /** IAM replaces a policy when its description changes. So the description holds only the path. */
  #createPolicy(
    id: string,
    verb: string,
    { parameterPath, path }: PathAccessProps,
    statements: PolicyStatement[],
  ): ManagedPolicy {
    const policy = new ManagedPolicy(this, id, {
      description: `${verb}s the parameters of ${path.path}.`,
      statements,
    });
    new StringParameter(this, `${id}Arn`, {
      parameterName: `${parameterPath}/parameters${path.path}/${verb.toLowerCase()}-policy-arn`,
      stringValue: policy.managedPolicyArn,
    });
    return policy;
  }
}

function readStatements({ path }: PathAccessProps): PolicyStatement[] {
  const below = parameterArn(`${path.path}/*`);
  const secretIds = secretIdsOf(path);
  return [
    new PolicyStatement({
      sid: 'ReadByName',
      actions: ['ssm:GetParameter', 'ssm:GetParameters', 'ssm:GetParameterHistory'],
      resources: [below, ...secretIds.map((id) => parameterArn(`/aws/reference/secretsmanager/${id}`))],
    }),
    new PolicyStatement({
      sid: 'ReadByPath',
      actions: ['ssm:GetParametersByPath'],
      resources: [parameterArn(path.path), below],
    }),
    // Any key of the account, but only for values of this path: the encryption context binds the value to its
    // path.
    new PolicyStatement({
      sid: 'DecryptThisPath',
      actions: ['kms:Decrypt'],
      resources: [ownArn('kms', 'key/*')],
      conditions: keyConditions([below]),
    }),
    ...(secretIds.length === 0
      ? []
      : [
          new PolicyStatement({
            sid: 'ReadReferencedSecrets',
            actions: ['secretsmanager:GetSecretValue'],
            resources: secretIds.map(secretArn),
          }),
        ]),
  ];
}

function writeStatements({ path, key }: PathAccessProps): PolicyStatement[] {
  const below = parameterArn(`${path.path}/*`);
  const encrypting = { actions: ['kms:Encrypt', 'kms:GenerateDataKey'], conditions: keyConditions([below]) };
  return [
    new PolicyStatement({
      sid: 'Write',
      actions: ['ssm:PutParameter', 'ssm:LabelParameterVersion', 'ssm:UnlabelParameterVersion'],
      resources: [below],
    }),
    ...(key === undefined
      ? []
      : [
          new PolicyStatement({ sid: 'EncryptByOwnKey', ...encrypting, resources: [key.keyArn] }),
          // Without --key-id, PutParameter uses the key aws/ssm, by which everybody in the account may
          // decrypt.
          new PolicyStatement({
            sid: 'NeverByAnotherKey',
            effect: Effect.DENY,
            ...encrypting,
            notResources: [key.keyArn],
          }),
        ]),
    ...(path.parameters.some(({ dataType }) => dataType === imageDataType)
      ? [new PolicyStatement({ sid: 'CheckImages', actions: ['ec2:DescribeImages'], resources: ['*'] })]
      : []),
  ];
}

function secretArn(secretId: string): string {
  return ownArn('secretsmanager', `secret:${secretId}-??????`);
}
