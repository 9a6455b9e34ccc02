import { Match, type Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, it } from 'vitest';
import { synthesizeOnboarding } from '../../synthesize.ts';

let template: Template;
beforeAll(() => {
  template = synthesizeOnboarding();
});

describe('the roster', () => {
  it('is billed by request, restorable, protected from deletion, and kept when the stack is deleted', () => {
    template.hasResource('AWS::DynamoDB::Table', {
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        TableName: Match.absent(),
        BillingMode: 'PAY_PER_REQUEST',
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        DeletionProtectionEnabled: true,
        KeySchema: [{ AttributeName: 'instanceId', KeyType: 'HASH' }],
        TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
      },
    });
  });

  it('has two sparse indexes: of due entries in full, and of problems by keys alone', () => {
    const index = (name: string, partitionKey: string, sortKey: string, projected: string) => ({
      IndexName: name,
      KeySchema: [
        { AttributeName: partitionKey, KeyType: 'HASH' },
        { AttributeName: sortKey, KeyType: 'RANGE' },
      ],
      Projection: { ProjectionType: projected },
    });
    template.hasResourceProperties('AWS::DynamoDB::Table', {
      GlobalSecondaryIndexes: [
        index('ByDue', 'dueShard', 'dueAt', 'ALL'),
        index('ByProblem', 'problemShard', 'changedAt', 'KEYS_ONLY'),
      ],
      // No other attribute may be a key. An entry without the partition key of an index is not in that index.
      AttributeDefinitions: [
        { AttributeName: 'instanceId', AttributeType: 'S' },
        { AttributeName: 'dueShard', AttributeType: 'S' },
        { AttributeName: 'dueAt', AttributeType: 'N' },
        { AttributeName: 'problemShard', AttributeType: 'S' },
        { AttributeName: 'changedAt', AttributeType: 'N' },
      ],
    });
  });
});
