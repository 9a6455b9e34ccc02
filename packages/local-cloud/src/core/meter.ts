/**
 * What AWS bills for use, in the units of its price lists. What stands rather than happens (alarms, metrics, stored
 * bytes) is not here: whoever prices a month reads it from the account.
 */
export type BilledUnit =
  /** On demand. A write unit is 1 KB of one item, in the table or in an index; a read unit is 4 KB. */
  | 'dynamodb.writeUnits'
  | 'dynamodb.readUnits'
  | 'lambda.requests'
  /** Memory times duration, by architecture: a gigabyte-second of arm64 costs less. */
  | 'lambda.gigabyteSecondsArm64'
  | 'lambda.gigabyteSecondsX86'
  /** Each 64 KB of a request's payload are one. */
  | 'sqs.requests'
  /** Each 64 KB of an event are one. Events of AWS services are free. */
  | 'events.customEvents'
  | 'scheduler.invocations'
  | 'sns.publishes'
  /** A step of an execution of a runbook, on one resource. */
  | 'ssm.automationSteps'
  /** A configuration item, recorded continuously. The resource is the type of what the item is about. */
  | 'config.configurationItems'
  /** An evaluation of one resource by a rule. */
  | 'config.ruleEvaluations'
  | 'logs.ingestedBytes';

/** Adds to what AWS bills for a resource. */
export type Bill = (unit: BilledUnit, resource: string, amount: number) => void;

/** SQS, EventBridge and SNS bill each chunk of this size as one (their pricing pages). */
const billedChunkBytes = 64 * 1024;

/** The chunks that a payload is billed as: one at least. */
export function billedChunks(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / billedChunkBytes));
}

/** Sums what is billed since the account began, by unit and resource. */
export class Meter {
  readonly #amounts = new Map<BilledUnit, Map<string, number>>();

  readonly add: Bill = (unit, resource, amount) => {
    const known = this.#amounts.get(unit);
    const amounts = known ?? new Map<string, number>();
    if (known === undefined) this.#amounts.set(unit, amounts);
    amounts.set(resource, (amounts.get(resource) ?? 0) + amount);
  };

  /** What is billed so far of a unit, by resource: a table, an index (`table/index/name`), a function, a queue ... */
  of(unit: BilledUnit): ReadonlyMap<string, number> {
    return this.#amounts.get(unit) ?? new Map();
  }

  /** What is billed so far of each unit. A unit without use is missing. */
  get totals(): Readonly<Partial<Record<BilledUnit, number>>> {
    const sums = [...this.#amounts].map(([unit, amounts]) => [
      unit,
      [...amounts.values()].reduce((sum, amount) => sum + amount, 0),
    ]);
    return Object.fromEntries(sums);
  }
}
