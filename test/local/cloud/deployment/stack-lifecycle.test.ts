import { describe, expect, it } from 'vitest';
import { deleteStack, updateStack } from '../../../../local/cloud/deployment/deploy-stack.ts';
import type { DeployedStack, DeployOptions } from '../../../../local/cloud/deployment/stack.ts';
import { NotEmulatedError, ServiceError } from '../../../../local/cloud/service.ts';
import { accountId, region, startMs, writeBundle } from '../cloud-bench.ts';
import { custom, customStacks, obeying } from './custom-stack.ts';

type Resources = Readonly<Record<string, unknown>>;

/** A stack that stands, and what becomes of it. `since` gives the requests that were made after its creation. */
async function standing(resources: Resources, options: DeployOptions = {}, answer = obeying) {
  const stacks = customStacks(answer);
  const { status, stack } = await stacks.create(resources, options);
  expect(status).toBe('CREATE_COMPLETE');
  const count = stacks.requests().length;
  return {
    ...stacks,
    stack,
    update: (next: Resources, from: DeployedStack = stack) =>
      updateStack(stacks.cloud, from, stacks.stack(next)),
    remove: (from: DeployedStack = stack) => deleteStack(stacks.cloud, from),
    since: () => stacks.requests().slice(count),
  };
}

const parameter = (Value: string, more: object = {}) => ({
  Type: 'AWS::SSM::Parameter',
  ...more,
  Properties: { Name: '/app/p', Type: 'String', Value },
});

describe('a creation that fails', () => {
  it('takes away what was created, in reverse order, and asks the failed one to go too', async () => {
    const { create, requests } = customStacks();
    const { status, failure, stack } = await create({
      A: custom(),
      B: custom({}, ['A']),
      C: custom({ Mode: 'failCreate' }, ['B']),
      D: custom({}, ['C']),
    });
    expect(status).toBe('ROLLBACK_COMPLETE');
    expect(failure?.message).toBe('C: as told');
    expect([...stack.resources.keys()]).toEqual([]);
    expect(requests()).toEqual([
      ...['Create A', 'Create B', 'Create C'],
      ...['Delete C never-made', 'Delete B B', 'Delete A A'],
    ]);
  });

  it('gives a resource that never answered an id of its own', async () => {
    const { create, requests } = customStacks(`RequestType === 'Create' ? undefined : ${obeying}`);
    const { status } = await create({ A: custom({ ServiceTimeout: 60 }) });
    expect(status).toBe('ROLLBACK_COMPLETE');
    expect(requests()).toEqual(['Create A', expect.stringMatching(/^Delete A Test-A-[A-Z0-9]{12}$/)]);
  });

  it('leaves what cannot be taken away, with all that it needs', async () => {
    const { create, cloud, requests } = customStacks();
    const { status, stack } = await create({
      Parameter: parameter('1'),
      A: custom({}, ['Parameter']),
      B: custom({ Mode: 'failDelete' }, ['A']),
      C: custom({ Mode: 'failCreate' }, ['B']),
    });
    expect(status).toBe('ROLLBACK_FAILED');
    expect(requests().slice(3)).toEqual(['Delete C never-made', 'Delete B B']);
    expect([...stack.resources.keys()]).toEqual(['Role', 'Function', 'Parameter', 'A', 'B']);
    expect(cloud.ssm.parameterValue('/app/p')).toBe('1');
  });

  it('keeps what is to be retained, unless it is so except on creation', async () => {
    const { create, requests } = customStacks();
    await create({
      Kept: { ...custom(), DeletionPolicy: 'Retain' },
      Gone: { ...custom(), DeletionPolicy: 'RetainExceptOnCreate' },
      C: custom({ Mode: 'failCreate' }, ['Kept', 'Gone']),
    });
    expect(requests().slice(3)).toEqual(['Delete C never-made', 'Delete Gone Gone']);
  });

  it('refuses, before anything is created, a type that it does not have', async () => {
    const { create, requests } = customStacks();
    const queue = { Type: 'AWS::Kinesis::Stream', Properties: {} };
    await expect(create({ A: custom(), Queue: queue })).rejects.toThrow(NotEmulatedError);
    expect(requests()).toEqual([]);
  });

  it('refuses to leave a queue behind in silence', async () => {
    const { create } = customStacks();
    const Queue = { Type: 'AWS::SQS::Queue', Properties: {} };
    const C = custom({ Mode: 'failCreate' }, ['Queue']);
    await expect(create({ Queue, C })).rejects.toThrow(
      'the deletion of the resource type AWS::SQS::Queue (Test/Queue)',
    );
  });
});

