import { executing, failsWhen } from '../failure-message.ts';
import type { StepRun, StepTask } from './action.ts';

const SECONDS_MAX = 604_800;

/** `aws:sleep`: waits for a duration, or until a time. */
export function sleep(task: StepTask): StepRun {
  const { timeline } = task.host;
  const untilMs = wakeMs(task.inputs, timeline.nowMs);
  if (untilMs === undefined || untilMs - timeline.nowMs > SECONDS_MAX * 1000) {
    const reason = `The delay must be a Duration or a Timestamp of ISO 8601, and at most ${SECONDS_MAX} seconds`;
    task.end({ status: 'Failed', message: failsWhen(executing, reason) });
    return { stop: () => undefined, doing: () => executing };
  }
  const appointment = timeline.at(untilMs, () => task.end({ status: 'Success' }));
  return { stop: () => appointment.cancel(), doing: () => executing };
}

function wakeMs({ Duration, Timestamp }: StepTask['inputs'], nowMs: number): number | undefined {
  if (typeof Duration === 'string') {
    const seconds = durationSeconds(Duration);
    return seconds === undefined ? undefined : nowMs + seconds * 1000;
  }
  const atMs = typeof Timestamp === 'string' ? Date.parse(Timestamp) : Number.NaN;
  return Number.isNaN(atMs) ? undefined : atMs;
}

/** The seconds of an ISO 8601 duration of weeks, days, hours, minutes and seconds, such as `PT1H30M`. */
function durationSeconds(text: string): number | undefined {
  const parts = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/.exec(text);
  if (parts === null || /[PT]$/.test(text)) return undefined;
  const [, weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = parts;
  return (
    Number(weeks) * 604_800 +
    Number(days) * 86_400 +
    Number(hours) * 3600 +
    Number(minutes) * 60 +
    Number(seconds)
  );
}
