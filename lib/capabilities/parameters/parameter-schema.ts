import * as z from 'zod';
import { text } from '../../configuration/shared-schemas.ts';
import { findBrokenRules, imageDataType } from './parameter-rules.ts';

/** The tiers of Parameter Store. A parameter that is Advanced once (0.05 USD a month) never becomes Standard again. */
const tiers = ['Standard', 'Advanced', 'Intelligent-Tiering'] as const;

const valueForm = 'a text, or a list of texts (a StringList)';
const isValue = (value: unknown) => [value].flat().every((item) => typeof item === 'string');

const fields = z.strictObject(
  {
    /** The value; a list is a StringList. It is part of the template: a secret does not belong here. */
    value: z.custom<string | readonly string[]>(isValue, valueForm).optional(),
    /**
     * A SecureString. Its first value is drawn by a function inside the account and shown to nobody, or is the
     * placeholder. A value that exists is never touched: people and rotations change it, the stack does not.
     */
    secret: z.literal(true, 'true').optional(),
    /** The parameter of AWS whose value is copied at each deployment: `/aws/service/ami-amazon-linux-latest/...`. */
    publicParameter: text(
      /^\/aws\/service(\/[a-zA-Z0-9_.-]+)+$/,
      'the name of a public parameter of AWS, /aws/service/...',
    ).optional(),
    /**
     * The name of a secret of Secrets Manager, with `:stage` or `:version` if it is not the current one. The parameter
     * holds the path under which Parameter Store gives that secret: `/aws/reference/secretsmanager/<name>`.
     */
    secretsManager: text(
      /^[a-zA-Z0-9_.-]+(\/[a-zA-Z0-9_.-]+)*(:[a-zA-Z0-9_.-]+)?$/,
      'the name of a secret: letters, digits, / . _ - (what the name of a parameter takes), and :<stage> at its end',
    ).optional(),
    description: text(/^.{0,1024}$/s, 'a text of at most 1,024 characters').optional(),
    /** Standard is free and takes 4 KB; the others take 8 KB. @default Standard */
    tier: z.enum(tiers, `one of ${tiers.join(', ')}`).default('Standard'),
    /** What values must match, now and whenever somebody changes them. */
    allowedPattern: z
      .string('a regular expression from ^ to $')
      .max(1024, 'a regular expression of at most 1,024 characters')
      .optional(),
    /** How the value is checked. @default text */
    dataType: z.enum(['text', imageDataType], `text or ${imageDataType}`).default('text'),
    /** Of a secret that is drawn: how many characters. @default 32 */
    length: z.int('a whole number of characters').optional(),
    /** Of a secret that is drawn: whether it has punctuation beside letters and digits. @default false */
    punctuation: z.boolean('true or false').optional(),
    /** Of a secret: what it holds until somebody puts the real value. It is no secret itself. @default none: drawn */
    placeholder: text(/^.+$/s, 'a text that is no secret, not empty').optional(),
    /** Of a secret: whether it is deleted with the stack, if the stack made it. @default false */
    deleteWithStack: z.boolean('true or false').optional(),
  },
  'a text, a list of texts, or an object { value | secret | publicParameter | secretsManager, description?, ... }',
);

/** What a parameter is, with every default filled in. */
export type ParameterSettings = z.output<typeof fields>;

const kinds = ['value', 'secret', 'publicParameter', 'secretsManager'] as const;
const kindsOf = (parameter: ParameterSettings) => kinds.filter((kind) => parameter[kind] !== undefined);

/** What a user writes for a parameter: its value, or an object of fields. */
export type ParameterInput = string | readonly string[] | z.input<typeof fields>;

const secretWithValue =
  'a secret without a value, which would be in the template; put it with aws ssm put-parameter --overwrite';

/**
 * One parameter. A value beside `secret`, or in its place, is refused before anything else is looked at, and not shown:
 * it would be in the template, and a message ends in the log of a pipeline.
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
    fields.check(({ value, issues }) => {
      if (kindsOf(value).length !== 1) {
        const message = `exactly one of ${kinds.join(', ')}`;
        issues.push({ code: 'custom', path: [], input: kindsOf(value), message });
      }
      for (const { field, allowed } of findBrokenRules(value))
        issues.push({ code: 'custom', path: [field], input: value[field], message: allowed });
    }),
  );

function isList(input: ParameterInput): input is readonly string[] {
  return Array.isArray(input);
}
