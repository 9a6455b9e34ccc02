import * as z from 'zod';
import { configSchema, profile } from './config-schema.ts';
import { account, region, shortName } from './shared-schemas.ts';

/** A profile after its own checks. */
export type ParsedProfile = z.output<typeof profile>;

/**
 * Profiles and documents, as they stand in one place of the configuration. What is malformed in them is undefined: it
 * has a message of its own, and must not hide what is wrong elsewhere.
 */
export interface Part {
  /** What the names of fields begin with: nothing, or `environments[0].overrides.`. */
  readonly path: string;
  /** In their order, so that an index is that of the configuration. Absent where the place gives none. */
  readonly profiles?: readonly (ParsedProfile | undefined)[];
  /** Parameters by document. Undefined when the whole is malformed. */
  readonly documents: GivenDocuments | undefined;
}

/** Values of parameters, by document and parameter. */
export type GivenDocuments = Readonly<Record<string, GivenParameters | undefined>>;

/** Values by parameter. */
export type GivenParameters = Readonly<Record<string, string | undefined>>;

/** What can be checked of a configuration, whatever else is wrong with it. */
export interface Outline {
  /** What is for every environment; its profiles are the default ones when it gives none. */
  readonly common: Part & Required<Pick<Part, 'profiles'>>;
  /** What each environment overrides. */
  readonly overrides: readonly Part[];
  /** The name and the place of each environment. */
  readonly names: readonly (string | undefined)[];
  readonly places: readonly (string | undefined)[];
}

const fields = z.record(z.string(), z.unknown());
const list = z.array(z.unknown());

/** Reads whatever is well-formed in a configuration. */
export function outlineConfig(input: unknown): Outline {
  const environments = list.safeParse(fieldsOf(input)['environments']).data ?? [];
  const common = readPart('', input);
  return {
    common: { ...common, profiles: common.profiles ?? configSchema.parse({}).profiles },
    overrides: environments.map((environment, index) =>
      readPart(`environments[${index}].overrides.`, fieldsOf(environment)['overrides']),
    ),
    names: environments.map((environment) => shortName.safeParse(fieldsOf(environment)['name']).data),
    places: environments.map(readPlace),
  };
}

function readPart(path: string, input: unknown): Part {
  const { profiles, documents } = fieldsOf(input);
  return {
    path,
    ...(profiles === undefined ? {} : { profiles: readProfiles(profiles) }),
    documents: documents === undefined ? {} : readDocuments(documents),
  };
}

function readProfiles(value: unknown): (ParsedProfile | undefined)[] {
  const profiles = list.safeParse(value).data ?? [];
  return profiles.map((each) => profile.safeParse(each).data);
}

function readDocuments(value: unknown): GivenDocuments | undefined {
  const documents = fields.safeParse(value).data;
  return documents === undefined ? undefined : mapValues(documents, readParameters);
}

function readParameters(value: unknown): GivenParameters | undefined {
  const parameters = fields.safeParse(value).data;
  return parameters && mapValues(parameters, (each) => (typeof each === 'string' ? each : undefined));
}

function readPlace(environment: unknown): string | undefined {
  const place = z.object({ account, region }).safeParse(environment).data;
  return place && `${place.account} ${place.region}`;
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return fields.safeParse(value).data ?? {};
}

function mapValues<T>(record: Record<string, unknown>, map: (value: unknown) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value)]));
}
