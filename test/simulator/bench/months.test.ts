import { describe, expect, it } from 'vitest';
import type { BilledPhase, BillMeasure } from '../../../simulator/bench/measure-bill.ts';
import { endBill, launchBill, monthBill } from '../../../simulator/bench/months.ts';
import type { Bill } from '../../../simulator/bench/prices.ts';

const phase = (hours: number, bill: Bill, metricCount = 1): BilledPhase => ({ hours, bill, metricCount });

/** Ten launches: what an empty account is billed in an hour is one read, whatever else happens. */
const measure: BillMeasure = {
  seed: 1,
  launches: 10,
  empty: phase(4, { 'dynamodb.readUnits': 4, 'lambda.requests': 4 }),
  launched: phase(2, { 'dynamodb.readUnits': 2, 'lambda.requests': 1, 'dynamodb.writeUnits': 80 }, 5),
  standing: phase(4, { 'dynamodb.readUnits': 84, 'lambda.requests': 4 }, 2),
  ended: phase(1, { 'dynamodb.readUnits': 1, 'dynamodb.writeUnits': 20 }),
  closed: phase(4, { 'dynamodb.readUnits': 44, 'lambda.requests': 8 }),
  standingCount: 10,
  standingBytes: { table: 2 ** 20, indexes: 0 },
  closedBytes: { table: 2 ** 20, indexes: 0 },
  deployed: { alarmMetrics: 3, polledQueues: 2, logDays: 30, closedEntryDays: 365 / 12, sweepsPerHour: 3 },
  callsPerLaunch: 1,
};
const fleet = (launches: number, standing: number) =>
  monthBill(measure, { name: 'a fleet', launches, standing });

describe('the bill of a launch and of an end', () => {
  it('is without what an empty account is billed, and never less than nothing', () => {
    expect(launchBill(measure)).toEqual({
      'dynamodb.writeUnits': 8,
      'dynamodb.readUnits': 0,
      'lambda.requests': 0,
    });
    expect(endBill(measure)['dynamodb.writeUnits']).toBe(2);
  });
});

describe('the bill of a month', () => {
  it('of nothing is that of an empty account, of polls, metrics and alarms', () => {
    expect(fleet(0, 0)).toMatchObject({
      'dynamodb.readUnits': 730,
      'sqs.requests': 2 * 5 * 3 * 60 * 730,
      'cloudwatch.metricMonths': 1,
      'cloudwatch.alarmMetricMonths': 3,
      'dynamodb.storedGigabyteMonths': 0,
    });
  });

  it('grows with the instances that run: what sweeps read of them, three an hour and one a day, and what is stored', () => {
    const bytes = 8192 * (2 ** 20 - 100);
    expect(fleet(0, 8192)).toMatchObject({
      'dynamodb.readUnits': 730 + 3 * 730 * (8192 / 2) + (730 / 24) * Math.ceil(bytes / 4096) * 0.5,
      'cloudwatch.metricMonths': 2,
      'dynamodb.storedGigabyteMonths': 8,
      'dynamodb.recoveryGigabyteMonths': 8,
    });
  });

  it('reads small entries whole', () => {
    const small = { ...measure, standingBytes: { table: 500, indexes: 0 } };
    const bill = monthBill(small, { name: 'a fleet', launches: 0, standing: 8192 });
    const whole = Math.ceil((8192 * 400) / 4096) / 2;
    expect(bill['dynamodb.readUnits']).toBe(730 + (3 * 730 + 730 / 24) * whole);
  });

  it('grows with the launches: their writes, and the entries of a month that stay after the end', () => {
    const small = { ...measure, closedBytes: { table: 500, indexes: 0 } };
    const bill = monthBill(small, { name: 'a fleet', launches: 730_000, standing: 1000 });
    const daily = Math.ceil((1000 * (2 ** 20 - 100) + 730_000 * 400) / 4096) / 2;
    expect(bill['dynamodb.readUnits']).toBeCloseTo(730 + 3 * 730 * (2000 / 2) + (730 / 24) * daily, 3);
    expect(bill['dynamodb.writeUnits']).toBe(10 * 730_000);
    expect(bill['cloudwatch.metricMonths']).toBe(5);
  });
});