describe('an update', () => {
  it('tells a custom resource its properties, new and old, when they have changed', async () => {
    const { update, events, since, stack } = await standing({ A: custom({ N: 1 }), B: custom({ N: 1 }) });
    const { status, stack: next } = await update({ A: custom({ N: 2 }), B: custom({ N: 1 }) });
    expect(status).toBe('UPDATE_COMPLETE');
    expect(since()).toEqual(['Update A A']);
    expect(events().at(-1)).toMatchObject({
      RequestType: 'Update',
      PhysicalResourceId: 'A',
      ResourceProperties: { N: '2' },
      OldResourceProperties: { N: '1' },
    });
    expect(next.resources.get('A')?.attribute('N')).toBe('2');
    expect(stack.resources.get('A')?.attribute('N')).toBe('1');
  });

  it('follows an answer to those who refer to it, in the order of references', async () => {
    const chain = (N: number) => ({
      B: custom({ N: { 'Fn::GetAtt': ['A', 'N'] } }),
      A: custom({ N }),
      Parameter: { ...parameter(''), Properties: { Name: '/app/p', Type: 'String', Value: getN } },
    });
    const getN = { 'Fn::GetAtt': ['B', 'N'] };
    const { update, since, cloud } = await standing(chain(1));
    await update(chain(2));
    expect(since()).toEqual(['Update A A', 'Update B B']);
    expect(cloud.ssm.parameterValue('/app/p')).toBe('2');
  });

  it('creates what is new, and at the end takes away what is gone, the last first', async () => {
    const { update, since } = await standing({ Old: custom(), Older: custom({}, ['Old']) });
    const { stack } = await update({ New: custom(), Newer: custom({}, ['New']) });
    expect(since()).toEqual(['Create New', 'Create Newer', 'Delete Older Older', 'Delete Old Old']);
    expect([...stack.resources.keys()]).toEqual(['Role', 'Function', 'New', 'Newer']);
  });

  it('takes the old one away when a custom resource answers another id', async () => {
    const { update, since, events } = await standing({
      A: custom({ Id: 'one' }),
      B: custom({ N: 1 }, ['A']),
    });
    const { stack } = await update({ A: custom({ Id: 'two' }), B: custom({ N: 2 }, ['A']) });
    expect(since()).toEqual(['Update A one', 'Update B B', 'Delete A one']);
    expect(events().at(-1)).toMatchObject({ ResourceProperties: { Id: 'one' } });
    expect(stack.resources.get('A')?.ref).toBe('two');
  });

  it('keeps what was replaced or is gone where the policies say so', async () => {
    const kept = { UpdateReplacePolicy: 'Retain', DeletionPolicy: 'Retain' };
    const { update, since } = await standing({
      A: { ...custom({ Id: 'one' }), ...kept },
      B: { ...custom(), ...kept },
    });
    await update({ A: { ...custom({ Id: 'two' }), ...kept } });
    expect(since()).toEqual(['Update A one']);
  });

  it('is complete although its clean-up failed', async () => {
    const { update, lines } = await standing({ A: custom({ Mode: 'failDelete' }) });
    const { status, stack } = await update({ B: custom() });
    expect(status).toBe('UPDATE_COMPLETE');
    expect(stack.resources.has('A')).toBe(false);
    expect(lines.some(({ kind }) => kind === 'cloudformation.failed')).toBe(true);
  });

  it('changes functions, permissions and parameters in place', async () => {
    const policy = (Action: string) => ({
      Type: 'AWS::IAM::Policy',
      Properties: {
        PolicyName: 'more',
        Roles: [{ Ref: 'Role' }],
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Action, Resource: '*' }],
        },
      },
    });
    const { update, cloud, stack } = await standing({
      Policy: policy('ssm:GetParameter'),
      P: parameter('1'),
    });
    const roleArn = String(stack.resources.get('Role')?.attribute('Arn'));
    const may = (action: string) =>
      cloud.access.refusal({ kind: 'role', roleArn }, { action, resource: '*' }) === undefined;
    expect([may('ssm:GetParameter'), may('ssm:PutParameter')]).toEqual([true, false]);
    await update({ Policy: policy('ssm:PutParameter'), P: parameter('2') });
    expect([may('ssm:GetParameter'), may('ssm:PutParameter')]).toEqual([false, true]);
    expect(cloud.ssm.parameterValue('/app/p')).toBe('2');
  });

  it('runs the code of a changed function', async () => {
    const { cloud, stack, create } = customStacks();
    const { stack: before } = await create({ A: custom() });
    const folder = writeBundle(`exports.handler = async () => console.log('the new code')`);
    const next = stack({ A: custom({ N: 1, ServiceTimeout: 5 }) });
    const text = JSON.stringify(next.template).replace(/muster-bundle-\w+/, folder.split('/').at(-1) ?? '');
    const assetFolders = new Map([...next.assetFolders, [folder.split('/').at(-1) ?? '', folder]]);
    await updateStack(cloud, before, { ...next, assetFolders, template: JSON.parse(text) });
    expect(cloud.observations.linesOf('answering')).toContain('the new code');
  });

  it.each([
    ['nothing has changed', { A: custom() }, 'No updates are to be performed.'],
    [
      'a type has changed',
      { A: { ...custom(), Type: 'Custom::Other' } },
      'Update of resource type is not permitted. The new template modifies resource type of the following resources: [A]',
    ],
  ])('is refused when %s', async (_, next, message) => {
    const { update, since } = await standing({ A: custom() });
    await expect(update(next)).rejects.toThrow(new ServiceError('ValidationError', message));
    expect(since()).toEqual([]);
  });

  it('refuses another function for a custom resource', async () => {
    const { update } = await standing({ A: custom() });
    const ServiceToken = `arn:aws:lambda:${region}:${accountId}:function:other`;
    const { status, failure } = await update({ A: custom({ ServiceToken }) });
    expect(status).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(failure?.message).toBe('A: Modifying service token is not allowed.');
  });
});

