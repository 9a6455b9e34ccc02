import * as z from 'zod';

/** A string of a form. The same words say what is allowed, whatever is wrong. */
const text = (form: RegExp, allowed: string) => z.string(allowed).regex(form, allowed);

/** The tiers of Parameter Store. A parameter that is Advanced once (0.05 USD a month) never becomes Standard again. */
export const tiers = ['Standard', 'Advanced', 'Intelligent-Tiering'] as const;

/** The most bytes of a value: 4 KB in the standard tier, 8 KB in the others (API reference, PutParameter). */
const valueBytesMax = { Standard: 4096, Advanced: 8192, 'Intelligent-Tiering': 8192 } as const;

/** The data type of an image id: Systems Manager checks that the image exists before it takes the value. */
export const imageDataType = 'aws:ec2:image';

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
    description: z
      .string('a text of at most 1,024 characters')
      .max(1024, 'a text of at most 1,024 characters')
      .optional(),
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
    placeholder: z
      .string('a text that is no secret')
      .regex(/^.+$/s, 'a text that is no secret, not empty')
      .optional(),
    /** Of a secret: whether it is deleted with the stack, if the stack made it. @default false */
    deleteWithStack: z.boolean('true or false').optional(),
  },
  'a text, a list of texts, or an object { value | secret | publicParameter | secretsManager, description?, ... }',
);

/** What a parameter is, with every default filled in. */
export type ParameterSettings = z.output<typeof fields>;

/** How many characters a secret has that does not say. 32 letters and digits are 190 bits. */
export const secretLengthDefault = 32;

const kinds = ['value', 'secret', 'publicParameter', 'secretsManager'] as const;
const kindsOf = (parameter: ParameterSettings) => kinds.filter((kind) => parameter[kind] !== undefined);

/** The value as Parameter Store keeps it: a list is one text with commas. Undefined where it is not in the template. */
export function textOf({ value, secretsManager, placeholder }: ParameterSettings): string | undefined {
  if (secretsManager !== undefined) return `/aws/reference/secretsmanager/${secretsManager}`;
  return value === undefined ? placeholder : [value].flat().join(',');
}

/** A mistake that only shows when the fields of a parameter are seen together. */
interface Rule {
  readonly field: keyof ParameterSettings;
  readonly isBroken: (parameter: ParameterSettings) => boolean;
  readonly allowed: (parameter: ParameterSettings) => string;
}

const onlyFor = (field: keyof ParameterSettings, what: string, isFor: Rule['isBroken']): Rule => ({
  field,
  isBroken: (parameter) => parameter[field] !== undefined && !isFor(parameter),
  allowed: () => `nothing: it is for ${what}`,
});
const isDrawn = ({ secret, placeholder }: ParameterSettings) =>
  secret !== undefined && placeholder === undefined;

