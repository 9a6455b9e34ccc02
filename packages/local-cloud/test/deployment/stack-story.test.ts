import { describe, expect, it } from 'vitest';
import type { LocalCloud } from '../../src/account/account.ts';
import {
  continueUpdateRollback,
  createStack,
  deleteStack,
  updateStack,
} from '../../src/deployment/deploy-stack.ts';
import { stacksOf } from '../../src/deployment/stack-book.ts';
import { newCloud, stackOf, startMs } from '../cloud-bench.ts';
import { custom, obeying, standing } from './custom-stack.ts';

const topic = (TopicName?: string) => ({ Type: 'AWS::SNS::Topic', Properties: { TopicName } });
const broken = { Type: 'AWS::SSM::Parameter', Properties: { Name: '/a', Type: 'Bogus', Value: 'x' } };

/** The events of a stack as `LogicalId STATUS (reason)`, oldest first. `from` leaves out those before. */
function story(cloud: LocalCloud, stackId: string, from = 0): string[] {
  return stacksOf(cloud)
    .eventsOf(stackId)
    .slice(from)
    .map(({ logicalId, status, reason }) =>
      reason === undefined ? `${logicalId} ${status}` : `${logicalId} ${status} (${reason})`,
    );
}

/** The statuses of the stack itself. */
const ofStack = (events: readonly string[]) =>
  events.filter((event) => event.startsWith('Test ')).map((event) => event.split(' ')[1]);

