import type { AlarmStates } from '../../account/flow-reader.ts';
import { type Check, checkOf, type Trouble } from './doctor-check.ts';

/** The pulse of the roster, as the table has it; times in epoch milliseconds. */
export interface SeenPulse {
  readonly atMs: number;
  readonly heldUntilMs: number | undefined;
}

/** A recheck comes once an hour at least, and writes the pulse. The rest is for a slow call. */
const freshMs = 70 * 60_000;

/** Whether functions work on the roster, and may send. */
export function judgePulse(pulse: SeenPulse | undefined, nowMs: number): Check {
  const troubles: Trouble[] = [];
  if (pulse === undefined)
    troubles.push({ verdict: 'warn', found: 'no function has worked on the roster yet' });
  else {
    const minutes = Math.floor((nowMs - pulse.atMs) / 60_000);
    if (nowMs - pulse.atMs > freshMs)
      troubles.push({
        verdict: 'fail',
        found: `no function has worked on the roster for ${minutes} minutes`,
      });
    if (pulse.heldUntilMs !== undefined && pulse.heldUntilMs > nowMs)
      troubles.push({
        verdict: 'warn',
        found: `nothing is sent before ${new Date(pulse.heldUntilMs).toISOString()}: the roster may be behind (docs/errors.md, RosterBehind)`,
      });
  }
  return checkOf('Pulse', troubles, {
    well: `a function worked on the roster ${Math.max(0, Math.floor((nowMs - (pulse?.atMs ?? nowMs)) / 60_000))} minutes ago`,
    remedy:
      'Wait for the next recheck after a deployment. Otherwise see docs/runbook.md, Muster/Onboarding/RechecksMissed.',
  });
}

/** Whether an alarm is raised. */
export function judgeAlarms({ count, withoutData, raised }: AlarmStates): Check {
  const troubles: Trouble[] =
    count === 0
      ? [{ verdict: 'fail', found: 'there are none' }]
      : raised.map(({ name, since }) => ({ verdict: 'fail', found: `${name} since ${since}` }));
  return checkOf('Alarms', troubles, {
    well: `none of ${count} is raised${withoutData === 0 ? '' : `, ${withoutData} without data yet`}`,
    remedy: 'docs/runbook.md has an article for each. A deployment makes those that are not there.',
  });
}

/** The number of letters in a queue of dead letters. */
export interface SeenLetters {
  readonly name: string;
  readonly count: number;
}

/** Whether messages have died. */
export function judgeLetters(queues: readonly SeenLetters[]): Check {
  const troubles = queues
    .filter(({ count }) => count > 0)
    .map(({ name, count }): Trouble => ({ verdict: 'fail', found: `${count} in ${name}` }));
  return checkOf('Dead letters', troubles, {
    well: `none in ${queues.length} queues`,
    remedy: 'muster redrive shows why they died, and sends them back.',
  });
}
