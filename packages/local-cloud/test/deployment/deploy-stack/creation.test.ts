import { describe, expect, it } from 'vitest';
import { NotEmulatedError } from '../../../src/core/service.ts';
import { custom, customStacks, obeying, parameter, standing } from '../custom-stack.ts';

describe('a creation that fails', () => {
  it('deletes the created resources in reverse order, and the failed one too', async () => {
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

  it('makes an id for a resource that never responded', async () => {
    const { create, requests } = customStacks(`RequestType === 'Create' ? undefined : ${obeying}`);
    const { status } = await create({ A: custom({ ServiceTimeout: 60 }) });
    expect(status).toBe('ROLLBACK_COMPLETE');
    expect(requests()).toEqual(['Create A', expect.stringMatching(/^Delete A Test-A-[A-Z0-9]{12}$/)]);
  });

  it('keeps a resource that cannot be deleted, with all that it depends on', async () => {
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

  it('keeps resources with Retain, but not with RetainExceptOnCreate', async () => {
    const { create, requests } = customStacks();
    await create({
      Kept: { ...custom(), DeletionPolicy: 'Retain' },
      Gone: { ...custom(), DeletionPolicy: 'RetainExceptOnCreate' },
      C: custom({ Mode: 'failCreate' }, ['Kept', 'Gone']),
    });
    expect(requests().slice(3)).toEqual(['Delete C never-made', 'Delete Gone Gone']);
  });

  it('refuses an unknown type before anything is created', async () => {
    const { create, requests } = customStacks();
    const queue = { Type: 'AWS::Kinesis::Stream', Properties: {} };
    await expect(create({ A: custom(), Queue: queue })).rejects.toThrow(NotEmulatedError);
    expect(requests()).toEqual([]);
  });

  it('leaves no queue behind', async () => {
    const { cloud, create } = customStacks();
    const Queue = { Type: 'AWS::SQS::Queue', Properties: {} };
    const C = custom({ Mode: 'failCreate' }, ['Queue']);
    expect(await create({ Queue, C })).toMatchObject({ status: 'ROLLBACK_COMPLETE', left: [] });
    expect(cloud.sqs.queueArns).toEqual([]);
  });
});

describe('a type that is declared only', () => {
  const Bucket = { Type: 'AWS::S3::Bucket', Properties: {} };
  const A = custom({ Bucket: { Ref: 'Bucket' }, Arn: { 'Fn::GetAtt': ['Bucket', 'Arn'] } });

  it('has a name and attributes, and nothing else', async () => {
    const { events, remove } = await standing({ Bucket, A }, { declaredOnly: ['AWS::S3::Bucket'] });
    const name = /^test-bucket-[a-z0-9]{12}$/;
    expect(events()).toMatchObject([{ ResourceProperties: { Bucket: expect.stringMatching(name) } }]);
    expect((await remove()).status).toBe('DELETE_COMPLETE');
  });

  it('refuses a type that the test does not list', async () => {
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
