import { createStack, deleteStack, LocalCloud, placeOf, readAssembly } from 'local-cloud';
import { accountState } from 'local-cloud/test/account-state.ts';
import { expect, it } from 'vitest';
import { assemblyFolder } from '../synthesized.ts';

it('a stack is created, deleted and created again', async () => {
  const [stack] = readAssembly(assemblyFolder());
  if (stack === undefined) throw new Error('none');
  const cloud = new LocalCloud({ ...placeOf([stack]), seed: 1, startMs: Date.UTC(2026, 0, 1) });
  const before = accountState(cloud);
  const created = await createStack(cloud, stack);
  expect(created.failure).toBeUndefined();
  expect(created.status).toBe('CREATE_COMPLETE');
  const deleted = await deleteStack(cloud, created.stack);
  expect(deleted.failure).toBeUndefined();
  expect(deleted.left).toMatchObject([{ type: 'AWS::DynamoDB::Table', isRetained: true }]);
  const after = accountState(cloud);
  expect({ ...after, tables: {} }).toEqual({ ...before, tables: {} });
  await cloud.loop.run({ untilMs: cloud.timeline.nowMs + 86400_000 });
  expect(cloud.timeline.nextMs).toBeUndefined();
  const again = await createStack(cloud, stack);
  expect(again.status).toBe('CREATE_COMPLETE');
  expect(again.stack.stackId).not.toBe(created.stack.stackId);
});
