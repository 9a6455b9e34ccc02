import { describe, expect, it } from 'vitest';
import { accountId, region, startMs } from '../../cloud-bench.ts';
import { custom, obeying, parameter, standing } from '../custom-stack.ts';

const failsUpdates = `RequestType === 'Update' ? undefined : ${obeying}`;

describe('an update that fails', () => {
  it('is rolled back: updated and failed resources are updated with old and new exchanged, others are not touched', async () => {
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

  it('deletes the new resource of a replacement', async () => {
    const { update, since, stack } = await standing({ A: custom({ Id: 'one' }) });
    const next = await update({ A: custom({ Id: 'two' }), B: custom({ Mode: 'failCreate' }, ['A']) });
    expect(next.status).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(since()).toEqual([
      ...['Update A one', 'Create B', 'Update A two'],
      ...['Delete A two', 'Delete B never-made'],
    ]);
    expect(next.stack.resources.get('A')?.ref).toBe(stack.resources.get('A')?.ref);
  });

  it('does not delete resources that the new template lacks', async () => {
    const { update, since, cloud } = await standing({ A: custom(), P: parameter('1') });
    const { stack } = await update({ B: custom({ Mode: 'failCreate' }) });
    expect(since()).toEqual(['Create B', 'Delete B never-made']);
    expect(stack.resources.has('A')).toBe(true);
    expect(cloud.ssm.parameterValue('/app/p')).toBe('1');
  });

  it('adopts the id in a FAILED response', async () => {
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

  it('restores an AWS resource, too', async () => {
    const { update, cloud } = await standing({ P: parameter('1') });
    await update({ P: parameter('2'), B: custom({ Mode: 'failCreate' }, ['P']) });
    expect(cloud.ssm.parameterValue('/app/p')).toBe('1');
  });
});

describe('a deletion', () => {
  it('deletes a stack in reverse order', async () => {
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

  it('keeps a resource that cannot be deleted, and can be retried', async () => {
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

  it('keeps resources with Retain', async () => {
    const { remove, since } = await standing({ A: { ...custom(), DeletionPolicy: 'RetainExceptOnCreate' } });
    expect((await remove()).status).toBe('DELETE_COMPLETE');
    expect(since()).toEqual([]);
  });

  it('drops pending retries of Lambda', async () => {
    const answer = `(() => { if (RequestType === 'Delete') throw new Error('too late'); return ${obeying}; })()`;
    const stacks = await standing({ A: custom({ ServiceTimeout: 30 }) }, {}, answer);
    expect((await stacks.remove()).status).toBe('DELETE_FAILED');
    const { cloud } = stacks;
    cloud.lambda.removeFunction(`arn:aws:lambda:${region}:${accountId}:function:answering`);
    await cloud.loop.run();
    expect(stacks.lines.some(({ kind }) => kind === 'lambda.async-dropped')).toBe(true);
  });
});
