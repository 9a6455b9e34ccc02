// biome-ignore-all lint/suspicious/noTemplateCurlyInString: policy variables look like this
import { Aws } from 'aws-cdk-lib';
import { ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { acknowledgeWildcards } from '../../constructs/acknowledged-findings.ts';
import { handOut } from '../../constructs/kept.ts';
import type { SessionsSettings } from './sessions-schema.ts';

/** Who may start sessions, and on what. */
export interface SessionStartersProps {
  readonly access: SessionsSettings['access'];
  /** The key of the sessions, if they are encrypted. The client uses it to make the key of each session. */
  readonly key: IKey | undefined;
  /** Whether nodes outside EC2 are looked at: the same tags then choose them too. */
  readonly hasOutside: boolean;
  /** For example `/muster`: the parameters are `/muster/sessions/access/<name>/policy-arn`. */
  readonly parameterPath: string;
}

type Starters = SessionsSettings['access'][string];

/** The beginning of ARNs of this account and region. */
const here = (service: string) => `arn:${Aws.PARTITION}:${service}:${Aws.REGION}:${Aws.ACCOUNT_ID}`;

/**
 * A managed policy for each kind of people who may start sessions. It has no fixed name, because IAM is the
 * same in all regions; its ARN is in a parameter. Attach it to the group, role or permission set of these
 * people.
 *
 * Whoever may put the tag on an instance decides who may log in to it: see `access.protectedTags`.
 */
export class SessionStarters extends Construct {
  constructor(scope: Construct, id: string, props: SessionStartersProps) {
    super(scope, id);
    const { access, key, parameterPath, hasOutside } = props;
    const nodes = [`${here('ec2')}:instance/*`, ...(hasOutside ? [`${here('ssm')}:managed-instance/*`] : [])];
    for (const [name, starters] of Object.entries(access)) {
      const policy = new ManagedPolicy(this, name, {
        description: `Who may start sessions: ${name}.`,
        statements: [
          ...startStatements(starters, nodes),
          ...ownSessionStatements(),
          ...(key === undefined ? [] : [keyStatement(key)]),
        ],
      });
      acknowledge(policy, nodes);
      handOut(policy);
      new StringParameter(this, `${name}Arn`, {
        parameterName: `${parameterPath}/sessions/access/${name}/policy-arn`,
        stringValue: policy.managedPolicyArn,
      });
    }
  }
}

/**
 * The right to start sessions on instances with the tags, and with the documents. Systems Manager normally
 * takes the default document as allowed. The condition makes it check the second statement for that document
 * too. The condition must be in every statement that allows StartSession.
 */
function startStatements({ tags, documents }: Starters, nodes: string[]): PolicyStatement[] {
  const checked = { BoolIfExists: { 'ssm:SessionDocumentAccessCheck': 'true' } };
  const tagged = Object.entries(tags).map(([key, values]) => [`ssm:resourceTag/${key}`, values] as const);
  return [
    new PolicyStatement({
      sid: 'StartOnInstances',
      actions: ['ssm:StartSession'],
      resources: nodes,
      conditions: { ...checked, StringLike: Object.fromEntries(tagged) },
    }),
    new PolicyStatement({
      sid: 'StartWithDocuments',
      actions: ['ssm:StartSession'],
      // Documents of AWS belong to no account.
      resources: documents.map((name) =>
        /^AWS-/.test(name)
          ? `arn:${Aws.PARTITION}:ssm:${Aws.REGION}::document/${name}`
          : `${here('ssm')}:document/${name}`,
      ),
      conditions: checked,
    }),
  ];
}

/**
 * The right to resume and end one's own sessions. Session Manager tags each session with the user id of
 * whoever started it. Users and assumed roles both have such an id. The id of a session begins with the
 * user's name, but `session/bob-*` also matches sessions that bob-lee started, and an assumed role has no
 * user name.
 */
function ownSessionStatements(): PolicyStatement[] {
  const sessions = `${here('ssm')}:session/*`;
  return [
    new PolicyStatement({
      sid: 'OwnSessions',
      actions: ['ssm:ResumeSession', 'ssm:TerminateSession'],
      resources: [sessions],
      conditions: { StringLike: { 'ssm:resourceTag/aws:ssmmessages:session-id': '${aws:userid}' } },
    }),
    // It opens with the token from StartSession or ResumeSession. These calls have decided already whose
    // session it is.
    new PolicyStatement({
      sid: 'DataChannel',
      actions: ['ssmmessages:OpenDataChannel'],
      resources: [sessions],
    }),
    new PolicyStatement({
      sid: 'Look',
      actions: [
        'ec2:DescribeInstances',
        'ssm:DescribeInstanceInformation',
        'ssm:DescribeInstanceProperties',
        'ssm:DescribeSessions',
        'ssm:GetConnectionStatus',
      ],
      resources: ['*'],
    }),
  ];
}

function keyStatement(key: IKey): PolicyStatement {
  return new PolicyStatement({ sid: 'Encrypt', actions: ['kms:GenerateDataKey'], resources: [key.keyArn] });
}

function acknowledge(policy: ManagedPolicy, nodes: readonly string[]): void {
  acknowledgeWildcards(policy, [...nodes], 'The condition on tags says which instances and nodes.');
  acknowledgeWildcards(
    policy,
    [`${here('ssm')}:session/*`],
    'The condition on the user id says which sessions; a channel needs its token.',
  );
  acknowledgeWildcards(
    policy,
    ['*'],
    'These describe actions take no resource, and nobody can choose an instance without them.',
  );
}
