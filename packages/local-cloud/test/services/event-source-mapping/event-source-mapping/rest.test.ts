import { expect, it } from 'vitest';
import { EventSourceMapping } from '../../../../src/services/event-source-mapping/event-source-mapping.ts';
import { MappingBench } from '../mapping-bench.ts';

/** A mapping whose pollers rest for these seconds, one after the other. */
function restingMapping(rests: number[]) {
  const bench = new MappingBench();
  bench.declare('launches', { VisibilityTimeout: 600 });
  const faults = () => ({ restSeconds: () => rests.shift() ?? 0 });
  const ports = { ...bench.ports, faults };
  const mapping = new EventSourceMapping(bench.host, bench.propertiesOf({ BatchSize: 10 }), ports);
  return { bench, mapping };
}

it('receives nothing while a fault has its pollers rest, and everything after that', () => {
  const { bench } = restingMapping([30]);
  bench.sendMany(10);
  bench.pass(29);
  expect(bench.seen).toEqual([]);
  bench.pass(71);
  expect(bench.seen.flatMap(({ event }) => event.Records)).toHaveLength(10);
  expect(bench.seen.every(({ atSeconds }) => atSeconds === 30)).toBe(true);
});

it('receives nothing any more when it is stopped while its pollers rest', () => {
  const { bench, mapping } = restingMapping([30]);
  bench.sendMany(10);
  bench.pass(1);
  mapping.stop();
  bench.pass(100);
  expect(bench.seen).toEqual([]);
});
