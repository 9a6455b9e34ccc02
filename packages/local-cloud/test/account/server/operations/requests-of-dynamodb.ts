import { accountId, region } from '../../../cloud-bench.ts';
import { commonErrors, type ServiceRequests } from './requests.ts';

const Key = { id: { S: 'a' } };
const item = { ...Key, owner: { S: 'me' }, count: { N: '1' }, bytes: { B: 'aGVsbG8=' } };
const ReturnConsumedCapacity = 'INDEXES';
const ReturnItemCollectionMetrics = 'NONE';
const names = { '#owner': 'owner' };
const values = { ':me': { S: 'me' } };
const noTable = { ResourceNotFoundException: { TableName: 'None', Key } };
const missing = { ConditionExpression: 'attribute_exists(gone)' };
const thingsArn = `arn:aws:dynamodb:${region}:${accountId}:table/Things`;
const noneArn = thingsArn.replace('Things', 'None');
const AttributeName = 'expires';
const whole = {
  TableName: 'Things',
  IndexName: 'byOwner',
  Select: 'SPECIFIC_ATTRIBUTES',
  ProjectionExpression: 'id',
  FilterExpression: '#owner = :me AND attribute_exists(#id)',
  ExpressionAttributeNames: { ...names, '#id': 'id' },
  ExpressionAttributeValues: values,
  ExclusiveStartKey: { ...Key, owner: { S: 'me' } },
  Limit: 1,
  ReturnConsumedCapacity,
};

