import { describe, expect, it } from 'vitest';
import { EventSourceMappings } from '../../../src/services/event-source-mapping/mappings.ts';
import { MappingBench } from './mapping-bench.ts';

/** The mappings of an account, and one of them. */
function mappingsBench(properties: Record<string, unknown> = {}) {
  const bench = new MappingBench();
  const queue = bench.declare('launches', { VisibilityTimeout: 360 });
  const mappings = new EventSourceMappings(bench.host);
  const declare = (more: Record<string, unknown> = {}, id = 'one', functionArn = 'arn:onboard') =>
    mappings.declare(
      { id, functionArn, properties: bench.propertiesOf({ ...properties, ...more }) },
      bench.ports,
    );
  declare();
  return { bench, queue, mappings, declare };
}

describe('the event source mappings of an account', () => {
  it('refuses a second mapping of a queue and a function', () => {
    const { declare, mappings } = mappingsBench();
    expect(() => declare({}, 'two')).toThrow(/already exists.* with UUID one$/);
    declare({}, 'two', 'arn:other');
    expect(mappings.all.map(({ id }) => id)).toEqual(['one', 'two']);
  });

  it('receives nothing any more for a deleted mapping, which nothing on the timeline reminds of', () => {
    const { bench, queue, mappings } = mappingsBench();
    bench.pass(1);
    mappings.remove('one');
    bench.sendMany(3);
    expect(bench.timeline.nextMs).toBeUndefined();
    expect([queue.counts.visible, bench.seen]).toEqual([3, []]);
  });

  it('deletes what a call of a deleted mapping has handled', () => {
    const { bench, queue, mappings } = mappingsBench();
    bench.runSeconds = 30;
    bench.sendMany(3);
    bench.pass(1);
    mappings.remove('one');
    expect(queue.counts.inFlight).toBe(3);
    bench.pass(60);
    expect([queue.counts, bench.sizes]).toEqual([{ visible: 0, inFlight: 0, delayed: 0 }, [3]]);
  });

  it('drops a throttled batch of a deleted mapping', () => {
    const { bench, queue, mappings } = mappingsBench();
    bench.reservedConcurrency = 0;
    bench.sendMany(1);
    bench.pass(1);
    mappings.remove('one');
    bench.reservedConcurrency = 1;
    bench.pass(120);
    expect([bench.seen, queue.counts.inFlight]).toEqual([[], 1]);
  });

  it('keeps the batch of a mapping whose tags change, and starts anew for other settings', () => {
    const { bench, declare } = mappingsBench({ BatchSize: 10, MaximumBatchingWindowInSeconds: 60 });
    bench.sendMany(1);
    bench.pass(30);
    declare({ Tags: [{ Key: 'a', Value: 'b' }] });
    bench.pass(60);
    expect(bench.sizes).toEqual([1]);
    bench.sendMany(1);
    bench.pass(30);
    declare({ BatchSize: 20 });
    bench.pass(120);
    expect(bench.sizes).toEqual([1]);
    bench.pass(500);
    expect(bench.sizes).toEqual([1, 1]);
  });

  it('keeps a mapping when its change is refused', () => {
    const { bench, declare } = mappingsBench();
    expect(() => declare({ BatchSize: 0 })).toThrow();
    bench.sendMany(1);
    bench.pass(1);
    expect(bench.sizes).toEqual([1]);
  });
});
