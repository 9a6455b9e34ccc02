import { isRecord } from 'local-cloud';
import { describe, expect, it } from 'vitest';
import { falcon } from '../capabilities/onboarding/agents/falcon.ts';
import { everything } from '../everything.ts';
import { synthesize } from '../synthesize.ts';

/** A statement that lets a service of AWS in, and where it stands. */
interface Admission {
  readonly where: string;
  readonly services: readonly string[];
  readonly statement: Readonly<Record<string, unknown>>;
}

/** The statements below a value; a policy may be a text, also one that CloudFormation joins. */
function statementsIn(value: unknown): Readonly<Record<string, unknown>>[] {
  if (typeof value === 'string' && value.startsWith('{"Statement":')) return statementsIn(JSON.parse(value));
  if (Array.isArray(value)) return value.flatMap(statementsIn);
  if (!isRecord(value)) return [];
  const join = value['Fn::Join'];
  if (Array.isArray(join) && Array.isArray(join[1]) && String(join[1][0]).startsWith('{"Statement":'))
    return statementsIn(join[1].map((part) => (typeof part === 'string' ? part : 'resolved')).join(''));
  const own = 'Effect' in value && 'Principal' in value ? [value] : [];
  return [...own, ...Object.values(value).flatMap(statementsIn)];
}

function servicesOf({ Principal: principal }: Readonly<Record<string, unknown>>): string[] {
  return isRecord(principal) && principal['Service'] !== undefined
    ? [principal['Service']].flat().map((name) => (typeof name === 'string' ? name : JSON.stringify(name)))
    : [];
}

const templates = [...synthesize(everything), ...synthesize({ agents: { falcon } })];
const resources = templates.flatMap(([stack, template]) =>
  Object.entries<Record<string, unknown>>(template.toJSON().Resources).map(([id, resource]) => ({
    where: `${stack}/${id}`,
    ...{ type: resource['Type'], properties: resource['Properties'] },
  })),
);
const admissions: readonly Admission[] = resources.flatMap(({ where, properties }) =>
  statementsIn(properties)
    .map((statement) => ({ where, services: servicesOf(statement), statement }))
    .filter(({ services }) => services.length > 0),
);

/** Statements without the two conditions, and why AWS takes none there. */
const unconditioned: readonly { isMeant(admission: Admission): boolean; readonly reason: string }[] = [
  {
    reason:
      'Lambda and EC2 give no source when they assume a role; iam:PassRole keeps a role in its account.',
    isMeant: ({ services }) => services.every((name) => /^(lambda|ec2)\.amazonaws\.com$/.test(name)),
  },
  {
    reason:
      'For Default Host Management, the user guide trusts the service as it is; an agent asks for the role.',
    isMeant: ({ where }) => where.startsWith('MusterAccess/DefaultHostManagementRole'),
  },
  {
    reason:
      'The check before a sync exists has no source yet (user guide); the ACL of such a bucket says nothing.',
    isMeant: ({ statement }) => statement['Action'] === 's3:GetBucketAcl',
  },
  {
    reason:
      'CloudWatch Logs names its log group in the encryption context, with account and region (user guide).',
    isMeant: ({ statement }) =>
      JSON.stringify(statement['Condition'] ?? null).includes('kms:EncryptionContext:aws:logs:arn'),
  },
];

const keysOf = ({ statement }: Admission) =>
  [...JSON.stringify(statement['Condition'] ?? null).matchAll(/"(aws:Source(?:Arn|Account))"/g)]
    .map(([, key]) => key)
    .sort();

describe('a service of AWS that is let in', () => {
  it('acts for a named source of this account, unless AWS takes no such condition', () => {
    expect(admissions.length).toBeGreaterThan(30);
    for (const admission of admissions.filter((each) => !unconditioned.some(({ isMeant }) => isMeant(each))))
      expect([admission.where, keysOf(admission)]).toEqual([
        admission.where,
        ['aws:SourceAccount', 'aws:SourceArn'],
      ]);
  });

  it('is an exception only where there is one', () => {
    for (const { reason, isMeant } of unconditioned) {
      const meant = admissions.filter(isMeant);
      expect([reason, meant.length > 0]).toEqual([reason, true]);
      expect(meant.flatMap(keysOf)).toEqual([]);
    }
  });

  it('publishes to no topic as EventBridge, for which a topic takes no conditions', () => {
    const isTopicPolicy = (where: string) =>
      resources.some((each) => each.where === where && each.type === 'AWS::SNS::TopicPolicy');
    const services = admissions.filter(({ where }) => isTopicPolicy(where)).flatMap((each) => each.services);
    expect([...new Set(services)]).toEqual(['cloudwatch.amazonaws.com']);
  });

  it('calls a function by no permission without a source', () => {
    const permissions = resources.filter(({ type }) => type === 'AWS::Lambda::Permission');
    for (const { where, properties } of permissions)
      expect([where, properties]).toEqual([where, expect.objectContaining({ SourceArn: expect.anything() })]);
  });
});

describe('a rule of EventBridge', () => {
  const patterns = resources
    .filter(({ type }) => type === 'AWS::Events::Rule')
    .map(({ where, properties }) => ({ where, pattern: isRecord(properties) && properties['EventPattern'] }));

  it('takes events of its own account and region alone, since the bus may be the hub of others', () => {
    expect(patterns.length).toBeGreaterThan(5);
    for (const { where, pattern } of patterns)
      expect([where, pattern]).toEqual([
        where,
        expect.objectContaining({
          account: [{ Ref: 'AWS::AccountId' }],
          region: [{ Ref: 'AWS::Region' }],
        }),
      ]);
  });
});
