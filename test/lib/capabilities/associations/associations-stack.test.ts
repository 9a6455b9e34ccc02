import { describe, expect, it } from 'vitest';
import type { MusterConfig } from '../../../../lib/configuration/config.ts';
import { problemsOf } from '../../configuration/config-problems.ts';
import { synthesizeStack, withApp } from '../../synthesize.ts';

type Associations = NonNullable<MusterConfig['associations']>;

const stackOf = (associations: Associations, fields: MusterConfig = {}) =>
  synthesizeStack('MusterAssociations', { associations, ...fields });
/** The association with a name, as CloudFormation makes it. */
function propertiesOf(name: string, associations: Associations, fields: MusterConfig = {}) {
  const found = stackOf(associations, fields).findResources('AWS::SSM::Association', {
    Properties: { AssociationName: name },
  });
  expect(Object.keys(found)).toHaveLength(1);
  return Object.values(found)[0]?.['Properties'];
}
const named = (fields: Partial<NonNullable<Associations['named']>[string]>): Associations => ({
  named: {
    audit: {
      document: 'AWS-RunShellScript',
      parameters: { commands: ['true'] },
      targets: { all: true },
      ...fields,
    },
  },
});

describe('the section associations, even as {}', () => {
  it('keeps the agent of Systems Manager up to date on every node, and does nothing else', () => {
    stackOf({}).resourceCountIs('AWS::SSM::Association', 1);
    expect(propertiesOf('Muster-UpdateAgent', {})).toMatchObject({
      Name: 'AWS-UpdateSSMAgent',
      Targets: [{ Key: 'InstanceIds', Values: ['*'] }],
      ScheduleExpression: 'rate(14 days)',
      MaxConcurrency: '10%',
      MaxErrors: '10%',
    });
    stackOf({}).resourceCountIs('AWS::S3::Bucket', 0);
  });

  it('can leave the agent alone', () => {
    stackOf({ ...named({}), updateAgent: null }).resourceCountIs('AWS::SSM::Association', 1);
    expect(problemsOf({ associations: { updateAgent: null } })).toEqual([
      'associations: received {"updateAgent":null,"backstop":null,"named":{},"outputDays":90}; ' +
        'allowed: at least one association: there is no stack without resources',
    ]);
  });
});

describe('an association', () => {
  it('declares its document, parameters, targets, schedule, rate control and severity', () => {
    expect(
      propertiesOf(
        'Muster-audit',
        named({
          parameters: { commands: ['id', 'uptime'], executionTimeout: '60' },
          targets: { tags: { Role: ['web', 'db'] } },
          schedule: 'cron(0 3 ? * SUN *)',
          waitForSchedule: true,
          concurrency: '5',
          errors: '0',
          complianceSeverity: 'CRITICAL',
        }),
      ),
    ).toMatchObject({
      Name: 'AWS-RunShellScript',
      Parameters: { commands: ['id', 'uptime'], executionTimeout: ['60'] },
      Targets: [{ Key: 'tag:Role', Values: ['web', 'db'] }],
      ScheduleExpression: 'cron(0 3 ? * SUN *)',
      ApplyOnlyAtCronInterval: true,
      MaxConcurrency: '5',
      MaxErrors: '0',
      ComplianceSeverity: 'CRITICAL',
    });
  });

  it('by default has both limits of rate control, and runs at once', () => {
    const properties = propertiesOf(
      'Muster-audit',
      named({ document: 'AWS-UpdateSSMAgent', parameters: {} }),
    );
    expect(properties).toMatchObject({
      MaxConcurrency: '10%',
      MaxErrors: '10%',
      ScheduleExpression: 'rate(1 day)',
    });
    expect(properties).not.toHaveProperty('ApplyOnlyAtCronInterval');
    // For CloudFormation an empty object means no parameters, but drift detection shows it as a change.
    expect(properties).not.toHaveProperty('Parameters');
  });

  it('may be for a group', () => {
    const groups = { web: { tags: { Role: ['web'] } } };
    const targets = propertiesOf('Muster-audit', named({ targets: { group: 'web' } }), { groups }).Targets;
    expect(targets).toEqual([{ Key: 'resource-groups:Name', Values: ['Muster-web'] }]);
  });

  it('gives no version for a document of AWS, and the latest for one of ours', () => {
    expect(propertiesOf('Muster-audit', named({}))).not.toHaveProperty('DocumentVersion');
    const own = propertiesOf('Muster-audit', named({ document: 'InstallAgentLinux', parameters: {} }));
    expect(own).toMatchObject({ Name: 'Muster-InstallAgentLinux', DocumentVersion: '$LATEST' });
  });

  it.each([
    ['AWS-UpdateSSMAgent', []],
    ['InstallAgentLinux', ['MusterOnboarding']],
  ])('of %s waits for the stacks %j', (document, stacks) => {
    withApp({ associations: named({ document, parameters: {} }) }, (app) => {
      const stack = app.synth().stacks.find(({ id }) => id === 'MusterAssociations');
      expect(
        stack?.dependencies.map(({ id }) => id).filter((id) => id.startsWith('Muster') && !id.includes('.')),
      ).toEqual(stacks);
    });
  });
});

