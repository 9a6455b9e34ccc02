import { boundNames } from './cause.ts';

/** Instances that share a cause and its place. */
export interface CauseGroup<T> {
  readonly cause: T;
  readonly instanceIds: readonly string[];
  /** What was not looked at for some of them. */
  readonly notLookedAt: readonly string[];
}

/** What tells causes apart, and what is told of them together. */
export interface GroupedCause {
  readonly code: string;
  readonly detail?: string | undefined;
  readonly certainty?: string | undefined;
  readonly notLookedAt?: readonly string[] | undefined;
}

/**
 * Groups instances by cause, place and certainty, the largest group first. "312 instances: vpc-... has no
 * available endpoint of ssm" is one line, and not 312.
 */
export function groupByCause<T extends GroupedCause>(
  causes: Iterable<readonly [instanceId: string, cause: T]>,
): CauseGroup<T>[] {
  const groups = new Map<string, { cause: T; instanceIds: string[]; names: Set<string> }>();
  for (const [instanceId, cause] of causes) {
    const key = `${cause.code} ${cause.certainty ?? ''} ${cause.detail ?? ''}`;
    const group = groups.get(key) ?? { cause, instanceIds: [], names: new Set() };
    groups.set(key, group);
    group.instanceIds.push(instanceId);
    for (const name of cause.notLookedAt ?? []) group.names.add(name);
  }
  return [...groups.values()]
    .map(({ names, ...group }) => ({ ...group, notLookedAt: boundNames([...names]) }))
    .sort((a, b) => b.instanceIds.length - a.instanceIds.length);
}
