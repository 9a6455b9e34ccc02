import type { FaultPorts, Random } from 'local-cloud';
import { type FaultKindAt, kindsAt } from './fault-kinds.ts';
import type { Faults } from './faults.ts';

/** The longest latency of a normal delivery, as on the bus. */
const usualMsMax = 400;
/** The delay of a delayed event. EventBridge promises "near real time" and no figure. */
const delayMs = { min: 5_000, max: 20 * 60_000 };
/** How far an event can move relative to others. */
const disorderMs = { min: 0, max: 10_000 };
/** The largest difference between the clock of EC2 and the virtual clock. Assumed. */
export const skewMsMax = 120_000;

/** The delivery of an event: the latency of each copy that arrives. An empty list is a normal delivery. */
interface Journey {
  readonly latenciesMs: readonly number[];
  readonly isLost: boolean;
}

/** How each kind changes a delivery. If two kinds set the arrival time, the earlier one in the registry wins. */
const journeyFaults: Readonly<Record<FaultKindAt<'journey'>, (journey: Journey, random: Random) => Journey>> =
  {
    'event-lost': (journey) => ({ ...journey, isLost: true }),
    'event-delayed': (journey, random) => withLatency(journey, () => within(delayMs, random)),
    'event-reordered': (journey, random) => withLatency(journey, () => within(disorderMs, random)),
    'event-duplicated': (journey, random) => {
      const { latenciesMs } = withLatency(journey, () => usualMsMax);
      const [firstMs = usualMsMax] = latenciesMs;
      return { ...journey, latenciesMs: [firstMs, firstMs + within(disorderMs, random)] };
    },
  };

const clockFaults: Readonly<Record<FaultKindAt<'clock'>, (random: Random) => number>> = {
  'event-skewed': (random) => random.integer(-skewMsMax, skewMsMax),
};

/** Makes events be lost, duplicated, delayed or reordered, or carry a skewed time. */
export function faultsOfEvents(faults: Faults): Pick<FaultPorts, 'transit' | 'eventSkewMs'> {
  return {
    transit(event) {
      const what = { id: String(event['id']), instanceId: instanceOf(event) };
      let journey: Journey = { latenciesMs: [], isLost: false };
      for (const kind of kindsAt('journey')) {
        if (!faults.strikes(kind)) continue;
        faults.inject(kind, what);
        journey = journeyFaults[kind](journey, faults.chanceOf(kind));
        if (journey.isLost) return [];
      }
      return journey.latenciesMs.length === 0 ? undefined : journey.latenciesMs;
    },
    eventSkewMs() {
      return kindsAt('clock').reduce((sumMs, kind) => {
        if (!faults.strikes(kind)) return sumMs;
        const skewMs = clockFaults[kind](faults.chanceOf(kind));
        faults.inject(kind, { skewMs: String(skewMs) });
        return sumMs + skewMs;
      }, 0);
    },
  };
}

function withLatency(journey: Journey, draw: () => number): Journey {
  return journey.latenciesMs.length > 0 ? journey : { ...journey, latenciesMs: [draw()] };
}

function within({ min, max }: { readonly min: number; readonly max: number }, random: Random): number {
  return random.integer(min, max);
}

/** The delay of a late schedule, and the time between two invocations of a repeated round. Assumed. */
const scheduleMs = { min: 1_000, max: 10 * 60_000 };

/**
 * The times at which a schedule invokes its target in one round, in milliseconds after the scheduled time. Undefined is
 * the usual time.
 */
type Round = readonly number[] | undefined;

/** How each kind changes a round. `otherMs` is a time drawn for it. */
const roundFaults: Readonly<Record<FaultKindAt<'round'>, (round: Round, otherMs: number) => Round>> = {
  'schedule-skipped': () => [],
  'schedule-late': (_, otherMs) => [otherMs],
  'schedule-repeated': (round = [0], otherMs) => [...round, otherMs],
};

/** Makes rounds of schedules be skipped, late or repeated. EventBridge Scheduler promises at-least-once invocation. */
export function faultsOfSchedules(faults: Faults): Pick<FaultPorts, 'scheduleTransit'> {
  return {
    scheduleTransit({ name }) {
      let round: Round;
      for (const kind of kindsAt('round')) {
        if (!faults.strikes(kind)) continue;
        faults.inject(kind, { schedule: name });
        round = roundFaults[kind](round, within(scheduleMs, faults.chanceOf(kind)));
        if (round?.length === 0) return round;
      }
      return round;
    },
  };
}

/** The id of the instance in an event, or an empty string. */
function instanceOf(event: Readonly<Record<string, unknown>>): string {
  const detail = event['detail'];
  const id = typeof detail === 'object' && detail !== null ? Reflect.get(detail, 'instance-id') : undefined;
  return typeof id === 'string' ? id : '';
}
