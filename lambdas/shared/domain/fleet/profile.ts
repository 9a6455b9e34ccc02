import type { Instance, PlatformType, Tags } from './instance.ts';

/**
 * What is sent to an instance: a document and its parameters. Other parameters take the document's defaults.
 */
export interface DocumentChoice {
  readonly document: string;
  readonly parameters: Readonly<Record<string, readonly string[]>>;
}

/**
 * Which document a kind of instance gets, and with which parameters. A profile matches when the instance has
 * every tag of `tags`. A value may hold `*` for any text. The first profile that matches wins, and must have
 * a document for the platform: later profiles are not tried.
 */
export interface Profile {
  readonly name: string;
  readonly tags: Tags;
  readonly documents: Readonly<Partial<Record<PlatformType, DocumentChoice>>>;
}

/** An instance that carries this tag is left alone. `value` may hold `*`. */
export interface Exclusion {
  readonly key: string;
  readonly value: string;
}

/** The first profile that matches the tags, or undefined when none does. */
export function chooseProfile(profiles: readonly Profile[], tags: Tags): Profile | undefined {
  return profiles.find((profile) =>
    Object.entries(profile.tags).every(([key, pattern]) => isTagMatch(tags, key, pattern)),
  );
}

/** The exclusion that applies to an instance, or undefined. */
export function findExclusion(exclusions: readonly Exclusion[], instance: Instance): Exclusion | undefined {
  return exclusions.find((exclusion) => isTagMatch(instance.tags, exclusion.key, exclusion.value));
}

/**
 * True when the tag is there and its value matches `pattern`, in which `*` stands for any text, even none.
 */
function isTagMatch(tags: Tags, key: string, pattern: string): boolean {
  const value = Object.hasOwn(tags, key) ? tags[key] : undefined;
  if (value === undefined) return false;
  const [first = '', ...rest] = pattern.split('*');
  if (rest.length === 0) return value === pattern;
  if (!value.startsWith(first)) return false;
  const last = rest.pop() ?? '';
  let from = first.length;
  for (const part of rest) {
    const found = value.indexOf(part, from);
    if (found < 0) return false;
    from = found + part.length;
  }
  return value.length - last.length >= from && value.endsWith(last);
}
