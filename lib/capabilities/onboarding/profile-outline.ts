import type { Part } from '../../configuration/config-outline.ts';
import { isObject } from '../../objects.ts';
import { onboardingSettings, type ParsedProfile, profile } from './onboarding-schema.ts';

/** Values of parameters, by document and parameter. */
export type GivenDocuments = Readonly<Record<string, GivenParameters | undefined>>;

/** Values by parameter. */
export type GivenParameters = Readonly<Record<string, string | undefined>>;

/**
 * The profiles of a part, in their order, so that an index is the same as in the configuration. A malformed
 * profile is undefined: it has its own message, and must not hide other mistakes. The result is undefined if
 * the part gives no profiles.
 */
export function profilesIn({
  fields: { profiles },
}: Part): readonly (ParsedProfile | undefined)[] | undefined {
  if (profiles === undefined) return undefined;
  return Array.isArray(profiles) ? profiles.map((each) => profile.safeParse(each).data) : [];
}

/** True when a part has the section `agents`, well-formed or not. */
export function namesAgents({ fields: { agents } }: Part): boolean {
  return isObject(agents) && Object.keys(agents).length > 0;
}

/** The profiles of a configuration that gives none. */
export function defaultProfiles(): readonly ParsedProfile[] {
  return onboardingSettings.profiles.parse(undefined);
}

/**
 * The parameters of a part, by document. Empty if the part gives none, undefined if they are malformed as a
 * whole.
 */
export function documentsIn({ fields: { documents = {} } }: Part): GivenDocuments | undefined {
  return isObject(documents) ? mapValues(documents, readParameters) : undefined;
}

function readParameters(value: unknown): GivenParameters | undefined {
  if (!isObject(value)) return undefined;
  return mapValues(value, (each) => (typeof each === 'string' ? each : undefined));
}

function mapValues<T>(
  record: Readonly<Record<string, unknown>>,
  map: (value: unknown) => T,
): Record<string, T> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value)]));
}
