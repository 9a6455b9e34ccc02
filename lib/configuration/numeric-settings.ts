import * as z from 'zod';
import { configSchema } from './config-schema.ts';

/** A numeric setting of the onboarding: its place in `muster.config.ts`, and its bounds. */
export interface NumericSetting {
  /** `['launchDelaySeconds']`, or `['retention', 'logDays']`. */
  readonly path: readonly string[];
  readonly least: number;
  readonly greatest: number;
  /** Every allowed value, if not every whole number between the bounds is allowed. */
  readonly values?: readonly number[];
}

/**
 * Every number that the configuration has for the onboarding, with its bounds. A new setting is included by
 * itself. The sections of the other capabilities are left out, and so are the environments.
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
