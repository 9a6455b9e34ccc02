import type { BilledUnit } from 'local-cloud';

/** What AWS bills by the month because it stands there, however little happens. */
export type StandingUnit =
  | 'dynamodb.storedGigabyteMonths'
  | 'dynamodb.recoveryGigabyteMonths'
  | 'cloudwatch.metricMonths'
  | 'cloudwatch.alarmMetricMonths'
  | 'logs.storedGigabyteMonths';

export type PricedUnit = BilledUnit | StandingUnit;

/** Amounts of units. A unit without an amount is missing. */
export type Bill = Readonly<Partial<Record<PricedUnit, number>>>;

/** US dollars for so many units, and where the price was read. */
export interface Price {
  readonly unit: PricedUnit;
  readonly dollars: number;
  readonly per: number;
  /** The unit in words. */
  readonly of: string;
  /**
   * Who tells the price. None is AWS's own price list: check it before you quote a price. `recalled` is no source at
   * all.
   */
  readonly source: string;
}

/** When the prices were gathered, and of which region they are. All are without free tiers. */
export const pricesAsOf = '2026-11-21';
export const pricesRegion = 'us-east-1';

const million = 1_000_000;
const gigabyte = 2 ** 30;
const list = 'copy of the AWS price list, 2026-09 (62567749339)';
const cloudburn = 'cloudburn.io (2026-03) and factualminds (2026-06)';
const observability = 'factualminds (2026-06) and signoz.io (2026-02)';

/**
 * The prices of AWS. Free, and so not here: Run Command and the rest of Systems Manager on EC2 (standard parameters
 * too), events of AWS services and their rules, the describe calls of EC2, and IAM.
 */
export const prices: readonly Price[] = [
  { unit: 'dynamodb.writeUnits', dollars: 0.625, per: million, of: 'write units', source: list },
  { unit: 'dynamodb.readUnits', dollars: 0.125, per: million, of: 'read units', source: list },
  {
    unit: 'dynamodb.storedGigabyteMonths',
    dollars: 0.25,
    per: 1,
    of: 'GB of a table, a month',
    source: list,
  },
  {
    unit: 'dynamodb.recoveryGigabyteMonths',
    dollars: 0.2,
    per: 1,
    of: 'GB of point-in-time recovery, a month',
    source: list,
  },
  {
    unit: 'lambda.requests',
    dollars: 0.2,
    per: million,
    of: 'calls of functions',
    source: 'wring.co (2026-03)',
  },
  {
    unit: 'lambda.gigabyteSecondsArm64',
    dollars: 13.3334,
    per: million,
    of: 'gigabyte-seconds on arm64',
    source: 'wring.co (2026-03)',
  },
  {
    unit: 'lambda.gigabyteSecondsX86',
    dollars: 16.6667,
    per: million,
    of: 'gigabyte-seconds on x86_64',
    source: 'recalled',
  },
  { unit: 'sqs.requests', dollars: 0.4, per: million, of: 'requests of SQS, 64 KB each', source: cloudburn },
  {
    unit: 'events.customEvents',
    dollars: 1,
    per: million,
    of: 'custom events, 64 KB each',
    source: cloudburn,
  },
  { unit: 'scheduler.invocations', dollars: 1, per: million, of: 'calls of schedules', source: cloudburn },
  {
    unit: 'sns.publishes',
    dollars: 0.5,
    per: million,
    of: 'messages to a topic, 64 KB each',
    source: 'recalled',
  },
  // Without the free steps of old accounts, which ended with 2025.
  { unit: 'ssm.automationSteps', dollars: 0.002, per: 1, of: 'steps of runbooks', source: 'blogs, 2026' },
  {
    unit: 'config.configurationItems',
    dollars: 0.003,
    per: 1,
    of: 'configuration items of AWS Config, recorded continuously',
    source: 'blogs, 2026',
  },
  // The first tier: beyond 100,000 a month an evaluation costs less.
  {
    unit: 'config.ruleEvaluations',
    dollars: 0.001,
    per: 1,
    of: 'evaluations of rules of AWS Config',
    source: 'blogs, 2026',
  },
  { unit: 'logs.ingestedBytes', dollars: 0.5, per: gigabyte, of: 'bytes of logs', source: observability },
  { unit: 'logs.storedGigabyteMonths', dollars: 0.03, per: 1, of: 'GB of logs, a month', source: 'recalled' },
  {
    unit: 'cloudwatch.metricMonths',
    dollars: 0.3,
    per: 1,
    of: 'custom metrics, a month',
    source: observability,
  },
  {
    unit: 'cloudwatch.alarmMetricMonths',
    dollars: 0.1,
    per: 1,
    of: 'metrics of alarms, a month',
    source: 'recalled',
  },
];

/**
 * Prices that the documentation of other capabilities quotes and nothing here measures, in US dollars of the same region
 * and day.
 */
export const quotedPrices = {
  /** AWS::KMS::Key, without its requests. Source: recalled. */
  kmsKeyMonth: 1,
  /** An Advanced parameter of Systems Manager. Source: blogs, 2026; recalled. */
  advancedParameterMonth: 0.05,
  /** A terabyte that Athena reads. Source: recalled. */
  athenaTerabyte: 5,
  /** A node of the advanced-instances tier, an hour. Source: recalled. */
  advancedNodeHour: 0.00695,
  /** A command on a node outside EC2, and a session with one. Source: a blog, 2026; since 2026-09-30. */
  outsideInvocation: 0.002,
  outsideSession: 0.05,
} as const;

/** What an amount of a unit costs, in US dollars. */
export interface Charge {
  readonly unit: PricedUnit;
  readonly amount: number;
  readonly dollars: number;
}

/** What each unit of a bill costs, in the order of the prices. @throws Error for a unit that has no price. */
export function chargesOf(bill: Bill): Charge[] {
  const charges = prices.flatMap(({ unit, dollars, per }) => {
    const amount = bill[unit];
    return amount === undefined ? [] : [{ unit, amount, dollars: (amount / per) * dollars }];
  });
  const unpriced = Object.keys(bill).filter((unit) => charges.every((charge) => charge.unit !== unit));
  if (unpriced.length > 0) throw new Error(`${unpriced.join(', ')} has no price in prices.ts.`);
  return charges;
}

/** What a bill costs, in US dollars. */
export function costOf(bill: Bill): number {
  return chargesOf(bill).reduce((sum, { dollars }) => sum + dollars, 0);
}

/** What the units of each service cost, in US dollars, in the order of the prices. */
export function costByService(bill: Bill): Readonly<Record<string, number>> {
  const sums: Record<string, number> = {};
  for (const { unit, dollars } of chargesOf(bill)) {
    const service = unit.slice(0, unit.indexOf('.'));
    sums[service] = (sums[service] ?? 0) + dollars;
  }
  return sums;
}

/** A bill, and `factor` times another. */
export function addBills(one: Bill, other: Bill, factor = 1): Bill {
  const units = prices.map(({ unit }) => unit).filter((unit) => unit in one || unit in other);
  return Object.fromEntries(units.map((unit) => [unit, (one[unit] ?? 0) + factor * (other[unit] ?? 0)]));
}
