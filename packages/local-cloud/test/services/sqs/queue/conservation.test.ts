import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Queue } from '../../../../src/services/sqs/queue.ts';
import { SqsBench } from '../sqs-bench.ts';

type Move =
  | { kind: 'send'; delaySeconds: number }
  | { kind: 'receive'; count: number; visibilitySeconds: number }
  | { kind: 'delete' | 'change'; which: number; seconds: number }
  | { kind: 'pass'; seconds: number };

const move: fc.Arbitrary<Move> = fc.oneof(
  fc.record({ kind: fc.constant('send' as const), delaySeconds: fc.constantFrom(0, 0, 5, 90) }),
  fc.record({
    kind: fc.constant('receive' as const),
    count: fc.integer({ min: 1, max: 10 }),
    visibilitySeconds: fc.constantFrom(0, 1, 30),
  }),
  fc.record({
    kind: fc.constantFrom('delete' as const, 'change' as const),
    which: fc.nat(20),
    seconds: fc.constantFrom(0, 2, 60),
  }),
  fc.record({ kind: fc.constant('pass' as const), seconds: fc.constantFrom(0.05, 1, 31, 100) }),
);

/** A queue with a dead-letter queue, and a model of its messages. */
class World {
  readonly bench = new SqsBench();
  readonly dead = this.bench.declare('dead', { MessageRetentionPeriod: 1_209_600 });
  readonly queue: Queue;
  readonly sent = new Set<string>();
  readonly deleted = new Set<string>();
  readonly #received: { id: string; handle: string }[] = [];

  constructor(retentionSeconds: number) {
    this.queue = this.bench.declare('launches', {
      MessageRetentionPeriod: retentionSeconds,
      RedrivePolicy: { deadLetterTargetArn: this.bench.arn('dead'), maxReceiveCount: 3 },
    });
  }

  act(step: Move): void {
    if (step.kind === 'send')
      this.sent.add(this.queue.put({ body: 'x', senderId: 'test' }, step.delaySeconds).id);
    else if (step.kind === 'pass') this.bench.pass(step.seconds);
    else if (step.kind === 'receive') this.#receive(step.count, step.visibilitySeconds);
    else this.#useHandle(step.kind, step.which, step.seconds);
  }

  /** Receives all remaining messages over time, and returns their ids. */
  drain(queue: Queue): string[] {
    this.bench.pass(1000);
    const messages = queue.receive(1000, 0);
    return messages.map(({ id }) => id);
  }

  #receive(count: number, visibilitySeconds: number): void {
    for (const message of this.queue.receive(count, visibilitySeconds)) {
      expect(this.sent.has(message.id) && !this.deleted.has(message.id)).toBe(true);
      this.#received.push({ id: message.id, handle: this.queue.receiptHandle(message) });
    }
  }

  #useHandle(kind: 'delete' | 'change', which: number, seconds: number): void {
    const received = this.#received[which % Math.max(1, this.#received.length)];
    if (received === undefined) return;
    const before = this.queue.totals.deleted;
    if (kind === 'delete') this.queue.delete(received.handle);
    else this.#changeIfInFlight(received.handle, seconds);
    if (this.queue.totals.deleted > before) this.deleted.add(received.id);
  }

  /** Uses a batch, whose entries fail on their own, because the message may be gone. */
  #changeIfInFlight(ReceiptHandle: string, VisibilityTimeout: number): void {
    const Entries = [{ Id: 'a', ReceiptHandle, VisibilityTimeout }];
    const input = { QueueUrl: this.bench.url('launches'), Entries };
    this.bench.sqs.operations.ChangeMessageVisibilityBatch.run(input, this.bench.context);
  }
}

describe('conservation', () => {
  const moves = fc.array(move, { maxLength: 80 });

  it('has every message in exactly one of delayed, visible, in flight, deleted, dead-lettered and expired', () => {
    const property = fc.property(moves, fc.constantFrom(120, 345_600), (steps, retentionSeconds) => {
      const world = new World(retentionSeconds);
      for (const step of steps) {
        world.act(step);
        const { delayed, visible, inFlight } = world.queue.counts;
        const { deleted, deadLettered, expired } = world.queue.totals;
        expect(delayed + visible + inFlight + deleted + deadLettered + expired).toBe(world.sent.size);
        expect(deleted).toBe(world.deleted.size);
      }
    });
    fc.assert(property, { numRuns: 200, seed: 20261121 });
  });

  it('eventually delivers every message that was not deleted, once, in one queue', () => {
    const property = fc.property(moves, (steps) => {
      const world = new World(345_600);
      for (const step of steps) world.act(step);
      const rest = [...world.drain(world.queue), ...world.drain(world.dead)];
      expect([...rest, ...world.deleted].sort()).toEqual([...world.sent].sort());
      expect(world.bench.timeline.nextMs).toBeUndefined();
    });
    fc.assert(property, { numRuns: 200, seed: 20261121 });
  });
});
