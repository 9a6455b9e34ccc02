import * as z from 'zod';
import { configSchema } from './config-schema.ts';

/** A setting of the onboarding that is a number: where it is in `muster.config.ts`, and what it may be. */
export interface NumericSetting {
  /** `['launchDelaySeconds']`, or `['retention', 'logDays']`. */
  readonly path: readonly string[];
  readonly least: number;
  readonly greatest: number;
  /** Every value that is allowed, where not every whole number between the two is. */
  readonly values?: readonly number[];
}

/**
 * Every number that the form of the configuration has for the onboarding, with its bounds: a new setting is among them.
 * The sections that turn capabilities on are left out, and so are the environments.
 */
export function listNumericSettings(): readonly NumericSetting[] {
  const schema = z.toJSONSchema(configSchema, { io: 'input', unrepresentable: 'any' });
  return numbersIn(schema, []);
}

type Schema = z.core.JSONSchema.BaseSchema;

function numbersIn({ properties = {} }: Schema, parents: readonly string[]): readonly NumericSetting[] {
  return Object.entries(properties).flatMap(([name, schema]) => {
    if (typeof schema === 'boolean') return [];
    const path = [...parents, name];
    if (schema.type === 'object') return numbersIn(schema, path);
    if (schema.type !== 'number' && schema.type !== 'integer') return [];
    const values = schema.enum?.filter((value) => typeof value === 'number');
    if (values !== undefined)
      return [{ path, values, least: Math.min(...values), greatest: Math.max(...values) }];
    const { minimum, maximum } = schema;
    if (minimum === undefined || maximum === undefined)
      throw new Error(`${path.join('.')}: its form says no bounds; allowed: wholeNumber(min, max, unit)`);
    return [{ path, least: minimum, greatest: maximum }];
  });
}
