import type { Host } from '../src/core/host.ts';
import { Meter } from '../src/core/meter.ts';
import { Random } from '../src/core/random.ts';
import { Timeline } from '../src/core/timeline.ts';
import { accountId } from './accounts.ts';

/** A host for tests, with a real timeline and random streams, and a trace and a meter that can be read. */
export interface RecordingHost extends Host {
  readonly meter: Meter;
  readonly traced: { readonly kind: string; readonly fields: Readonly<Record<string, unknown>> }[];
  /** Runs everything on the timeline, in order. */
  runAll(): void;
}

export function recordingHost(seed = 1): RecordingHost {
  const streams = new Map<string, Random>();
  const traced: RecordingHost['traced'] = [];
  const timeline = new Timeline(Date.UTC(2026, 10, 21, 12));
  const meter = new Meter();
  return {
    partition: 'aws',
    region: 'eu-west-1',
    accountId,
    timeline,
    traced,
    meter,
    bill: meter.add,
    random: (name) => {
      const stream = streams.get(name) ?? Random.stream(seed, name);
      streams.set(name, stream);
      return stream;
    },
    trace: (kind, fields) => traced.push({ kind, fields }),
    runAll: () => {
      while (timeline.step());
    },
  };
}
