/** A key attribute and its type: a string or a number. */
interface KeyAttribute {
  readonly name: string;
  readonly type: 'S' | 'N';
}

/** An index that the table must have. */
interface WantedIndex {
  readonly name: string;
  readonly partition: KeyAttribute;
  readonly sort: KeyAttribute;
  readonly projection: 'ALL' | 'KEYS_ONLY';
}

/** What the table of a roster is, and has. */
export interface WantedTable {
  readonly partition: KeyAttribute;
  readonly indexes: readonly WantedIndex[];
  /** The attribute of time to live. */
  readonly expiryAttribute: string;
  readonly tag: { readonly key: string; readonly value: string };
}

/** An index as it was found. */
export interface FoundIndex {
  readonly name: string;
  /** The key attributes in the order of the key, each as `name:type`. */
  readonly key: readonly string[];
  readonly projection: string;
  /** False while DynamoDB still builds it, or deletes it. */
  readonly isReady: boolean;
}

/** A table as it was found. */
export interface FoundTable {
  readonly arn: string;
  /** DynamoDB's word: `ACTIVE`, and `CREATING` while a restore runs. */
  readonly status: string;
  readonly key: readonly string[];
  readonly indexes: readonly FoundIndex[];
  readonly isProtected: boolean;
}

/** The settings of a table that DynamoDB tells by calls of their own. */
export interface FoundSettings {
  /** `ENABLED`, `DISABLED`, or `ENABLING` or `DISABLING` for up to an hour. */
  readonly timeToLive: { readonly status: string; readonly attribute: string | undefined };
  readonly isRecoverable: boolean;
  readonly tags: Readonly<Record<string, string>>;
}

/** A setting that is put on the table. */
export type Change = 'timeToLive' | 'recovery' | 'protection' | 'tag';

/** What to change, with the reason of each change; or why the table cannot be the roster, and what to do. */
export type RosterPlan =
  | { readonly kind: 'refuse'; readonly reason: string }
  | { readonly kind: 'change'; readonly changes: ReadonlyMap<Change, string> };

/**
 * Why a table cannot be the roster; undefined when it can. Nothing of this can be mended here: a key is for ever, and
 * an index takes longer to build than a deployment waits.
 */
export function refuseTable(table: FoundTable, wanted: WantedTable): string | undefined {
  if (table.status === 'CREATING')
    return 'it is still being restored; deploy again when DynamoDB calls it ACTIVE';
  if (table.status !== 'ACTIVE') return `DynamoDB calls it ${table.status}; deploy again when it is ACTIVE`;
  const key = [textOf(wanted.partition)];
  if (!isSame(table.key, key))
    return `its key is ${table.key.join(', ')}, and that of a roster is ${key.join(', ')}; name a table that was a roster`;
  for (const form of wanted.indexes) {
    const reason = refuseIndex(
      table.indexes.find(({ name }) => name === form.name),
      form,
    );
    if (reason !== undefined) return reason;
  }
  return undefined;
}

function refuseIndex(found: FoundIndex | undefined, { name, partition, sort, projection }: WantedIndex) {
  if (found === undefined)
    return `it lacks the index ${name}; restore it again with all its indexes, and name that table`;
  const key = [textOf(partition), textOf(sort)];
  if (!isSame(found.key, key))
    return `the key of its index ${name} is ${found.key.join(', ')}, and that of a roster's is ${key.join(', ')}; name a table that was a roster`;
  if (projection === 'ALL' && found.projection !== 'ALL')
    return `its index ${name} holds ${found.projection} and not ALL of an entry; restore it again with all its indexes, and name that table`;
  if (!found.isReady) return `its index ${name} is not ready; deploy again when DynamoDB calls it ACTIVE`;
  return undefined;
}

/** Decides what a table that can be the roster still lacks. What it has already stays as it is. */
export function planRoster(
  table: FoundTable,
  { timeToLive, isRecoverable, tags }: FoundSettings,
  { expiryAttribute, tag }: WantedTable,
): RosterPlan {
  const refusal = refuseTimeToLive(timeToLive, expiryAttribute);
  if (refusal !== undefined) return { kind: 'refuse', reason: refusal };
  const changes = new Map<Change, string>();
  if (timeToLive.attribute === undefined) changes.set('timeToLive', 'closed entries would never be deleted');
  if (!isRecoverable) changes.set('recovery', 'it could not be restored');
  if (!table.isProtected) changes.set('protection', 'it could be deleted by mistake');
  if (tags[tag.key] !== tag.value) changes.set('tag', 'it is not marked as the roster');
  return { kind: 'change', changes };
}

function refuseTimeToLive(
  { status, attribute }: FoundSettings['timeToLive'],
  own: string,
): string | undefined {
  if (status === 'DISABLING')
    return 'its time to live is being turned off, which takes up to an hour; deploy again after that';
  if (attribute === undefined || attribute === own) return undefined;
  return `its time to live follows the attribute ${attribute}, and that of a roster ${own}; turn it off, and deploy again an hour later`;
}

function textOf({ name, type }: KeyAttribute): string {
  return `${name}:${type}`;
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.join() === other.join();
}
