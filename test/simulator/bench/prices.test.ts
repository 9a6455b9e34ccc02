import { describe, expect, it } from 'vitest';
import { addBills, chargesOf, costByService, costOf, prices } from '../../../simulator/bench/prices.ts';

describe('the price table', () => {
  it.each([
    ['lambda.requests', 0.2],
    ['lambda.gigabyteSecondsArm64', 13.3334],
    ['sqs.requests', 0.4],
    ['dynamodb.writeUnits', 0.625],
    ['dynamodb.readUnits', 0.125],
    ['events.customEvents', 1],
    ['scheduler.invocations', 1],
    ['cloudwatch.metricMonths', 300_000],
  ])('charges a million %s with %d dollars', (unit, dollars) => {
    expect(costOf({ [unit]: 1_000_000 })).toBeCloseTo(dollars, 4);
  });

  it('charges a gigabyte of logs with half a dollar', () => {
    expect(costOf({ 'logs.ingestedBytes': 2 ** 30 })).toBe(0.5);
  });

  it('has a price for each unit once, with who told it', () => {
    const units = prices.map(({ unit }) => unit);
    expect(new Set(units).size).toBe(units.length);
    expect(prices.filter(({ source }) => source.length < 8)).toEqual([]);
  });

  it('refuses a unit without a price, so that nothing is free by mistake', () => {
    expect(() => costOf(JSON.parse('{"s3.puts":1}'))).toThrow('s3.puts has no price');
  });
});

describe('bills', () => {
  const one = { 'sqs.requests': 10, 'lambda.requests': 5 };
  const other = { 'sqs.requests': 4, 'events.customEvents': 1 };

  it('are added, also by a factor', () => {
    expect(addBills(one, other, -2)).toEqual({
      'sqs.requests': 2,
      'lambda.requests': 5,
      'events.customEvents': -2,
    });
  });

  it('are charged unit by unit, and summed by service', () => {
    expect(chargesOf(other).map(({ unit }) => unit)).toEqual(['sqs.requests', 'events.customEvents']);
    expect(costByService({ 'dynamodb.readUnits': 8e6, 'dynamodb.writeUnits': 1e6 })).toEqual({
      dynamodb: 1.625,
    });
  });
});
