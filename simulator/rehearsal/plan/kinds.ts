import { type InstanceSpec, isRecord, type Tags } from 'local-cloud';
import { chooseProfile } from '../../../lambdas/shared/domain/fleet/profile.ts';
import { unpackText } from '../../../lambdas/shared/runtime/setting-forms.ts';
import type { DeployedFunction } from '../../run/deployed-parts.ts';

/**
 * What of a tag may decide about its instance, as text; undefined for a tag that decides nothing.
 */
export type TagUse = (key: string, value: string) => string | undefined;

/**
 * Tells which tags the functions read, by their settings: a key that stands nowhere in them decides nothing, and a value
 * decides by the patterns that stand beside its key. Tags that only name the source of an instance decide nothing.
 */
export function readTagUse(functions: readonly Pick<DeployedFunction, 'variables'>[]): TagUse {
  const settings = functions.flatMap(({ variables }) => Object.values(variables)).map(unpackText);
  const text = settings.join('\n');
  const named = new Map<string, boolean>();
  const patterns = new Map<string, string[]>();
  for (const setting of settings) collectPatterns(parse(setting), patterns);
  return (key, value) => {
    const known = patterns.get(key);
    if (known !== undefined)
      return JSON.stringify(known.map((pattern) => isMatch({ [key]: value }, key, pattern)));
    const isNamed = named.get(key) ?? (text.includes(key) || text.includes(JSON.stringify(key).slice(1, -1)));
    named.set(key, isNamed);
    return isNamed ? value : undefined;
  };
}

/**
 * Collects what may be a pattern for the value of a tag: `{ "<key>": "<pattern>" }`, or another text in the object in which
 * a text is the key.
 */
function collectPatterns(value: unknown, patterns: Map<string, string[]>): void {
  if (Array.isArray(value)) for (const each of value) collectPatterns(each, patterns);
  if (!isRecord(value)) return;
  const texts = Object.values(value).filter((each) => typeof each === 'string');
  for (const [name, each] of Object.entries(value)) {
    if (typeof each !== 'string') {
      collectPatterns(each, patterns);
      continue;
    }
    patterns.set(name, [...(patterns.get(name) ?? []), each]);
    const others = texts.filter((other) => other !== each);
    if (others.length > 0) patterns.set(each, [...(patterns.get(each) ?? []), ...others]);
  }
}

function parse(setting: string): unknown {
  try {
    return JSON.parse(setting);
  } catch {
    return undefined;
  }
}

/** Whether the value of a tag matches a pattern, as the product compares them. */
function isMatch(tags: Tags, key: string, pattern: string): boolean {
  return chooseProfile([{ name: '', tags: { [key]: pattern } }], tags) !== undefined;
}

/**
 * Everything about an instance that decides what becomes of it, as one text. Instances of the same text are of one kind:
 * one of them shows what becomes of all. A test compares this with running each.
 */
export function kindOf(spec: InstanceSpec, tagUse: TagUse): string {
  const { platform, architecture, instanceProfileArn, registration, script, lifecycle, operatorManaged } =
    spec;
  const tags = Object.entries(spec.tags)
    .flatMap(([key, value]) => {
      const use = tagUse(key, value);
      return use === undefined ? [] : [[key, use] as const];
    })
    .sort(([one], [other]) => (one < other ? -1 : 1));
  return JSON.stringify([
    ...[platform.type, platform.name, platform.version, platform.details, platform.usageOperation],
    ...[architecture, instanceProfileArn !== undefined, spec.agentVersion, registration, script.exitCodes],
    ...[lifecycle, operatorManaged, tags],
  ]);
}
