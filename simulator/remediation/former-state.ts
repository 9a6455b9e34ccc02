import type { Instance, LocalCloud } from 'local-cloud';
import type { Breach } from '../promises/finding.ts';
import type { Launched } from '../run/run-workload.ts';

/** What runbooks may change of a thing, by field. */
type View = Readonly<Record<string, unknown>>;

/** What runbooks may change of roles, by the name of the role. */
export type RolesBefore = ReadonlyMap<string, View>;

/** What the roles of the account are like now. */
export function rolesOf({ iam }: LocalCloud): RolesBefore {
  return new Map(
    iam.directory.roles.map(({ roleName, tags, attachedPolicyArns }) => [
      roleName,
      { tags: Object.fromEntries(tags), policies: [...attachedPolicyArns] },
    ]),
  );
}

/** How the roles differ from what they were, and the instances that are still there from what their owners made them. */
export function differencesFrom(
  before: RolesBefore,
  launched: readonly Launched[],
  cloud: LocalCloud,
): readonly Breach[] {
  const now = rolesOf(cloud);
  const { nowMs } = cloud.timeline;
  const roles = [...before].flatMap(([roleName, was]): Breach[] =>
    compare(was, now.get(roleName) ?? {}).map((what) => ({ what: `role ${roleName}: ${what}` })),
  );
  const instances = launched.flatMap(({ instance }): Breach[] => {
    if (instance.state === 'terminated' || instance.state === 'shutting-down') return [];
    const { id: instanceId } = instance;
    return compare(ownersView(instance, nowMs), presentView(instance, nowMs)).map((what) => ({
      instanceId,
      what,
    }));
  });
  return [...roles, ...instances];
}

/** What differs, each as a sentence. */
function compare(was: View, is: View): readonly string[] {
  return Object.keys(was).flatMap((field) => {
    const [before, now] = [tellValue(was[field]), tellValue(is[field])];
    return before === now ? [] : [`${field} was ${before} and is ${now}`];
  });
}

function presentView(instance: Instance, nowMs: number): View {
  const { instanceProfileArn, httpTokens } = instance;
  return { instanceProfileArn, httpTokens, tags: instance.tags(nowMs) };
}

/** What the owner of an instance has launched, and has made of it since. */
function ownersView({ spec, firstRunningMs }: Instance, nowMs: number): View {
  const { instanceProfileArn, metadata, lifecycle = {}, tags } = spec;
  const { tagsChangedAfterSeconds = Number.POSITIVE_INFINITY, changedTags = tags } = lifecycle;
  return {
    instanceProfileArn,
    httpTokens: metadata?.httpTokens ?? 'required',
    tags: nowMs >= firstRunningMs + tagsChangedAfterSeconds * 1000 ? changedTags : tags,
  };
}

/** One text for what is the same in another order. */
function tellValue(value: unknown): string {
  if (Array.isArray(value)) return JSON.stringify(value.toSorted());
  if (typeof value !== 'object' || value === null) return String(value);
  return JSON.stringify(Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))));
}