/** The requests to DynamoDB. */
export const requestsOfDynamodb: ServiceRequests = {
  absent: [
    'ContinuousBackupsUnavailableException',
    'LimitExceededException',
    'ResourceInUseException',
    'InternalServerError',
    'InvalidEndpointException',
    'ItemCollectionSizeLimitExceededException',
    'ProvisionedThroughputExceededException',
    'ReplicatedWriteConflictException',
    'RequestLimitExceeded',
    'ThrottlingException',
    'TransactionConflictException',
  ],
  common: commonErrors,
  operations: {
    BatchExecuteStatement: {
      answers: [
        {
          Statements: [
            {
              Statement: `INSERT INTO "Things" VALUE {'id': ?, 'count': 1}`,
              Parameters: [{ S: 'batch' }],
              ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
            },
            { Statement: `DELETE FROM "None" WHERE "id" = 'x'` },
          ],
          ReturnConsumedCapacity,
        },
        {
          Statements: [{ Statement: `SELECT * FROM "Things" WHERE "id" = 'batch'`, ConsistentRead: true }],
        },
      ],
      refusals: { ValidationException: { Statements: [] } },
    },
    BatchGetItem: {
      answers: [
        {
          RequestItems: {
            Things: {
              Keys: [Key],
              ConsistentRead: true,
              ProjectionExpression: '#owner',
              ExpressionAttributeNames: names,
            },
          },
          ReturnConsumedCapacity,
        },
      ],
      refusals: { ResourceNotFoundException: { RequestItems: { None: { Keys: [Key] } } } },
    },
    BatchWriteItem: {
      answers: [
        {
          RequestItems: {
            Things: [{ PutRequest: { Item: item } }, { DeleteRequest: { Key: { id: { S: 'gone' } } } }],
          },
          ReturnConsumedCapacity,
          ReturnItemCollectionMetrics,
        },
      ],
      refusals: {
        ResourceNotFoundException: { RequestItems: { None: [{ DeleteRequest: { Key } }] } },
      },
    },
    DeleteItem: {
      answers: [
        {
          TableName: 'Things',
          Key,
          ConditionExpression: 'attribute_not_exists(gone) AND #owner <> :me',
          ExpressionAttributeNames: names,
          ExpressionAttributeValues: { ':me': { S: 'you' } },
          ReturnValues: 'ALL_OLD',
          ReturnConsumedCapacity,
          ReturnItemCollectionMetrics,
        },
      ],
      refusals: {
        ...noTable,
        ConditionalCheckFailedException: {
          TableName: 'Things',
          Key,
          ...missing,
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        },
      },
    },
    DescribeContinuousBackups: {
      answers: [{ TableName: 'Things' }],
      refusals: { TableNotFoundException: { TableName: 'None' } },
    },
    DescribeTable: {
      answers: [{ TableName: 'Things' }],
      refusals: { ResourceNotFoundException: { TableName: 'None' } },
    },
    DescribeTimeToLive: {
      answers: [{ TableName: 'Things' }],
      refusals: { ResourceNotFoundException: { TableName: 'None' } },
    },
    ExecuteStatement: {
      answers: [
        { Statement: `INSERT INTO "Things" VALUE {'id': 'statement'}`, ReturnConsumedCapacity },
        { Statement: `SELECT * FROM "Things"`, Limit: 1, ConsistentRead: true },
        ({ ask }) => ({
          Statement: `SELECT * FROM "Things"`,
          NextToken: ask(
            'dynamodb',
            'ExecuteStatement',
            { Statement: `SELECT * FROM "Things"`, Limit: 1 },
            'NextToken',
          ),
        }),
        { Statement: `SELECT * FROM "Things" WHERE "id" = ?`, Parameters: [{ S: 'a' }] },
      ],
      refusals: {
        ResourceNotFoundException: { Statement: `SELECT * FROM "None"` },
        DuplicateItemException: { Statement: `INSERT INTO "Things" VALUE {'id': 'statement'}` },
        ConditionalCheckFailedException: {
          Statement: `UPDATE "Things" SET "x" = 1 WHERE "id" = 'statement' AND "x" = 2`,
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        },
      },
    },
    GetItem: {
      answers: [
        {
          TableName: 'Things',
          Key,
          ConsistentRead: true,
          ProjectionExpression: '#owner',
          ExpressionAttributeNames: names,
          ReturnConsumedCapacity,
        },
        { TableName: 'Things', Key },
      ],
      refusals: noTable,
    },
    ListTables: { answers: [{ ExclusiveStartTableName: 'AAA', Limit: 10 }] },
    ListTagsOfResource: {
      answers: [{ ResourceArn: thingsArn }],
      refusals: {
        ResourceNotFoundException: { ResourceArn: noneArn },
        ValidationException: { ResourceArn: 'Things' },
      },
    },
    PutItem: {
      answers: [
        {
          TableName: 'Things',
          Item: item,
          ConditionExpression: 'attribute_not_exists(#owner) OR #owner = :me',
          ExpressionAttributeNames: names,
          ExpressionAttributeValues: values,
          ReturnValues: 'ALL_OLD',
          ReturnConsumedCapacity,
          ReturnItemCollectionMetrics,
        },
      ],
      refusals: {
        ResourceNotFoundException: { TableName: 'None', Item: item },
        ConditionalCheckFailedException: {
          TableName: 'Things',
          Item: item,
          ...missing,
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        },
      },
    },
    Query: {
      answers: [
        {
          ...whole,
          FilterExpression: 'attribute_exists(#id)',
          KeyConditionExpression: '#owner = :me',
          ScanIndexForward: false,
        },
        {
          TableName: 'Things',
          ConsistentRead: true,
          KeyConditionExpression: 'id = :id',
          ExpressionAttributeValues: { ':id': { S: 'a' } },
        },
      ],
      refusals: {
        ResourceNotFoundException: {
          TableName: 'None',
          KeyConditionExpression: 'id = :id',
          ExpressionAttributeValues: { ':id': { S: 'a' } },
        },
      },
    },
    Scan: {
      answers: [whole, { TableName: 'Things', ConsistentRead: true, Segment: 0, TotalSegments: 1 }],
      refusals: { ResourceNotFoundException: { TableName: 'None' } },
    },
    TagResource: {
      answers: [{ ResourceArn: thingsArn, Tags: [{ Key: 'a', Value: 'b' }] }],
      refusals: {
        ResourceNotFoundException: { ResourceArn: noneArn, Tags: [{ Key: 'a', Value: 'b' }] },
        ValidationException: { ResourceArn: thingsArn, Tags: [] },
      },
    },
    UpdateContinuousBackups: {
      answers: [
        {
          TableName: 'Things',
          PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: 7 },
        },
      ],
      refusals: {
        TableNotFoundException: {
          TableName: 'None',
          PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        },
      },
    },
    UpdateItem: {
      answers: [
        {
          TableName: 'Things',
          Key,
          UpdateExpression: 'SET #owner = :me',
          ConditionExpression: 'attribute_not_exists(gone)',
          ExpressionAttributeNames: names,
          ExpressionAttributeValues: values,
          ReturnValues: 'ALL_NEW',
          ReturnConsumedCapacity,
          ReturnItemCollectionMetrics,
        },
      ],
      refusals: {
        ...noTable,
        ConditionalCheckFailedException: {
          TableName: 'Things',
          Key,
          ...missing,
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        },
      },
    },
    UpdateTable: {
      answers: [{ TableName: 'Things', DeletionProtectionEnabled: true }],
      refusals: {
        ResourceNotFoundException: { TableName: 'None', DeletionProtectionEnabled: true },
        ValidationException: { TableName: 'Things' },
      },
    },
    UpdateTimeToLive: {
      answers: [{ TableName: 'Plain', TimeToLiveSpecification: { Enabled: true, AttributeName } }],
      refusals: {
        ResourceNotFoundException: {
          TableName: 'None',
          TimeToLiveSpecification: { Enabled: true, AttributeName },
        },
        ValidationException: {
          TableName: 'Things',
          TimeToLiveSpecification: { Enabled: true, AttributeName },
        },
      },
    },
  },
};
