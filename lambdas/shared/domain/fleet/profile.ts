import type { Instance, PlatformType, Tags } from './instance.ts';

/** What is sent to an instance: a document and its parameters. Parameters not named take the document's defaults. */
export interface DocumentChoice {
  readonly document: string;
  readonly parameters: Readonly<Record<string, readonly string[]>>;
}

/**
 * Which document, with which parameters, a kind of instance gets. A profile matches when every tag of `tags` is on
 * the instance; a value may hold `*` for any text. The first profile that matches wins, and it must have a document
 * for the platform: there is no falling through to the next.
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

/** The exclusion that an instance falls under, or undefined. */
export function findExclusion(exclusions: readonly Exclusion[], instance: Instance): Exclusion | undefined {
  return exclusions.find((exclusion) => isTagMatch(instance.tags, exclusion.key, exclusion.value));
}

/** True when the tag is there and its value has the form of `pattern`, in which `*` stands for any text, or none. */
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
