import type { Exclusion } from '../lambdas/shared/domain/fleet/profile.ts';
import type { Deployment } from './configuration/config.ts';

/**
 * The deployments, each of which knows the earlier ones of its account and region. Only the first of a place claims it:
 * `findSharedInstances` proves that no instance is of two of them.
 */
export function knowEachOther(deployments: readonly Deployment[]): Deployment[] {
  return deployments.map((deployment, index) => {
    const earlier = deployments.slice(0, index).filter((other) => isSamePlace(deployment, other));
    const { settings } = deployment;
    const others = [...settings.otherInstallations, ...earlier.map((other) => other.settings.names.prefix)];
    return { ...deployment, settings: { ...settings, otherInstallations: [...new Set(others)] } };
  });
}

/**
 * The pairs of profiles, of two installations in one account and region, that may both choose an instance: both
 * installations would send to it. A line for each pair of environments names the first. An instance is of one alone when a tag
 * that both profiles read has values that exclude each other, or one installation excludes all that the other chooses.
 */
export function findSharedInstances(deployments: readonly Deployment[]): string[] {
  return deployments.flatMap((deployment, index) =>
    deployments
      .slice(0, index)
      .filter((other) => isSamePlace(deployment, other))
      .flatMap((other) => {
        const shared = findShared(other, deployment) ?? [];
        return shared.length === 0
          ? []
          : [
              `environments ${other.name} and ${deployment.name}: received the profiles "${shared[0]}" and "${shared[1]}", which may ` +
                'both choose one instance of the same account and region; allowed: profiles with a tag of different values, or ' +
                'excludeTags of one environment that leave out what the other chooses',
            ];
      }),
  );
}

function isSamePlace({ env }: Deployment, other: Deployment): boolean {
  return env !== undefined && env.account === other.env?.account && env.region === other.env.region;
}

function findShared(one: Deployment, other: Deployment): readonly [string, string] | undefined {
  for (const profile of one.settings.profiles) {
    if (isExcluded(profile.tags, other.settings.excludeTags)) continue;
    for (const rival of other.settings.profiles) {
      const isApart = Object.entries(profile.tags).some(([key, pattern]) => {
        const its = Object.hasOwn(rival.tags, key) ? rival.tags[key] : undefined;
        return its !== undefined && !mayBothMatch(pattern, its);
      });
      if (!isApart && !isExcluded(rival.tags, one.settings.excludeTags)) return [profile.name, rival.name];
    }
  }
  return undefined;
}

/** True when every instance that has these tags certainly has one of the excluding tags. */
function isExcluded(tags: Readonly<Record<string, string>>, exclusions: readonly Exclusion[]): boolean {
  return exclusions.some(({ key, value }) => {
    const pattern = Object.hasOwn(tags, key) ? tags[key] : undefined;
    if (pattern === undefined) return false;
    return (
      /^\*+$/.test(value) || value === pattern || (!pattern.includes('*') && mayBothMatch(pattern, value))
    );
  });
}

/** True when some text matches both patterns, in which `*` stands for any text. */
function mayBothMatch(one: string, other: string): boolean {
  const known = new Map<number, boolean>();
  const from = (i: number, j: number): boolean => {
    if (i === one.length && j === other.length) return true;
    const key = i * (other.length + 1) + j;
    const found = known.get(key);
    if (found !== undefined) return found;
    const skips =
      (one[i] === '*' && (from(i + 1, j) || (j < other.length && from(i, j + 1)))) ||
      (other[j] === '*' && (from(i, j + 1) || (i < one.length && from(i + 1, j))));
    const result = skips || (i < one.length && one[i] === other[j] && from(i + 1, j + 1));
    known.set(key, result);
    return result;
  };
  return from(0, 0);
}
