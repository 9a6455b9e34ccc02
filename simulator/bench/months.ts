import { planSurvey, unitsOfShown, unitsOfWhole } from '../../lambdas/shared/domain/roster/survey.ts';
import type { BilledPhase, BillMeasure } from './measure-bill.ts';
import { addBills, type Bill } from './prices.ts';

/** The launches of a fleet in a month, and how many of its instances run at a time. */
export interface FleetShape {
  readonly name: string;
  readonly launches: number;
  readonly standing: number;
}

/** The hours of a month, as AWS counts them in its examples. */
const monthHours = 730;

/** The fleets whose months are priced. */
export const fleetShapes: readonly FleetShape[] = [
  { name: 'nothing runs', launches: 0, standing: 0 },
  { name: '1,100 instances run, none starts', launches: 0, standing: 1100 },
  { name: '10,000 instances run, none starts', launches: 0, standing: 10_000 },
  { name: '1,000 launches a day, each for a day', launches: (1000 * monthHours) / 24, standing: 1000 },
  {
    name: '1,000,000 launches a month, each for an hour',
    launches: 1_000_000,
    standing: 1_000_000 / monthHours,
  },
];

/** What an item has more in storage, and not when it is read (DynamoDB developer guide). */
const storedOverheadBytes = 100;

/**
 * With a maximum concurrency Lambda keeps five pollers at each queue, and each asks every 20 seconds while there is
 * nothing. Source: Lambda developer guide, scaling of SQS mappings; that a poll takes 20 seconds: its pages on pollers.
 */
const pollersPerQueue = 5;
const pollSeconds = 20;

/**
 * The bill of one launch: the first look, the command, its result and what else follows until everything has settled;
 * without what an empty account costs in that time. `ended`: the same of the end of an instance.
 */
export function launchBill({ launches, launched, empty }: BillMeasure): Bill {
  return scale(above(launched, empty), 1 / launches);
}

export function endBill({ standingCount, ended, empty }: BillMeasure): Bill {
  return scale(above(ended, empty), 1 / standingCount);
}

/**
 * The bill of a month of a fleet, made of what one run measured: so much a launch, an end, and an hour of an instance that
 * runs. What sweeps read follows from the size of the entries, by the rule that the sweep itself follows. A metric is billed
 * as if it had a value in every hour.
 */
export function monthBill(measure: BillMeasure, { launches, standing }: FleetShape): Bill {
  const { empty, deployed, standingCount } = measure;
  const closed = (launches * deployed.closedEntryDays * 24) / monthHours;
  const standingHour = scale(above(measure.standing, empty), 1 / (measure.standing.hours * standingCount));
  const parts: readonly [Bill, number][] = [
    [empty.bill, monthHours / empty.hours],
    [addBills(launchBill(measure), endBill(measure)), launches],
    [{ ...standingHour, 'dynamodb.readUnits': 0 }, standing * monthHours],
    [{ 'dynamodb.readUnits': readsOfSweeps(measure, { launches, standing, closed }) }, 1],
    [{ 'sqs.requests': deployed.polledQueues * pollersPerQueue }, (monthHours * 3600) / pollSeconds],
  ];
  const used = parts.reduce<Bill>((sum, [bill, factor]) => addBills(sum, bill, factor), {});
  return addBills(used, standingBill(measure, { launches, standing, closed, used }));
}

/** The entries of a month: of instances that run, and of those that have ended. */
interface Entries {
  readonly launches: number;
  readonly standing: number;
  readonly closed: number;
}

/** The read units of the sweeps of a month, above those of an empty account. EC2 shows what has ended for an hour. */
function readsOfSweeps({ standingBytes, closedBytes, deployed }: BillMeasure, entries: Entries): number {
  const { launches, standing, closed } = entries;
  if (standing + closed === 0) return 0;
  const tableBytes =
    standing * (standingBytes.table - storedOverheadBytes) +
    closed * (closedBytes.table - storedOverheadBytes);
  const shownCount = standing + launches / monthHours;
  const { way } = planSurvey({ isEverybody: false, tableBytes, shownCount });
  const frequent = way === 'whole' ? unitsOfWhole(tableBytes) : unitsOfShown(shownCount);
  return deployed.sweepsPerHour * monthHours * frequent + (monthHours / 24) * unitsOfWhole(tableBytes);
}

function standingBill(
  { empty, standing: ran, launched, standingBytes, closedBytes, deployed }: BillMeasure,
  counts: {
    readonly launches: number;
    readonly standing: number;
    readonly closed: number;
    readonly used: Bill;
  },
): Bill {
  const gigabytes = (part: 'table' | 'indexes') =>
    (counts.standing * standingBytes[part] + counts.closed * closedBytes[part]) / 2 ** 30;
  const monthsOfLogs = (deployed.logDays * 24) / monthHours;
  const busiest = counts.launches > 0 ? launched : counts.standing > 0 ? ran : empty;
  return {
    'dynamodb.storedGigabyteMonths': gigabytes('table') + gigabytes('indexes'),
    'dynamodb.recoveryGigabyteMonths': gigabytes('table'),
    'cloudwatch.metricMonths': busiest.metricCount,
    'cloudwatch.alarmMetricMonths': deployed.alarmMetrics,
    'logs.storedGigabyteMonths': ((counts.used['logs.ingestedBytes'] ?? 0) * monthsOfLogs) / 2 ** 30,
  };
}

/**
 * What a part of the run is billed above what an empty account is in the same time. Where that would be less than
 * nothing, the calls of the two were answered at other speeds by chance.
 */
function above({ bill, hours }: BilledPhase, empty: BilledPhase): Bill {
  const entries = Object.entries(addBills(bill, empty.bill, -hours / empty.hours));
  return Object.fromEntries(entries.map(([unit, amount]) => [unit, Math.max(0, amount)]));
}

function scale(bill: Bill, factor: number): Bill {
  return addBills({}, bill, factor);
}