describe('the output of associations', () => {
  const twice = {
    updateAgent: { output: true },
    ...named({ output: true }),
  };

  it('goes to one bucket, below a prefix for each', () => {
    const template = stackOf(twice);
    template.resourceCountIs('AWS::S3::Bucket', 1);
    const locations = Object.values(template.findResources('AWS::SSM::Association')).map(
      ({ Properties }) => Properties.OutputLocation.S3Location,
    );
    expect(locations.map((each) => each.OutputS3KeyPrefix)).toEqual([
      'associations/UpdateAgent',
      'associations/audit',
    ]);
    expect(new Set(locations.map((each) => each.OutputS3BucketName.Ref)).size).toBe(1);
  });

  it('is kept for the configured time', () => {
    stackOf({ ...twice, outputDays: 7 }).hasResourceProperties('AWS::S3::Bucket', {
      LifecycleConfiguration: { Rules: [{ ExpirationInDays: 7 }] },
    });
  });

  it('is written by the instance: a policy for its role may write there and nothing else', () => {
    const template = stackOf(twice);
    const [policy] = Object.values(template.findResources('AWS::IAM::ManagedPolicy'));
    const [bucket] = Object.keys(template.findResources('AWS::S3::Bucket'));
    expect(policy?.['Properties'].PolicyDocument.Statement).toEqual([
      {
        Effect: 'Allow',
        Action: 's3:PutObject',
        Resource: { 'Fn::Join': ['', [{ 'Fn::GetAtt': [bucket, 'Arn'] }, '/associations/*']] },
      },
    ]);
    template.hasResourceProperties('AWS::SSM::Parameter', { Name: '/muster/associations/output-policy-arn' });
  });
});

describe('the backstop', () => {
  const names = (fields: MusterConfig = {}) =>
    Object.values(
      stackOf({ updateAgent: null, backstop: {} }, fields).findResources('AWS::SSM::Association'),
    ).map(({ Properties }) => [Properties.AssociationName, Properties.Name]);

  it('is off by default', () => {
    expect(JSON.stringify(stackOf({}).toJSON())).not.toContain('InstallAgent');
  });

  it('runs the documents of the profile for all other instances, on every node', () => {
    expect(names()).toEqual([
      ['Muster-BackstopLinux', 'Muster-InstallAgentLinux'],
      ['Muster-BackstopWindows', 'Muster-InstallAgentWindows'],
    ]);
    expect(propertiesOf('Muster-BackstopLinux', { backstop: {} })).toMatchObject({
      Targets: [{ Key: 'InstanceIds', Values: ['*'] }],
      ScheduleExpression: 'rate(1 day)',
      MaxConcurrency: '10%',
      MaxErrors: '10%',
    });
  });

  it('gives them the parameters of that profile', () => {
    const Linux = { document: 'InstallAgentLinux', parameters: { HealthTimeoutSeconds: '90' } };
    const profiles = [{ name: 'all', documents: { Linux } }];
    expect(propertiesOf('Muster-BackstopLinux', { backstop: {} }, { profiles }).Parameters).toEqual({
      HealthTimeoutSeconds: ['90'],
    });
  });

  it('runs a document for several platforms only once', () => {
    const choice = { document: 'AWS-ConfigureAWSPackage', parameters: { action: 'Install', name: 'Agent' } };
    const profiles = [{ name: 'all', documents: { Linux: choice, Windows: choice } }];
    expect(names({ profiles })).toEqual([['Muster-BackstopLinux', 'AWS-ConfigureAWSPackage']]);
  });
});
