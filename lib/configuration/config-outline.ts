import * as z from 'zod';
import { isObject } from '../objects.ts';
import { account, region, shortName } from './shared-schemas.ts';

/** The fields in one place of the configuration, as a user wrote them. Their form is not checked yet. */
export interface Part {
  /** The beginning of the fields' names: nothing, or `environments[0].overrides.`. */
  readonly path: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** What can be checked in a configuration, whatever else is wrong with it. */
export interface Outline {
  /** The fields for every environment. */
  readonly common: Part;
  /** The fields that each environment overrides. */
  readonly overrides: readonly Part[];
  /** The name and the place of each environment; undefined when it is malformed. */
  readonly names: readonly (string | undefined)[];
  readonly places: readonly (string | undefined)[];
}

/** Reads whatever is well-formed in a configuration. */
export function outlineConfig(input: unknown): Outline {
  const { environments, ...common } = fieldsOf(input);
  const list = Array.isArray(environments) ? environments.map(fieldsOf) : [];
  return {
    common: { path: '', fields: common },
    overrides: list.map(({ overrides }, index) => ({
      path: `environments[${index}].overrides.`,
      fields: fieldsOf(overrides),
    })),
    names: list.map(({ name }) => shortName.safeParse(name).data),
    places: list.map(readPlace),
  };
}

const placeForm = z.object({ account, region });

function readPlace(environment: unknown): string | undefined {
  const place = placeForm.safeParse(environment).data;
  return place && `${place.account} ${place.region}`;
}

/** The fields of an object; none if the value is anything else. */
function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return isObject(value) ? value : {};
}