describe('an update that fails', () => {
  it('goes back: old and new exchanged for what was updated and what failed, and nothing for the rest', async () => {
    const { update, since, events } = await standing({
      A: custom({ N: 1 }),
      B: custom({ N: 1, Mode: '' }, ['A']),
      C: custom({ N: 1 }, ['B']),
    });
    const { status, failure, stack } = await update({
      A: custom({ N: 2 }),
      New: custom({}, ['A']),
      B: custom({ N: 2, Mode: 'failUpdate' }, ['New']),
      C: custom({ N: 2 }, ['B']),
    });
    expect(status).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(failure?.message).toBe('B: as told');
    expect(since()).toEqual([
      ...['Update A A', 'Create New', 'Update B B'],
      ...['Update A A', 'Update B B', 'Delete New New'],
    ]);
    expect(events().at(-2)).toMatchObject({
      ResourceProperties: { N: '1' },
      OldResourceProperties: { N: '2', Mode: 'failUpdate' },
    });
    expect([...stack.resources.keys()]).toEqual(['Role', 'Function', 'A', 'B', 'C']);
    expect(stack.resources.get('A')?.attribute('N')).toBe('1');
  });

  it('takes away the new one of a resource that was replaced', async () => {
    const { update, since, stack } = await standing({ A: custom({ Id: 'one' }) });
    const next = await update({ A: custom({ Id: 'two' }), B: custom({ Mode: 'failCreate' }, ['A']) });
    expect(next.status).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(since()).toEqual([
      ...['Update A one', 'Create B', 'Update A two'],
      ...['Delete A two', 'Delete B never-made'],
    ]);
    expect(next.stack.resources.get('A')?.ref).toBe(stack.resources.get('A')?.ref);
  });

  it('does not take away what the new template no longer has', async () => {
    const { update, since, cloud } = await standing({ A: custom(), P: parameter('1') });
    const { stack } = await update({ B: custom({ Mode: 'failCreate' }) });
    expect(since()).toEqual(['Create B', 'Delete B never-made']);
    expect(stack.resources.has('A')).toBe(true);
    expect(cloud.ssm.parameterValue('/app/p')).toBe('1');
  });

  it('adopts the id of an answer that failed', async () => {
    const answer = `RequestType === 'Update' && N === '2' ? { Status: 'FAILED', Reason: 'half', PhysicalResourceId: 'other' } : ${obeying}`;
    const { update, since } = await standing({ A: custom({ N: 1 }) }, {}, answer);
    await update({ A: custom({ N: 2 }) });
    expect(since()).toEqual(['Update A A', 'Update A other', 'Delete A other']);
  });

  it('cannot be rolled back when a resource fails again', async () => {
    const { update } = await standing({ A: custom({ Mode: '', ServiceTimeout: 60 }) }, {}, failsUpdates);
    const { status, failure } = await update({ A: custom({ Mode: 'x', ServiceTimeout: 60 }) });
    expect(status).toBe('UPDATE_ROLLBACK_FAILED');
    expect(failure?.message).toBe('A: did not answer in time');
  });

  it('puts back a resource of AWS, too', async () => {
    const { update, cloud } = await standing({ P: parameter('1') });
    await update({ P: parameter('2'), B: custom({ Mode: 'failCreate' }, ['P']) });
    expect(cloud.ssm.parameterValue('/app/p')).toBe('1');
  });
});

