import { ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { acknowledgeWildcards } from '../../constructs/acknowledged-findings.ts';
import { handOut } from '../../constructs/kept.ts';
import type { SessionLogs } from './session-logs.ts';

/** Where sessions are logged, and where the policy's ARN is exported. */
export interface SessionInstancePolicyProps {
  readonly logs: SessionLogs;
  /** The beginning of the keys in the bucket. */
  readonly keyPrefix: string;
  /** For example `/muster`: the parameter is `/muster/sessions/instance-policy-arn`. */
  readonly parameterPath: string;
}

/**
 * What instances need besides the policy of a managed instance so that their sessions can be encrypted and
 * logged: a policy to attach to their roles. The agent checks whether the bucket and the log group are
 * encrypted before it lets anybody in. So no session starts on an instance without this policy.
 */
export class SessionInstancePolicy extends Construct {
  constructor(scope: Construct, id: string, props: SessionInstancePolicyProps) {
    super(scope, id);
    const policy = new ManagedPolicy(this, 'Policy', {
      description: 'What instances need so that sessions on them are encrypted and logged.',
      statements: statementsFor(props),
    });
    const { bucket, logGroup } = props.logs;
    if (logGroup !== undefined)
      acknowledgeWildcards(policy, ['*'], 'logs:DescribeLogGroups takes no resource.');
    if (bucket !== undefined)
      acknowledgeWildcards(
        policy,
        [bucket.arnForObjects(`${props.keyPrefix}/*`)],
        'Each session is an object of its own under the prefix.',
      );
    handOut(policy);
    new StringParameter(this, 'Arn', {
      parameterName: `${props.parameterPath}/sessions/instance-policy-arn`,
      stringValue: policy.managedPolicyArn,
    });
  }
}

function statementsFor({ logs, keyPrefix }: SessionInstancePolicyProps): PolicyStatement[] {
  const { bucket, logGroup, key } = logs;
  const statements: PolicyStatement[] = [];
  const allow = (sid: string, actions: string[], resources: string[]) =>
    statements.push(new PolicyStatement({ sid, actions, resources }));
  if (logGroup !== undefined) {
    // The ARN of a group ends with :*, which stands for its streams.
    allow(
      'Log',
      ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
      [logGroup.logGroupArn],
    );
    allow('FindLogGroup', ['logs:DescribeLogGroups'], ['*']);
  }
  if (bucket !== undefined) {
    allow('Store', ['s3:PutObject'], [bucket.arnForObjects(`${keyPrefix}/*`)]);
    allow('LookAtEncryption', ['s3:GetEncryptionConfiguration'], [bucket.bucketArn]);
  }
  // Decrypt opens the key of the session, GenerateDataKey encrypts an object in the bucket.
  if (key !== undefined)
    allow('Encrypt', bucket === undefined ? ['kms:Decrypt'] : ['kms:Decrypt', 'kms:GenerateDataKey'], [
      key.keyArn,
    ]);
  return statements;
}
