import { describe, expect, it } from 'vitest';
import { billedChunks, Meter } from '../../src/core/meter.ts';

describe('a meter', () => {
  it('sums what is billed by unit and by resource', () => {
    const meter = new Meter();
    meter.add('sqs.requests', 'Launches', 2);
    meter.add('sqs.requests', 'Results', 1);
    meter.add('sqs.requests', 'Launches', 1);
    meter.add('lambda.requests', 'onboard', 1);
    expect(meter.totals).toEqual({ 'sqs.requests': 4, 'lambda.requests': 1 });
    expect(meter.of('sqs.requests').get('Launches')).toBe(3);
    expect(meter.of('dynamodb.readUnits').size).toBe(0);
  });
});

it.each([
  [0, 1],
  [65_536, 1],
  [65_537, 2],
  [1_048_576, 16],
])('a payload of %i bytes is billed as %i', (bytes, chunks) => {
  expect(billedChunks(bytes)).toBe(chunks);
});
