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
  deployed: { alarmMetrics: 3, polledQueues: 2, logDays: 30, closedEntryDays: 365 / 12 },
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

  it('grows with the instances that run: what is read of them, and what is stored', () => {
    expect(fleet(0, 1024)).toMatchObject({
      'dynamodb.readUnits': 730 + 730 * 1024 * 2,
      'cloudwatch.metricMonths': 2,
      'dynamodb.storedGigabyteMonths': 1,
      'dynamodb.recoveryGigabyteMonths': 1,
    });
  });

  it('grows with the launches: their writes, and the entries of a month that stay after the end', () => {
    const { 'dynamodb.readUnits': reads, ...others } = fleet(1024, 0);
    expect(reads).toBeCloseTo(730 + 1024 * 730, 6);
    expect(others['dynamodb.writeUnits']).toBe(10 * 1024);
    expect(others['dynamodb.storedGigabyteMonths']).toBeCloseTo(1, 9);
    expect(others['cloudwatch.metricMonths']).toBe(5);
    expect(others['lambda.requests']).toBe(730);
  });
});
