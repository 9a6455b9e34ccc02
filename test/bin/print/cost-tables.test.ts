import { describe, expect, it } from 'vitest';
import { launchCostTable, monthCostTable } from '../../../bin/print/cost-tables.ts';
import { priceMeasure } from '../../../simulator/bench/cost-report.ts';
import type { BilledPhase } from '../../../simulator/bench/measure-bill.ts';
import type { Bill } from '../../../simulator/bench/prices.ts';

const phase = (hours: number, bill: Bill): BilledPhase => ({ hours, bill, metricCount: 2 });

const report = priceMeasure({
  seed: 1,
  launches: 100,
  empty: phase(4, { 'scheduler.invocations': 60 }),
  launched: phase(2, { 'dynamodb.writeUnits': 766, 'sqs.requests': 360, 'scheduler.invocations': 30 }),
  standing: phase(4, { 'dynamodb.readUnits': 60, 'scheduler.invocations': 60 }),
  ended: phase(1, { 'dynamodb.writeUnits': 110, 'scheduler.invocations': 15 }),
  closed: phase(4, { 'scheduler.invocations': 60 }),
  standingCount: 100,
  standingBytes: { table: 470, indexes: 24 },
  closedBytes: { table: 440, indexes: 0 },
  deployed: { alarmMetrics: 8, polledQueues: 2, logDays: 90, closedEntryDays: 30, sweepsPerHour: 3 },
  callsPerLaunch: 0.5,
});

describe('the cost of launches and ends', () => {
  it('has a row for each unit that costs something, and the sums', () => {
    expect(launchCostTable(report)).toEqual([
      ['for 1,000, of 100', 'launched', 'USD', 'ended', 'USD'],
      ['write units', '7,700', '0.00479', '1,100', '0.00069'],
      ['requests of SQS, 64 KB each', '3,600', '0.00144', '0', '0.00000'],
      ['together', '', '0.0062', '', '0.0007'],
    ]);
  });
});

describe('the cost of months', () => {
  const [head = [], ...rows] = monthCostTable(report);

  it('has a column for each service, and the sum of all', () => {
    expect(head.slice(0, 2)).toEqual(['USD a month', 'dynamodb']);
    expect(head.at(-1)).toBe('together');
    for (const row of rows) {
      const services = row.slice(1, -1).reduce<number>((sum, cell) => sum + Number(cell), 0);
      expect(Number(row.at(-1))).toBeCloseTo(services, 0);
    }
  });

  it('has a row for each fleet, and a fleet that starts more costs more', () => {
    expect(rows.map(([fleet]) => fleet)).toHaveLength(5);
    const sums = rows.map((row) => Number(row.at(-1)));
    expect(sums).toEqual(sums.toSorted((a, b) => a - b));
  });
});
