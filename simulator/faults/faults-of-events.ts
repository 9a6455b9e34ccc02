import type { FaultPorts } from 'local-cloud';
import type { Faults } from './faults.ts';

/** The latency of a normal journey, as the bus has it. */
const usualMs = { min: 40, max: 400 };
/** How late an event may be that is not lost; EventBridge promises "near real time" and no figure. */
const delayMs = { min: 5_000, max: 20 * 60_000 };
/** How far apart two events may overtake each other. */
const disorderMs = { min: 0, max: 10_000 };
/** How far the clock of EC2 may be from ours. Assumed. */
const skewMsMax = 120_000;

/** Events that are lost, doubled, late, out of order, or have another time than now. */
export function faultsOfEvents(faults: Faults): Pick<FaultPorts, 'transit' | 'eventSkewMs'> {
  const latency = (kind: 'event-duplicated' | 'event-reordered' | 'event-delayed', range: typeof usualMs) =>
    faults.chanceOf(kind).integer(range.min, range.max);
  return {
    transit(event) {
      const what = { id: String(event['id']), instanceId: instanceOf(event) };
      const hit = <Kind extends 'event-lost' | 'event-delayed' | 'event-reordered' | 'event-duplicated'>(
        kind: Kind,
      ): boolean => {
        const isStruck = faults.strikes(kind);
        if (isStruck) faults.inject(kind, what);
        return isStruck;
      };
      if (hit('event-lost')) return [];
      const isLate = hit('event-delayed');
      const isDisordered = hit('event-reordered');
      const isDouble = hit('event-duplicated');
      if (!isLate && !isDisordered && !isDouble) return undefined;
      const firstMs = isLate
        ? latency('event-delayed', delayMs)
        : isDisordered
          ? latency('event-reordered', disorderMs)
          : usualMs.max;
      return isDouble ? [firstMs, firstMs + latency('event-duplicated', disorderMs)] : [firstMs];
    },
    eventSkewMs() {
      if (!faults.strikes('event-skewed')) return 0;
      const skewMs = faults.chanceOf('event-skewed').integer(-skewMsMax, skewMsMax);
      faults.inject('event-skewed', { skewMs: String(skewMs) });
      return skewMs;
    },
  };
}

/** How late a schedule may be, and how soon it may invoke its target once more. Assumed. */
const scheduleMs = { min: 1_000, max: 10 * 60_000 };

/** Rounds of schedules that are left out, late, or happen twice: "at least once" is the promise of EventBridge Scheduler. */
export function faultsOfSchedules(faults: Faults): Pick<FaultPorts, 'scheduleTransit'> {
  return {
    scheduleTransit({ name }) {
      const hit = (kind: 'schedule-skipped' | 'schedule-late' | 'schedule-repeated'): number | undefined => {
        if (!faults.strikes(kind)) return undefined;
        faults.inject(kind, { schedule: name });
        return faults.chanceOf(kind).integer(scheduleMs.min, scheduleMs.max);
      };
      if (hit('schedule-skipped') !== undefined) return [];
      const lateMs = hit('schedule-late');
      const againMs = hit('schedule-repeated');
      if (lateMs === undefined && againMs === undefined) return undefined;
      return againMs === undefined ? [lateMs ?? 0] : [lateMs ?? 0, againMs];
    },
  };
}

/** The instance that an event is about; empty when it is about none. */
function instanceOf(event: Readonly<Record<string, unknown>>): string {
  const detail = event['detail'];
  const id = typeof detail === 'object' && detail !== null ? Reflect.get(detail, 'instance-id') : undefined;
  return typeof id === 'string' ? id : '';
}