// The sequence and the reasons are those of recorded deployments.
describe('the events of a stack', () => {
  it('tell of its creation and its deletion', async () => {
    const { cloud } = newCloud();
    const { stack } = await createStack(cloud, stackOf({ A: topic() }));
    expect(story(cloud, stack.stackId)).toEqual([
      'Test CREATE_IN_PROGRESS (User Initiated)',
      'A CREATE_IN_PROGRESS',
      'A CREATE_IN_PROGRESS (Resource creation Initiated)',
      'A CREATE_COMPLETE',
      'Test CREATE_COMPLETE',
    ]);
    await deleteStack(cloud, stack);
    expect(story(cloud, stack.stackId, 5)).toEqual([
      'Test DELETE_IN_PROGRESS (User Initiated)',
      'A DELETE_IN_PROGRESS',
      'A DELETE_COMPLETE',
      'Test DELETE_COMPLETE',
    ]);
  });

  it('tell of a creation that is rolled back', async () => {
    const { cloud } = newCloud();
    const { stack } = await createStack(cloud, stackOf({ A: topic(), Broken: broken }));
    const [failed = '', ...rest] = story(cloud, stack.stackId, 5);
    expect(failed).toMatch(/^Broken CREATE_FAILED \(.*Bogus/);
    expect(rest.slice(0, -1)).toEqual([
      'Test ROLLBACK_IN_PROGRESS (The following resource(s) failed to create: [Broken]. Rollback requested by user.)',
      'A DELETE_IN_PROGRESS',
      'A DELETE_COMPLETE',
    ]);
    expect(rest.at(-1)).toMatch(/^Test ROLLBACK_COMPLETE/);
  });

  it('tell of a replacement, whose old resource goes in the clean-up', async () => {
    const { cloud } = newCloud();
    const { stack } = await createStack(cloud, stackOf({ A: topic('one') }));
    await updateStack(cloud, stack, stackOf({ A: topic('two') }));
    expect(story(cloud, stack.stackId, 5)).toEqual([
      'Test UPDATE_IN_PROGRESS (User Initiated)',
      'A UPDATE_IN_PROGRESS (Requested update requires the creation of a new physical resource; hence creating one.)',
      'A UPDATE_IN_PROGRESS (Resource creation Initiated)',
      'A UPDATE_COMPLETE',
      'Test UPDATE_COMPLETE_CLEANUP_IN_PROGRESS',
      'A DELETE_IN_PROGRESS',
      'A DELETE_COMPLETE',
      'Test UPDATE_COMPLETE',
    ]);
    const ids = stacksOf(cloud)
      .eventsOf(stack.stackId)
      .filter(({ logicalId }) => logicalId === 'A')
      .map(({ physicalId }) => physicalId.split(':').at(-1));
    expect(ids).toEqual(['', 'one', 'one', 'one', 'two', 'two', 'one', 'one']);
  });

  it('tell of an update that is rolled back', async () => {
    const { update, cloud, stack } = await standing({ A: custom({ N: 1 }) });
    const before = story(cloud, stack.stackId).length;
    await update({ A: custom({ N: 2 }), B: custom({ Mode: 'failCreate' }, ['A']) });
    const events = story(cloud, stack.stackId, before);
    expect(ofStack(events)).toEqual([
      'UPDATE_IN_PROGRESS',
      'UPDATE_ROLLBACK_IN_PROGRESS',
      'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS',
      'UPDATE_ROLLBACK_COMPLETE',
    ]);
    expect(events.filter((event) => event.startsWith('A '))).toEqual([
      ...['A UPDATE_IN_PROGRESS', 'A UPDATE_COMPLETE', 'A UPDATE_IN_PROGRESS', 'A UPDATE_COMPLETE'],
    ]);
    expect(events).toContain(
      'Test UPDATE_ROLLBACK_IN_PROGRESS (The following resource(s) failed to create: [B].)',
    );
  });

  it('are there while a resource is being made, with the status of the stack', async () => {
    const answer = `Mode === 'slow' ? new Promise((resolve) => setTimeout(() => resolve(${obeying}), 2000)) : ${obeying}`;
    const { update, cloud, stack } = await standing({ A: custom({ N: 1 }) }, {}, `await (${answer})`);
    const seen: unknown[] = [];
    cloud.timeline.after(1000, () => {
      const { stacks } = cloud.cloudformation;
      const resources = stacks.resources(stacks.find('Test'));
      seen.push(stacks.find('Test').status, resources.find(({ logicalId }) => logicalId === 'A')?.status);
    });
    const { status } = await update({ A: custom({ N: 2, Mode: 'slow' }) }, stack);
    expect([status, ...seen]).toEqual(['UPDATE_COMPLETE', 'UPDATE_IN_PROGRESS', 'UPDATE_IN_PROGRESS']);
  });
});

describe('a roll-back that failed', () => {
  const refusing = (untilMs: number) =>
    `RequestType === 'Update' && LogicalResourceId === 'A' && Date.now() < ${untilMs} ? { Status: 'FAILED', Reason: 'busy', PhysicalResourceId } : ${obeying}`;
  const busyUntilMs = startMs + 3_600_000;

  async function failed() {
    const stacks = await standing(
      { A: custom({ N: 1 }), T: { ...topic('one'), DependsOn: ['A'] }, Z: custom({ N: 1 }, ['T']) },
      {},
      `RequestType === 'Update' && LogicalResourceId === 'Z' && N === '2' ? { Status: 'FAILED', Reason: 'no', PhysicalResourceId } : RequestType === 'Update' && LogicalResourceId === 'A' && N === '1' && Date.now() < ${busyUntilMs} ? { Status: 'FAILED', Reason: 'busy', PhysicalResourceId } : ${obeying}`,
    );
    const { stack, status } = await stacks.update({
      A: custom({ N: 2 }),
      T: { ...topic('two'), DependsOn: ['A'] },
      Z: custom({ N: 2 }, ['T']),
    });
    expect(status).toBe('UPDATE_ROLLBACK_FAILED');
    return { ...stacks, stack };
  }

  it('goes on, and removes what the update had made', async () => {
    const { cloud, stack } = await failed();
    expect(cloud.sns.topicArns.map((arn) => arn.split(':').at(-1))).toEqual(['one', 'two']);
    await cloud.loop.run({ untilMs: busyUntilMs });
    const before = story(cloud, stack.stackId).length;
    const outcome = await continueUpdateRollback(cloud, stack);
    expect(outcome.status).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(outcome.stack.resources.get('A')?.attribute('N')).toBe('1');
    expect(cloud.sns.topicArns.map((arn) => arn.split(':').at(-1))).toEqual(['one']);
    expect(outcome.stack.resources.get('T')?.ref).toMatch(/:one$/);
    expect(ofStack(story(cloud, stack.stackId, before))).toEqual([
      'UPDATE_ROLLBACK_IN_PROGRESS',
      'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS',
      'UPDATE_ROLLBACK_COMPLETE',
    ]);
  });

  it('skips a resource that fails again, and leaves it as it is', async () => {
    const { cloud, stack } = await failed();
    const again = await continueUpdateRollback(cloud, stack);
    expect(again.status).toBe('UPDATE_ROLLBACK_FAILED');
    const outcome = await continueUpdateRollback(cloud, again.stack, { resourcesToSkip: ['A'] });
    expect(outcome.status).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(outcome.stack.resources.get('A')?.attribute('N')).toBe('2');
    expect(cloud.sns.topicArns.map((arn) => arn.split(':').at(-1))).toEqual(['one']);
  });

  it('refuses to skip what has not failed, and a stack whose roll-back has not failed', async () => {
    const { cloud, stack } = await failed();
    await expect(continueUpdateRollback(cloud, stack, { resourcesToSkip: ['T'] })).rejects.toThrow(
      'The resource T cannot be skipped',
    );
    const other = await standing({ A: custom() }, {}, refusing(0));
    await expect(continueUpdateRollback(other.cloud, other.stack)).rejects.toThrow(
      'is in CREATE_COMPLETE state and can not continue rolling back.',
    );
  });
});

describe('a deletion that failed', () => {
  it('succeeds when the resource that cannot be deleted is retained', async () => {
    const { cloud, stack } = await standing({ A: custom({ Mode: 'failDelete' }) });
    await expect(deleteStack(cloud, stack, { retainResources: ['A'] })).rejects.toThrow(
      `Invalid operation on stack [${stack.stackId}]. When you delete a stack, specify which resources to retain only when the stack is in the DELETE_FAILED state.`,
    );
    const first = await deleteStack(cloud, stack);
    expect(first.status).toBe('DELETE_FAILED');
    const second = await deleteStack(cloud, first.stack, { retainResources: ['A'] });
    expect([second.status, second.left]).toMatchObject([
      'DELETE_COMPLETE',
      [{ logicalId: 'A', isRetained: true }],
    ]);
    expect(story(cloud, stack.stackId)).toContain('A DELETE_SKIPPED');
  });
});
