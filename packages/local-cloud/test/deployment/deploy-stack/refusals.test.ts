import { describe, expect, it } from 'vitest';
import type { LocalCloud } from '../../../src/account/account.ts';
import { createStack, deleteStack, deployStack, updateStack } from '../../../src/deployment/deploy-stack.ts';
import { stacksOf } from '../../../src/deployment/stack-book.ts';
import { accountState } from '../../account-state.ts';
import { newCloud, stackOf } from '../../cloud-bench.ts';

type Resources = Readonly<Record<string, unknown>>;

const resource = (Type: string, Properties: object = {}, more: object = {}) => ({
  Type,
  Properties,
  ...more,
});
const allow = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'sqs:*', Resource: '*' }] };

function stack(stackName: string, resources: Resources, Outputs: object = {}) {
  return { ...stackOf({}), id: stackName, stackName, template: { Resources: resources, Outputs } };
}

/** A cloud with a stack, and its account state. */
async function standing(resources: Resources, Outputs: object = {}) {
  const { cloud } = newCloud();
  const { stack: first, failure } = await createStack(cloud, stack('First', resources, Outputs));
  expect(failure).toBeUndefined();
  return { cloud, first, state: accountState(cloud) };
}

describe('the deletion of a stack', () => {
  const policy = { Policy: resource('AWS::IAM::ManagedPolicy', { PolicyDocument: allow }) };
  const role = { Role: resource('AWS::IAM::Role') };

  it.each<[string, Resources, (cloud: LocalCloud, ref: string) => () => unknown, string]>([
    [
      'a managed policy that a role of somebody else has',
      policy,
      (cloud, ref) => {
        const { attachedPolicyArns } = cloud.iam.directory.declareRole({
          roleName: 'node',
          attachedPolicyArns: [ref],
        });
        return () => attachedPolicyArns.clear();
      },
      'Cannot delete a policy attached to entities.',
    ],
    [
      'a role with a managed policy of somebody else',
      role,
      (cloud, ref) => {
        const { attachedPolicyArns } = cloud.iam.directory.role(ref);
        attachedPolicyArns.add('arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore');
        return () => attachedPolicyArns.clear();
      },
      'Cannot delete entity, must detach all policies first.',
    ],
    [
      'a role with an inline policy of somebody else',
      role,
      (cloud, ref) => {
        const { inlinePolicies } = cloud.iam.directory.role(ref);
        inlinePolicies.set('theirs', allow);
        return () => inlinePolicies.clear();
      },
      'Cannot delete entity, must delete policies first.',
    ],
    [
      'a role in the instance profile of somebody else',
      role,
      (cloud, ref) => {
        cloud.iam.directory.declareProfile({ profileName: 'theirs', roleName: ref });
        return () => cloud.iam.directory.removeProfile('theirs');
      },
      'Cannot delete entity, must remove roles from instance profile first.',
    ],
  ])('refuses %s, keeps what it needs, and works later', async (_, resources, occupy, reason) => {
    const [logicalId = ''] = Object.keys(resources);
    const Other = resource('AWS::SQS::Queue');
    const Parameter = resource('AWS::SSM::Parameter', { Type: 'String', Value: { Ref: logicalId } });
    const { cloud, first } = await standing({ Other, ...resources, Parameter });
    const ref = first.resources.get(logicalId)?.ref ?? '';
    const free = occupy(cloud, ref);
    const { status, left, failure, stack: rest } = await deleteStack(cloud, first);
    expect(status).toBe('DELETE_FAILED');
    expect(failure?.message).toBe(`The following resource(s) failed to delete: [${logicalId}]. `);
    expect(left).toMatchObject([{ logicalId, ref, isRetained: false, reason }]);
    expect([...rest.resources.keys()]).toEqual([logicalId]);
    expect(stacksOf(cloud).find('First')).toMatchObject({
      status: 'DELETE_FAILED',
      reason: failure?.message,
    });
    free();
    expect(await deleteStack(cloud, rest)).toMatchObject({ status: 'DELETE_COMPLETE', left: [] });
    expect(stacksOf(cloud).find('First')).toBeUndefined();
  });

  it('refuses a table that is protected against deletion', async () => {
    const table = (DeletionProtectionEnabled: boolean) =>
      resource('AWS::DynamoDB::Table', {
        ...{ BillingMode: 'PAY_PER_REQUEST', DeletionProtectionEnabled },
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      });
    const { cloud, first } = await standing({ Table: table(true) });
    const { status, left, stack: rest } = await deleteStack(cloud, first);
    expect(status).toBe('DELETE_FAILED');
    expect(left[0]?.reason).toMatch(/^Resource cannot be deleted as it is currently protected/);
    await expect(updateStack(cloud, rest, stack('First', { Table: table(false) }))).rejects.toThrow(
      'is in DELETE_FAILED state and can not be updated.',
    );
  });
});

