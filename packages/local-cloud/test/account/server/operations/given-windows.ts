import { readWindow } from '../../../../src/services/ssm/maintenance/declare-maintenance.ts';
import type { WindowExecution } from '../../../../src/services/ssm/maintenance/maintenance-execution.ts';
import { accountId } from '../../../cloud-bench.ts';
import type { World } from './world.ts';

const id = '00000000-0000-4000-8000-00000000000c';

/** The id of a window that opens every day, and calls a function. */
export function windowIn({ cloud, functionName }: World): string {
  const form = { Name: 'night', Duration: 1, Cutoff: 0, AllowUnassociatedTargets: false };
  const window = cloud.ssm.windows.create(readWindow({ ...form, Schedule: 'rate(1 day)' }));
  cloud.ssm.windows.setTask(window.id, {
    ...{ id, type: 'LAMBDA', arn: functionName, roleArn: `arn:aws:iam::${accountId}:role/windows` },
    ...{ priority: 1, isCancelledAtCutoff: false, targetIds: undefined, parameters: {} },
    ...{ maxConcurrency: '1', maxErrors: '0' },
  });
  return window.id;
}

/** An execution of such a window that has ended. */
export async function executionIn(world: World): Promise<WindowExecution> {
  const windowId = windowIn(world);
  await world.pass(86_400 + 60);
  const [execution] = world.cloud.ssm.windows.executionsOf(windowId);
  world.cloud.ssm.windows.remove(windowId);
  if (execution === undefined) throw new Error('the window has not opened');
  return execution;
}
