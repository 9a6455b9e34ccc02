/** How a sweep reads the roster: the whole table, or the entries of the instances that EC2 shows. */
export type SurveyWay = 'whole' | 'shown';

/** What the way follows from. */
export interface SurveyGround {
  /** True once a day, when everybody is asked about. */
  readonly isEverybody: boolean;
  /** The size of the table, as DynamoDB tells it. It is up to six hours old, and 0 at first. */
  readonly tableBytes: number;
  /** The number of instances that EC2 shows. */
  readonly shownCount: number;
}

/** A way, and why. */
export interface SurveyPlan {
  readonly way: SurveyWay;
  readonly reason: 'Everybody' | 'SmallTable' | 'WholeIsCheaper' | 'ShownIsCheaper';
}

/** A read unit reads 4 KB of a scan, or one entry by its key. Read eventually, it is half a unit. */
const readUnitBytes = 4096;

/** A table of this size is read whole: in one page, for 32 units at most. */
const smallTableBytes = 256 * 1024;

/**
 * Plans how a sweep reads the roster. With short-lived instances nearly all entries are of instances that were terminated
 * long ago, and a scan is billed for all of them. Their instances are not shown, so reading by key leaves them out.
 *
 * What it leaves out besides are open entries of instances that EC2 has forgotten: somebody has lost the event of the end
 * and every sweep of an hour. The daily sweep reads the whole table, and finds them.
 */
export function planSurvey({ isEverybody, tableBytes, shownCount }: SurveyGround): SurveyPlan {
  if (isEverybody) return { way: 'whole', reason: 'Everybody' };
  if (isSmallTable(tableBytes)) return { way: 'whole', reason: 'SmallTable' };
  const isCheaper = unitsOfShown(shownCount) < unitsOfWhole(tableBytes);
  return isCheaper ? { way: 'shown', reason: 'ShownIsCheaper' } : { way: 'whole', reason: 'WholeIsCheaper' };
}

/** True for a table that is read whole, whatever EC2 shows. */
export function isSmallTable(tableBytes: number): boolean {
  return tableBytes <= smallTableBytes;
}

/** The read units of a scan of the whole table. */
export function unitsOfWhole(tableBytes: number): number {
  return Math.max(1, Math.ceil(tableBytes / readUnitBytes)) / 2;
}

/** The read units of reading so many entries by key. */
export function unitsOfShown(shownCount: number): number {
  return shownCount / 2;
}
