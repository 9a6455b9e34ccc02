import type { FaultPorts, Random } from 'local-cloud';
import { type FaultKindAt, kindsAt } from './fault-kinds.ts';
import type { Faults } from './faults.ts';

/** The longest latency of a normal journey, as the bus has it. */
const usualMsMax = 400;
/** How late an event may be that is not lost; EventBridge promises "near real time" and no figure. */
const delayMs = { min: 5_000, max: 20 * 60_000 };
/** How far apart two events may overtake each other. */
const disorderMs = { min: 0, max: 10_000 };
/** How far the clock of EC2 may be from ours. Assumed. */
const skewMsMax = 120_000;

/** The copies of an event that arrive, each after so many milliseconds; none for an event that goes as usual. */
interface Journey {
  readonly latenciesMs: readonly number[];
  readonly isLost: boolean;
}

/** What each kind makes of a journey. Of two that say when an event arrives the earlier of the registry wins. */
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

/** Events that are lost, doubled, late, out of order, or have another time than now. */
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

/** How late a schedule may be, and how soon it may invoke its target once more. Assumed. */
const scheduleMs = { min: 1_000, max: 10 * 60_000 };

/** When the target of a schedule is called in a round, in milliseconds after its moment; undefined: as usual. */
type Round = readonly number[] | undefined;

/** What each kind makes of a round; `otherMs` is a time drawn for it. */
const roundFaults: Readonly<Record<FaultKindAt<'round'>, (round: Round, otherMs: number) => Round>> = {
  'schedule-skipped': () => [],
  'schedule-late': (_, otherMs) => [otherMs],
  'schedule-repeated': (round = [0], otherMs) => [...round, otherMs],
};

/** Rounds of schedules that are left out, late, or happen twice: "at least once" is the promise of EventBridge Scheduler. */
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

/** The instance that an event is about; empty when it is about none. */
function instanceOf(event: Readonly<Record<string, unknown>>): string {
  const detail = event['detail'];
  const id = typeof detail === 'object' && detail !== null ? Reflect.get(detail, 'instance-id') : undefined;
  return typeof id === 'string' ? id : '';
}