const failsUpdates = `RequestType === 'Update' ? undefined : ${obeying}`;

describe('a deletion', () => {
  it('takes a stack away, the last first', async () => {
    const { remove, since, cloud } = await standing({
      P: parameter('1'),
      A: custom({}, ['P']),
      B: custom({ N: 3 }, ['A']),
    });
    const { status, stack } = await remove();
    expect(status).toBe('DELETE_COMPLETE');
    expect(since()).toEqual(['Delete B B', 'Delete A A']);
    expect([...stack.resources.keys()]).toEqual([]);
    expect(cloud.ssm.parameterValue('/app/p')).toBeUndefined();
    expect(cloud.lambda.has(`arn:aws:lambda:${region}:${accountId}:function:answering`)).toBe(false);
  });

  it('leaves what cannot go, and can be tried again', async () => {
    const busyUntilMs = startMs + 600_000;
    const answer = `RequestType === 'Delete' && Date.now() < ${busyUntilMs} ? { Status: 'FAILED', Reason: 'busy', PhysicalResourceId } : ${obeying}`;
    const { cloud, remove, since } = await standing({ A: custom(), B: custom({}, ['A']) }, {}, answer);
    const first = await remove();
    expect(first.status).toBe('DELETE_FAILED');
    expect([...first.stack.resources.keys()]).toEqual(['Role', 'Function', 'A', 'B']);
    await cloud.loop.run({ untilMs: busyUntilMs });
    const second = await remove(first.stack);
    expect(second.status).toBe('DELETE_COMPLETE');
    expect(since()).toEqual(['Delete B B', 'Delete B B', 'Delete A A']);
  });

  it('keeps what is to be retained', async () => {
    const { remove, since } = await standing({ A: { ...custom(), DeletionPolicy: 'RetainExceptOnCreate' } });
    expect((await remove()).status).toBe('DELETE_COMPLETE');
    expect(since()).toEqual([]);
  });

  it('drops what Lambda still wanted to try again', async () => {
    const answer = `(() => { if (RequestType === 'Delete') throw new Error('too late'); return ${obeying}; })()`;
    const stacks = await standing({ A: custom({ ServiceTimeout: 30 }) }, {}, answer);
    expect((await stacks.remove()).status).toBe('DELETE_FAILED');
    const { cloud } = stacks;
    cloud.lambda.removeFunction(`arn:aws:lambda:${region}:${accountId}:function:answering`);
    await cloud.loop.run();
    expect(stacks.lines.some(({ kind }) => kind === 'lambda.async-dropped')).toBe(true);
  });
});

describe('a type that is declared only', () => {
  const Bucket = { Type: 'AWS::S3::Bucket', Properties: {} };
  const A = custom({ Bucket: { Ref: 'Bucket' }, Arn: { 'Fn::GetAtt': ['Bucket', 'Arn'] } });

  it('has a name and attributes, and no life', async () => {
    const { events, remove } = await standing({ Bucket, A }, { declaredOnly: ['AWS::S3::Bucket'] });
    const name = /^test-bucket-[a-z0-9]{12}$/;
    expect(events()).toMatchObject([{ ResourceProperties: { Bucket: expect.stringMatching(name) } }]);
    expect((await remove()).status).toBe('DELETE_COMPLETE');
  });

  it('refuses to be one unless the test names it', async () => {
    const { create } = customStacks();
    await expect(create({ Bucket, A })).rejects.toThrow(
      'the resource type AWS::S3::Bucket (Test/Bucket), unless declaredOnly names it',
    );
  });

  it('refuses a type without a known name and attributes', async () => {
    const { create } = customStacks();
    const Stream = { Type: 'AWS::Kinesis::Stream', Properties: {} };
    const declaredOnly = ['AWS::Kinesis::Stream'];
    await expect(create({ Stream }, { declaredOnly })).rejects.toThrow(NotEmulatedError);
  });
});
