import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { synthesizeOnboarding } from '../../synthesize.ts';

const tableName = 'Roster-restored';
const plain = synthesizeOnboarding();
const taken = synthesizeOnboarding({ roster: { tableName } });
const [takenId = ''] = Object.keys(taken.findResources('Custom::MusterKeptRoster'));
const tagged = { Tags: Match.arrayWith([{ Key: 'muster:function', Value: 'kept-roster' }]) };

describe('a roster that was kept or restored', () => {
  it('is taken up by a function that is there for it alone, and no table is made', () => {
    taken.resourceCountIs('AWS::DynamoDB::Table', 0);
    taken.hasResourceProperties('Custom::MusterKeptRoster', { TableName: tableName });
    taken.resourcePropertiesCountIs('AWS::Lambda::Function', tagged, 1);
    plain.resourceCountIs('Custom::MusterKeptRoster', 0);
    plain.resourcePropertiesCountIs('AWS::Lambda::Function', tagged, 0);
  });

  it('is used by nothing before it was taken up', () => {
    const table = { Ref: takenId };
    for (const purpose of ['onboard', 'recheck', 'follow-up', 'sweep'])
      taken.hasResourceProperties('AWS::Lambda::Function', {
        Tags: Match.arrayWith([{ Key: 'muster:function', Value: purpose }]),
        Environment: { Variables: Match.objectLike({ MUSTER_ROSTER_TABLE: table }) },
      });
    taken.hasResourceProperties('AWS::SSM::Parameter', {
      Name: '/muster/onboarding/roster-table-name',
      Value: table,
    });
  });

  it('is all that the function may read and change, apart from its log', () => {
    const actions = (names: string[]) => names.map((name) => `dynamodb:${name}`);
    taken.hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: [
          { Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Effect: 'Allow' },
          {
            Effect: 'Allow',
            Action: actions([
              ...['DescribeContinuousBackups', 'DescribeTable', 'DescribeTimeToLive', 'ListTagsOfResource'],
              ...['TagResource', 'UpdateContinuousBackups', 'UpdateTable', 'UpdateTimeToLive'],
            ]),
            Resource: {
              'Fn::Join': ['', Match.arrayWith([Match.stringLikeRegexp(`:table/${tableName}$`)])],
            },
          },
        ],
      },
      Roles: [{ Ref: Match.stringLikeRegexp('^RosterKeptTakerRole') }],
    });
  });

  it('is looked at again when another version of Muster has another form of the table', () => {
    const [resource] = Object.values(taken.findResources('Custom::MusterKeptRoster'));
    const { partition, indexes } = JSON.parse(resource?.['Properties'].Form);
    expect(partition).toEqual({ name: 'instanceId', type: 'S' });
    expect(indexes.map(({ name }: { readonly name: string }) => name)).toEqual(['ByDue', 'ByProblem']);
  });
});
