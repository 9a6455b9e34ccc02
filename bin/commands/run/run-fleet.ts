import { type Clock, systemClock } from '../../../lambdas/shared/clients/system-clock.ts';
import { Course, type FleetRun } from './course.ts';

/** The pauses between looks at what goes on, while nothing ends. AWS publishes no rate for these calls. */
const pausesMs = [500, 1_000, 2_000, 3_000, 5_000];
/** A look takes a call for each command in flight: no more than four calls a second. */
const pauseMsPerCommand = 250;

/** The commands that were sent. */
export interface RunEnd {
  readonly commandIds: readonly string[];
}

/**
 * Runs it, and tells of each node once. It ends when all have ended, or soon after the signal.
 * @throws UsageError when nothing could be sent, or when Systems Manager can no longer be asked; then the commands go on.
 */
export async function runFleet(run: FleetRun, clock: Clock = systemClock): Promise<RunEnd> {
  const course = new Course(run, clock);
  for (let idle = 0; ; ) {
    if (!run.signal.aborted) await course.send();
    if (course.isOver) break;
    const pauseMs = pausesMs[Math.min(idle, pausesMs.length - 1)] ?? 0;
    await clock.pause(Math.max(pauseMs, course.openCount * pauseMsPerCommand), course.wakeSignal);
    await course.cancelIfAsked();
    const hasNews = await course.look();
    idle = hasNews ? 1 : idle + 1;
  }
  course.tellRest();
  return { commandIds: course.commandIds };
}
