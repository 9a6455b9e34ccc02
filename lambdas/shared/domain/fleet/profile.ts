import type { PlatformType, Tags } from './instance.ts';

/**
 * What is sent to an instance: a document and its parameters. Other parameters take the document's defaults.
 */
export interface DocumentChoice {
  readonly document: string;
  readonly parameters: Readonly<Record<string, readonly string[]>>;
}

/**
 * What a kind of instance gets: agents, one after the other, or one document with parameters. A profile
 * matches when the instance has every tag of `tags`. A value may hold `*` for any text. The first profile that
 * matches wins, and must have something for the platform: later profiles are not tried.
 */
export interface Profile {
  readonly name: string;
  readonly tags: Tags;
  /** It outweighs `documents`. */
  readonly agents?: readonly string[];
  readonly documents?: Readonly<Partial<Record<PlatformType, DocumentChoice>>>;
}

/** By agent: the document of each platform that the agent is made for. */
export type AgentDocuments = Readonly<Record<string, Readonly<Partial<Record<PlatformType, string>>>>>;

/** One thing that an instance is to get. A document of no agent has no `agent`; without a choice there is none. */
export interface Share {
  readonly agent?: string;
  readonly choice: DocumentChoice | undefined;
}

/** What a profile leads to on a system, in the order in which an instance gets it. */
export function sharesOf(
  profile: Profile,
  documents: AgentDocuments,
  system: PlatformType | 'FreeBSD',
): readonly Share[] {
  if (profile.agents === undefined)
    return [{ choice: system === 'FreeBSD' ? undefined : profile.documents?.[system] }];
  return profile.agents.map((agent) => {
    const ofAgent = Object.hasOwn(documents, agent) ? documents[agent] : undefined;
    const document = system === 'FreeBSD' ? undefined : ofAgent?.[system];
    return { agent, choice: document === undefined ? undefined : { document, parameters: {} } };
  });
}

/** The documents that a profile may lead to, on whatever platform. */
export function documentsOf({ agents, documents = {} }: Profile, all: AgentDocuments): readonly string[] {
  if (agents === undefined) return Object.values(documents).map(({ document }) => document);
  return agents.flatMap((agent) => (Object.hasOwn(all, agent) ? Object.values(all[agent] ?? {}) : []));
}

/** An instance that carries this tag is left alone. `value` may hold `*`. */
export interface Exclusion {
  readonly key: string;
  readonly value: string;
  /** True for a tag of what builds images: an image is made of the instance, and then the instance ends. */
  readonly isOfImage?: true;
}

/** The part of a profile that chooses instances. */
export type ProfileRule = Pick<Profile, 'name' | 'tags'>;

/** The first profile that matches the tags, or undefined when none does. */
export function chooseProfile<Rule extends ProfileRule>(
  profiles: readonly Rule[],
  tags: Tags,
): Rule | undefined {
  return profiles.find((profile) =>
    Object.entries(profile.tags).every(([key, pattern]) => isTagMatch(tags, key, pattern)),
  );
}

/** The exclusion that applies to an instance, or undefined. */
export function findExclusion(exclusions: readonly Exclusion[], tags: Tags): Exclusion | undefined {
  return exclusions.find((exclusion) => isTagMatch(tags, exclusion.key, exclusion.value));
}

/** Why an exclusion leaves an instance alone. */
export function reasonOfExclusion({ isOfImage }: Exclusion): 'ExcludedByTag' | 'ImageBeingBuilt' {
  return isOfImage === true ? 'ImageBeingBuilt' : 'ExcludedByTag';
}

/**
 * The keys of the tags that profiles and exclusions read, each once. Tags of images are not among them: nearly every
 * instance has such a key (`Name`), and only its value tells.
 */
export function tagKeysOf({
  profiles,
  exclusions,
}: {
  readonly profiles: readonly ProfileRule[];
  readonly exclusions: readonly Exclusion[];
}): string[] {
  const ofPeople = exclusions.filter(({ isOfImage }) => isOfImage !== true);
  const keys = [...profiles.flatMap(({ tags }) => Object.keys(tags)), ...ofPeople.map(({ key }) => key)];
  return [...new Set(keys)].sort();
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
