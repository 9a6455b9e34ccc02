import type { AssemblyStack, InstanceSpec } from 'local-cloud';
import { declaredIn, recordOf } from '../../run/declared-resources.ts';

/** Whether functions may read a tag with this key. */
export type ReadsTag = (key: string) => boolean;

/**
 * Tells which tags the functions may read, by their settings: a key that stands nowhere in them decides nothing. Tags that
 * only name the source of an instance decide nothing either.
 */
export function readTagUse(stacks: readonly Pick<AssemblyStack, 'template'>[]): ReadsTag {
  const texts: string[] = [];
  const collect = (value: unknown): void => {
    if (typeof value === 'string') texts.push(value);
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(collect);
  };
  for (const { type, properties } of stacks.flatMap((stack) => declaredIn(stack)))
    if (type === 'AWS::Lambda::Function') collect(recordOf(properties['Environment']));
  const settings = texts.join('\n');
  const known = new Map<string, boolean>();
  return (key) => {
    const found =
      known.get(key) ?? (settings.includes(key) || settings.includes(JSON.stringify(key).slice(1, -1)));
    known.set(key, found);
    return found;
  };
}

/**
 * Everything about an instance that decides what becomes of it, as one text. Instances of the same text are of one kind:
 * one of them shows what becomes of all. A test compares this with running each.
 */
export function kindOf(spec: InstanceSpec, readsTag: ReadsTag): string {
  const { platform, architecture, instanceProfileArn, registration, script, lifecycle, operatorManaged } =
    spec;
  const tags = Object.entries(spec.tags)
    .filter(([key]) => readsTag(key))
    .sort(([one], [other]) => (one < other ? -1 : 1));
  return JSON.stringify([
    ...[
      platform.type,
      platform.name,
      platform.version,
      platform.details,
      platform.usageOperation,
      architecture,
    ],
    ...[instanceProfileArn !== undefined, spec.agentVersion, registration, script.exitCodes, lifecycle],
    ...[operatorManaged, tags],
  ]);
}
