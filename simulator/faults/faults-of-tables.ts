import type { LocalCloud, Random } from 'local-cloud';
import { rosterKeys } from '../../lambdas/shared/runtime/contract.ts';
import { type FaultKindAt, kindsAt } from './fault-kinds.ts';
import type { Faults } from './faults.ts';

/** When a table is lost and is there again, in epoch milliseconds, and the moment to which it was restored. */
export interface Restoration {
  readonly toMs: number;
  readonly lostMs: number;
  readonly atMs: number;
}

const minuteMs = 60_000;
/** How long before its loss the moment is to which a table is restored. On AWS the latest one is some minutes ago. */
const backMs = { min: minuteMs, max: 45 * minuteMs };
/**
 * How long there is no table. A restore makes a new table, and takes a name only after the deletion of the table that has
 * it; both take minutes. So no call works with both tables: the functions time out sooner.
 */
const awayMs = { min: 3 * minuteMs, max: 15 * minuteMs };

const tableFaults: Readonly<
  Record<FaultKindAt<'table'>, (random: Random, beginMs: number, lastMs: number) => Restoration>
> = {
  'roster-restored': (random, beginMs, lastMs) => {
    const away = random.integer(awayMs.min, awayMs.max);
    const toMs = random.integer(beginMs + minuteMs, lastMs - away - backMs.min);
    const lostMs = Math.min(lastMs - away, toMs + random.integer(backMs.min, backMs.max));
    return { toMs, lostMs, atMs: lostMs + away };
  },
};

/**
 * True for a roster that has been in use. Nobody goes back to the first minute. The sweep keeps its notes in the same item,
 * and may write it first: without the id of the table it is no pulse.
 */
function hasPulse(cloud: LocalCloud, TableName: string): boolean {
  const Key = { [rosterKeys.partitionKey]: { S: rosterKeys.pulse } };
  const { Item } = cloud.dynamodb.operations.GetItem.run({ TableName, Key }, cloud.administrator());
  return Item?.['tableId'] !== undefined;
}

/**
 * Loses a table and restores it to an earlier moment, with the same name. Nothing happens to a roster that was not in use
 * at that moment. `done` is called when it is there again.
 */
export function loseAndRestore(
  cloud: LocalCloud,
  tableName: string,
  { toMs, lostMs, atMs }: Restoration,
  done: () => void = () => {},
): void {
  cloud.timeline.at(toMs, () => {
    if (!hasPulse(cloud, tableName)) return;
    const backup = cloud.dynamodb.backUp(tableName);
    cloud.timeline.at(lostMs, () => cloud.dynamodb.takeAway(tableName));
    cloud.timeline.at(atMs, () => {
      const arn = `arn:${cloud.partition}:dynamodb:${cloud.region}:${cloud.accountId}:table/${tableName}`;
      cloud.dynamodb.restore(backup, { tableName, arn });
      done();
    });
  });
}

/** Restores a table once in a run, if the run has that fault. Returns when the restored table is there. */
export function restoreTable(
  cloud: LocalCloud,
  faults: Faults,
  { tableName, beginMs, lastMs }: { tableName: string; beginMs: number; lastMs: number },
): number | undefined {
  for (const kind of kindsAt('table')) {
    if (!faults.strikes(kind)) continue;
    const restoration = tableFaults[kind](faults.chanceOf(kind), beginMs, lastMs);
    const { toMs, lostMs, atMs } = restoration;
    loseAndRestore(cloud, tableName, restoration, () =>
      faults.inject(kind, { tableName, toMs: String(toMs), lostMs: String(lostMs) }),
    );
    return atMs;
  }
  return undefined;
}