describe('the indexes of a table', () => {
  const table = (names: readonly string[], key = 'N') => ({
    Table: resource('AWS::DynamoDB::Table', {
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [
        { AttributeName: 'id', AttributeType: 'S' },
        ...names.map((AttributeName) => ({ AttributeName, AttributeType: key })),
      ],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      GlobalSecondaryIndexes: names.map((IndexName) => ({
        IndexName,
        KeySchema: [{ AttributeName: IndexName, KeyType: 'HASH' }],
        Projection: { ProjectionType: 'ALL' },
      })),
    }),
  });

  it.each([
    ['two new indexes', ['a', 'b', 'c'], 'N'],
    ['two fewer indexes', [], 'N'],
    ['one more and one less', ['b', 'c'], 'N'],
  ])('refuses %s in one update', async (_, names, key) => {
    const before = names.length === 0 ? ['a', 'b'] : names.length === 3 ? ['a'] : ['a', 'b'];
    const { cloud, first, state } = await standing(table(before));
    const { status, failure } = await updateStack(cloud, first, stack('First', table(names, key)));
    expect([status, failure?.message]).toEqual([
      'UPDATE_ROLLBACK_COMPLETE',
      'Cannot perform more than one GSI creation or deletion in a single update',
    ]);
    expect(accountState(cloud)).toEqual(state);
  });

  it('refuses another key of an index', async () => {
    const { cloud, first } = await standing(table(['a']));
    const { failure } = await updateStack(cloud, first, stack('First', table(['a'], 'S')));
    expect(failure?.message).toMatch(/^Cannot update GSI's properties other than Provisioned Throughput/);
  });

  it('are filled when they are created, with the items that have their key', async () => {
    const { cloud, first } = await standing(table([]));
    const TableName = first.resources.get('Table')?.ref ?? '';
    const context = cloud.administrator();
    const { PutItem, Query } = cloud.dynamodb.operations;
    for (const id of ['with', 'without']) {
      const a = id === 'with' ? { a: { N: '1' } } : {};
      PutItem.run({ TableName, Item: { id: { S: id }, ...a } }, context);
    }
    await updateStack(cloud, first, stack('First', table(['a'])));
    const { Items } = Query.run(
      {
        ...{ TableName, IndexName: 'a', KeyConditionExpression: 'a = :a' },
        ExpressionAttributeValues: { ':a': { N: '1' } },
      },
      context,
    );
    expect(Items).toEqual([{ id: { S: 'with' }, a: { N: '1' } }]);
  });
});

describe('an export that another stack imports', () => {
  const queue = { Queue: resource('AWS::SQS::Queue') };
  const exporting = (Value: unknown) => ({ Url: { Value, Export: { Name: 'url' } } });
  const importing = { Type: 'String', Value: { 'Fn::ImportValue': 'url' } };

  async function two() {
    const one = await standing(queue, exporting({ Ref: 'Queue' }));
    const importer = { P: resource('AWS::SSM::Parameter', importing) };
    const second = await deployStack(one.cloud, stack('Second', importer));
    return { ...one, second };
  }

  it.each([
    ['updated', exporting('other')],
    ['deleted', {}],
  ])('cannot be %s by an update, which is rolled back', async (what, outputs) => {
    const { cloud, first } = await two();
    const state = accountState(cloud);
    const more = { ...queue, More: resource('AWS::SQS::Queue') };
    const { status, failure, stack: back } = await updateStack(cloud, first, stack('First', more, outputs));
    expect(status).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(failure?.message).toBe(`Export url cannot be ${what} as it is in use by Second`);
    expect(accountState(cloud)).toEqual(state);
    expect(back.exportNames).toEqual(['url']);
  });

  it('keeps its stack from being deleted, until the other one is gone', async () => {
    const { cloud, first, second } = await two();
    const state = accountState(cloud);
    const { status, failure, stack: kept } = await deleteStack(cloud, first);
    expect(status).toBe('CREATE_COMPLETE');
    expect(failure?.message).toBe('Export url cannot be deleted as it is in use by Second');
    expect(accountState(cloud)).toEqual(state);
    await deleteStack(cloud, second);
    expect((await deleteStack(cloud, kept)).status).toBe('DELETE_COMPLETE');
  });

  it('refuses an import of nothing, and a second export of a name', async () => {
    const { cloud } = await two();
    const missing = {
      P: resource('AWS::SSM::Parameter', { Type: 'String', Value: { 'Fn::ImportValue': 'no' } }),
    };
    expect((await createStack(cloud, stack('Third', missing))).failure?.message).toBe(
      'No export named no found.',
    );
    const { failure } = await createStack(cloud, stack('Fourth', queue, exporting('other')));
    expect(failure?.message).toMatch(/^Export with name url is already exported by stack First\./);
  });
});

describe('the name of a stack', () => {
  it('is refused while a stack has it, also one that was rolled back', async () => {
    const { cloud } = newCloud();
    const refused = { P: resource('AWS::SSM::Parameter', { Name: '/aws/no', Type: 'String', Value: 'v' }) };
    const { status, stack: rest } = await createStack(cloud, stack('First', refused));
    expect(status).toBe('ROLLBACK_COMPLETE');
    const again = () => createStack(cloud, stack('First', {}));
    await expect(again()).rejects.toMatchObject({
      code: 'AlreadyExistsException',
      message: 'Stack [First] already exists',
    });
    await deleteStack(cloud, rest);
    expect((await again()).status).toBe('CREATE_COMPLETE');
  });
});

describe('a name that is taken', () => {
  it('is refused when something outside of CloudFormation has it', async () => {
    const { cloud } = newCloud();
    cloud.ssm.declareParameter({ Name: '/app', Type: 'String', Value: 'theirs' });
    const mine = { P: resource('AWS::SSM::Parameter', { Name: '/app', Type: 'String', Value: 'mine' }) };
    const { failure } = await createStack(cloud, stack('First', mine));
    expect(failure).toMatchObject({
      code: 'AlreadyExists',
      message: "Resource of type 'AWS::SSM::Parameter' with identifier '/app' already exists.",
    });
    expect(cloud.ssm.parameterValue('/app')).toBe('theirs');
  });

  it('is refused when a retained log group has it', async () => {
    const group = {
      G: resource('AWS::Logs::LogGroup', { LogGroupName: '/own' }, { DeletionPolicy: 'Retain' }),
    };
    const { cloud, first } = await standing(group);
    await deleteStack(cloud, first);
    const { failure } = await createStack(cloud, stack('First', group));
    expect(failure?.message).toBe(
      "Resource of type 'AWS::Logs::LogGroup' with identifier '/own' already exists.",
    );
  });

  it('waits until SQS lets a deleted queue have it again', async () => {
    const queue = { Q: resource('AWS::SQS::Queue', { QueueName: 'own' }) };
    const { cloud, first } = await standing(queue);
    await deleteStack(cloud, first);
    const deletedMs = cloud.timeline.nowMs;
    expect((await createStack(cloud, stack('First', queue))).status).toBe('CREATE_COMPLETE');
    expect(cloud.timeline.nowMs).toBe(deletedMs + 60_000);
  });
});

it('refuses a log group that a function has made', async () => {
  const { cloud } = newCloud();
  cloud.logs.store.append('writer', '/aws/lambda/writer', 'a line');
  const logGroup = resource('AWS::Logs::LogGroup', { LogGroupName: '/aws/lambda/writer' });
  const { failure, status } = await createStack(cloud, stack('First', { LogGroup: logGroup }));
  expect([status, failure?.message]).toEqual([
    'ROLLBACK_COMPLETE',
    "Resource of type 'AWS::Logs::LogGroup' with identifier '/aws/lambda/writer' already exists.",
  ]);
});
