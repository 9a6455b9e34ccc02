import { ServiceError } from '../../../core/service.ts';
import { readExpression } from '../../scheduler/schedule-expression.ts';

/** When a window opens. */
export interface MaintenanceSchedule {
  /** As it was sent. */
  readonly expression: string;
  readonly timeZone: string | undefined;
  readonly offsetDays: number | undefined;
  /** The next time from `fromMs` on, in epoch milliseconds, or undefined. `anchorMs` is when a rate began. */
  next(fromMs: number, anchorMs: number): number | undefined;
}

const dayMs = 86_400_000;

/**
 * Reads the schedule of a window. The fields of cron and of a moment are times of the zone. An offset is days after the
 * date of a cron expression.
 * @throws ServiceError ValidationException for what the service refuses.
 */
export function readMaintenanceSchedule(
  expression: string,
  { timeZone, offsetDays }: Pick<MaintenanceSchedule, 'timeZone' | 'offsetDays'>,
): MaintenanceSchedule {
  const { next } = readExpression(expression);
  const isRate = expression.startsWith('rate(');
  if (offsetDays !== undefined && !expression.startsWith('cron('))
    throw new ServiceError('ValidationException', 'A schedule offset is for cron expressions alone.');
  const wall = clockOf(timeZone ?? 'UTC');
  const offsetMs = (offsetDays ?? 0) * dayMs;
  return {
    ...{ expression, timeZone, offsetDays },
    next(fromMs, anchorMs) {
      // A rate runs for the first time one period after the window was made. Assumed.
      if (isRate) return next(Math.max(fromMs, anchorMs + 1), anchorMs);
      const found = next(wall.toWall(fromMs) - offsetMs, anchorMs);
      return found === undefined ? undefined : wall.fromWall(found + offsetMs);
    },
  };
}

/** The clock of a time zone. A wall time is what its clocks show, as if it were UTC. */
function clockOf(timeZone: string): { toWall(ms: number): number; fromWall(wallMs: number): number } {
  const format = formatOf(timeZone);
  const toWall = (ms: number) => {
    const parts = new Map(format.formatToParts(ms).map(({ type, value }) => [type, Number(value)]));
    const part = (name: Intl.DateTimeFormatPartTypes) => parts.get(name) ?? 0;
    const date = Date.UTC(part('year'), part('month') - 1, part('day'));
    return date + ((part('hour') * 60 + part('minute')) * 60 + part('second')) * 1000 + (ms % 1000);
  };
  return {
    toWall,
    fromWall(wallMs) {
      const first = wallMs - (toWall(wallMs) - wallMs);
      // The offset may differ between the guess and the time itself; in the hour that clocks skip it is the one before.
      return wallMs - (toWall(first) - first);
    },
  };
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en-US', {
      ...{ timeZone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric' },
      ...{ hour: 'numeric', minute: 'numeric', second: 'numeric' },
    });
  } catch {
    throw new ServiceError('ValidationException', `The time zone ${timeZone} is not known.`);
  }
}
