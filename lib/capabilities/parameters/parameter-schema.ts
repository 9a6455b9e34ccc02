import * as z from 'zod';
import { type ParameterSettings, parameterFields } from './parameter-fields.ts';
import { findBrokenRules } from './parameter-rules.ts';

const kinds = ['value', 'secret', 'publicParameter', 'secretsManager'] as const;
const kindsOf = (parameter: ParameterSettings) => kinds.filter((kind) => parameter[kind] !== undefined);

/** What a user writes for a parameter: its value, or an object of fields. */
export type ParameterInput = string | readonly string[] | z.input<typeof parameterFields>;

const secretWithValue =
  'a secret without a value, which would be in the template; put it with aws ssm put-parameter --overwrite';

/**
 * One parameter. A value beside `secret`, or in its place, is refused before anything else and not shown. It
 * would be in the template, and messages end up in the log of a pipeline.
 */
export const parameter = z
  .custom<ParameterInput>()
  .check(({ value, issues }) => {
    if (typeof value !== 'object' || value === null || !('secret' in value)) return;
    const hasValue = 'value' in value;
    if (value.secret === true && !hasValue) return;
    const message = hasValue ? secretWithValue : 'true';
    issues.push({ code: 'custom', path: ['secret'], input: '(not shown)', message });
  })
  .transform((input) => (typeof input === 'string' || isList(input) ? { value: input } : input))
  .pipe(
    parameterFields.check(({ value, issues }) => {
      // A field that is misspelt is told already.
      if (issues.length === 0 && kindsOf(value).length !== 1) {
        const message = `exactly one of ${kinds.join(', ')}`;
        const given = kindsOf(value);
        const input = given.length === 0 ? undefined : given;
        issues.push({ code: 'custom', path: [], input, message });
      }
      for (const { field, allowed } of findBrokenRules(value))
        issues.push({ code: 'custom', path: [field], input: value[field], message: allowed });
    }),
  );

function isList(input: ParameterInput): input is readonly string[] {
  return Array.isArray(input);
}