/** In their order; the first that a field breaks is told. */
const rules: readonly Rule[] = [
  {
    field: 'value',
    isBroken: ({ value }) => [value].flat().includes('') || value?.length === 0,
    allowed: () => 'a text that is not empty, or a list of such texts',
  },
  {
    field: 'value',
    isBroken: ({ value }) => Array.isArray(value) && value.some((item) => item.includes(',')),
    allowed: () => 'items without a comma, which is what separates them; a text may have commas',
  },
  {
    field: 'value',
    isBroken: ({ value }) => [value].flat().some((item) => item?.includes('{{')),
    allowed: () => 'a text without {{: values of parameters cannot refer to others',
  },
  {
    field: 'value',
    isBroken: ({ value, tier }) => byteLength([value].flat().join(',')) > valueBytesMax[tier],
    allowed: ({ tier }) =>
      tier === 'Standard'
        ? '4,096 bytes, or 8,192 with the tier Advanced or Intelligent-Tiering'
        : '8,192 bytes',
  },
  {
    field: 'value',
    isBroken: ({ value, dataType }) =>
      value !== undefined &&
      dataType === imageDataType &&
      !/^ami-([0-9a-f]{8}|[0-9a-f]{17})$/.test(`${value}`),
    allowed: () => `an image id, such as ami-0123456789abcdef0, for the data type ${imageDataType}`,
  },
  {
    field: 'dataType',
    isBroken: ({ dataType, value, publicParameter }) =>
      dataType === imageDataType && (value ?? publicParameter) === undefined,
    allowed: () => 'text: only a value or a public parameter can be an image',
  },
  onlyFor('length', 'a secret that is drawn', isDrawn),
  {
    field: 'length',
    isBroken: ({ length = secretLengthDefault, tier }) => length < 8 || length > valueBytesMax[tier],
    allowed: ({ tier }) => `a whole number of characters from 8 to ${valueBytesMax[tier]}`,
  },
  onlyFor('punctuation', 'a secret that is drawn', isDrawn),
  onlyFor('placeholder', 'a secret', ({ secret }) => secret !== undefined),
  {
    field: 'placeholder',
    isBroken: ({ placeholder = '', tier }) => byteLength(placeholder) > valueBytesMax[tier],
    allowed: ({ tier }) => `at most ${valueBytesMax[tier]} bytes`,
  },
  onlyFor('deleteWithStack', 'a secret', ({ secret }) => secret !== undefined),
  onlyFor(
    'allowedPattern',
    'a value, a secret or a public parameter',
    ({ secretsManager }) => secretsManager === undefined,
  ),
  {
    field: 'allowedPattern',
    isBroken: ({ allowedPattern }) =>
      allowedPattern !== undefined && readPattern(allowedPattern) === undefined,
    // Whether the service matches the whole value or searches in it is not documented: from ^ to $ it is the same.
    allowed: () => 'a regular expression from ^ to $',
  },
  {
    field: 'allowedPattern',
    isBroken: (parameter) => {
      const pattern = readPattern(parameter.allowedPattern ?? '');
      const value = textOf(parameter);
      return pattern !== undefined && value !== undefined && !pattern.test(value);
    },
    allowed: (parameter) => `a pattern that ${JSON.stringify(textOf(parameter))} matches`,
  },
];

function readPattern(source: string): RegExp | undefined {
  if (!/^\^.*\$$/s.test(source)) return undefined;
  try {
    return new RegExp(source);
  } catch {
    return undefined;
  }
}

function byteLength(value: string): number {
  return Buffer.byteLength(value, 'utf8');
}

/** What a user writes for a parameter: its value, or an object of fields. */
export type ParameterInput = string | readonly string[] | z.input<typeof fields>;

/**
 * One parameter. A value beside `secret` is refused before anything else is looked at, and without showing it: it would
 * be in the template, and a message ends in the log of a pipeline.
 */
export const parameter = z
  .custom<ParameterInput>()
  .check(({ value, issues }) => {
    if (typeof value !== 'object' || value === null || !('secret' in value) || !('value' in value)) return;
    const message =
      'a secret without a value, which would be in the template; put it with aws ssm put-parameter --overwrite';
    issues.push({ code: 'custom', path: ['secret'], input: value.secret, message });
  })
  .transform((input) => (typeof input === 'string' || isList(input) ? { value: input } : input))
  .pipe(
    fields.check(({ value, issues }) => {
      if (kindsOf(value).length !== 1) {
        const message = `exactly one of ${kinds.join(', ')}`;
        issues.push({ code: 'custom', path: [], input: kindsOf(value), message });
      }
      const broken = rules.filter((rule) => rule.isBroken(value));
      const first = broken.filter(({ field }, index) => broken.findIndex((b) => b.field === field) === index);
      for (const { field, allowed } of first)
        issues.push({ code: 'custom', path: [field], input: value[field], message: allowed(value) });
    }),
  );

function isList(input: ParameterInput): input is readonly string[] {
  return Array.isArray(input);
}
