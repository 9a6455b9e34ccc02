import type { LocalCloud, Random } from 'local-cloud';
import { rosterKeys } from '../../lambdas/shared/runtime/contract.ts';
import { type FaultKindAt, kindsAt } from './fault-kinds.ts';
import type { Faults } from './faults.ts';

/** When a table goes back to what it was, and to what moment it goes back. */
interface Restoration {
  readonly atMs: number;
  readonly toMs: number;
}

/** How far back a restored table goes. The latest moment to which AWS restores is some minutes ago. */
const backMs = { min: 60_000, max: 60 * 60_000 };

const tableFaults: Readonly<
  Record<FaultKindAt<'table'>, (random: Random, beginMs: number, lastMs: number) => Restoration>
> = {
  'roster-restored': (random, beginMs, lastMs) => {
    const toMs = random.integer(beginMs + backMs.min, lastMs - backMs.min);
    return { toMs, atMs: Math.min(lastMs, toMs + random.integer(backMs.min, backMs.max)) };
  },
};

/** True for a roster that has been in use. Nobody goes back to the first minute. */
function hasPulse(cloud: LocalCloud, TableName: string): boolean {
  const Key = { [rosterKeys.partitionKey]: { S: rosterKeys.pulse } };
  return cloud.dynamodb.operations.GetItem.run({ TableName, Key }, cloud.administrator()).Item !== undefined;
}

/**
 * Restores a table to an earlier moment once in a run, if the run has that fault. The restored table is a new one of the
 * same name. Returns when that happens.
 */
export function restoreTable(
  cloud: LocalCloud,
  faults: Faults,
  { tableName, beginMs, lastMs }: { tableName: string; beginMs: number; lastMs: number },
): number | undefined {
  for (const kind of kindsAt('table')) {
    if (!faults.strikes(kind)) continue;
    const { atMs, toMs } = tableFaults[kind](faults.chanceOf(kind), beginMs, lastMs);
    cloud.timeline.at(toMs, () => {
      if (!hasPulse(cloud, tableName)) return;
      const backup = cloud.dynamodb.backUp(tableName);
      cloud.timeline.at(atMs, () => {
        const arn = `arn:${cloud.partition}:dynamodb:${cloud.region}:${cloud.accountId}:table/${tableName}`;
        cloud.dynamodb.restore(backup, { tableName, arn }, { isReplacement: true });
        faults.inject(kind, { tableName, toMs: String(toMs) });
      });
    });
    return atMs;
  }
  return undefined;
}
