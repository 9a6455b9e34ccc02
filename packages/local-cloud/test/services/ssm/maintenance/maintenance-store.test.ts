import { describe, expect, it } from 'vitest';
import { call, maintenanceBench, onTarget, patch } from './maintenance-bench.ts';

const none = '00000000-0000-4000-8000-000000000000';

describe('the windows of an account', () => {
  it('have at most 20 tasks, each with targets of their own window', async () => {
    const tasks = Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`Task${at}`, call()]));
    const { cloud, windowId } = await maintenanceBench({ tasks });
    const { windows } = cloud.ssm;
    const [first] = windows.window(windowId).tasks.values();
    if (first === undefined) throw new Error('there is no task');
    expect(() => windows.setTask(windowId, { ...first, id: none })).toThrow('at most 20 tasks');
    expect(() => windows.setTask(windowId, { ...first, targetIds: [none] })).toThrow('does not exist');
    expect(() => windows.setTask(`mw-${'0'.repeat(17)}`, first)).toThrow('does not exist');
  });

  it('open by a changed schedule from then on, and not at all when they are removed', async () => {
    const { cloud, windowId } = await maintenanceBench({ tasks: { Install: { ...patch, ...onTarget } } });
    const { windows } = cloud.ssm;
    const form = windows.window(windowId);
    windows.update(windowId, { ...form, schedule: { ...form.schedule, next: (fromMs) => fromMs + 60_000 } });
    await cloud.pass(90);
    expect(windows.executionsOf(windowId)).toHaveLength(1);
    windows.remove(windowId);
    await cloud.pass(600);
    expect(windows.executionsOf(windowId)).toHaveLength(1);
    expect(() => windows.window(windowId)).toThrow('does not exist');
  });
});
