import * as z from 'zod';
import { text, trueOrFalse } from '../../configuration/shared-schemas.ts';
import { parameterPolicies } from './parameter-policies.ts';

/** The data type of an image id. Systems Manager checks that the image exists before it accepts the value. */
export const imageDataType = 'aws:ec2:image';

/**
 * The tiers of Parameter Store. A parameter that becomes Advanced (0.05 USD a month) never becomes Standard
 * again.
 */
const tiers = ['Standard', 'Advanced', 'Intelligent-Tiering'] as const;

const valueForm = 'a text, or a list of texts (a StringList)';
const isValue = (value: unknown) => [value].flat().every((item) => typeof item === 'string');

/** The fields of a parameter. Each is judged by itself here; `findBrokenRules` judges the rest. */
export const parameterFields = z.strictObject(
  {
    value: z
      .custom<string | readonly string[]>(isValue, valueForm)
      .optional()
      .describe(
        'The value; a list is a StringList. It is part of the template: a secret does not belong here.',
      ),
    secret: z
      .literal(true, 'true')
      .optional()
      .describe(
        'A SecureString. Its first value is drawn by a function inside the account and shown to nobody, or is the placeholder. A value that exists is never touched: people and rotations change it, the stack does not.',
      ),
    publicParameter: text(
      /^\/aws\/service(\/[a-zA-Z0-9_.-]+)+$/,
      'the name of a public parameter of AWS, /aws/service/...',
    )
      .optional()
      .describe(
        'The parameter of AWS whose value is copied at each deployment: `/aws/service/ami-amazon-linux-latest/...`.',
      ),
    secretsManager: text(
      /^[a-zA-Z0-9_.-]+(\/[a-zA-Z0-9_.-]+)*(:[a-zA-Z0-9_.-]+)?$/,
      'the name of a secret: letters, digits, / . _ - (what the name of a parameter takes), and :<stage> at its end',
    )
      .optional()
      .describe(
        'The name of a secret of Secrets Manager, with `:stage` or `:version` if it is not the current one. The parameter holds the path under which Parameter Store gives that secret: `/aws/reference/secretsmanager/<name>`.',
      ),
    description: text(/^.{0,1024}$/s, 'a text of at most 1,024 characters').optional(),
    tier: z
      .enum(tiers, `one of ${tiers.join(', ')}`)
      .default('Standard')
      .describe('Standard is free and takes 4 KB; the others take 8 KB.'),
    allowedPattern: z
      .string('a regular expression from ^ to $')
      .max(1024, 'a regular expression of at most 1,024 characters')
      .optional()
      .describe('What values must match, now and whenever somebody changes them.'),
    policies: parameterPolicies
      .optional()
      .describe(
        'When it expires, and of what Parameter Store tells, in the words of the API. Needs the tier Advanced or Intelligent-Tiering.',
      ),
    dataType: z
      .enum(['text', imageDataType], `text or ${imageDataType}`)
      .default('text')
      .describe('How the value is checked.'),
    length: z
      .int('a whole number of characters')
      .optional()
      .describe('Of a secret that is drawn: how many characters. Default: 32.'),
    punctuation: trueOrFalse
      .optional()
      .describe(
        'Of a secret that is drawn: whether it has punctuation beside letters and digits. Default: false.',
      ),
    placeholder: text(/^.+$/s, 'a text that is no secret, not empty')
      .optional()
      .describe(
        'Of a secret: what it holds until somebody puts the real value. It is no secret itself. Default: it is drawn.',
      ),
    deleteWithStack: trueOrFalse
      .optional()
      .describe('Of a secret: whether it is deleted with the stack, if the stack made it. Default: false.'),
  },
  'a text, a list of texts, or an object { value | secret | publicParameter | secretsManager, description?, ... }',
);

/** What a parameter is, with every default filled in. */
export type ParameterSettings = z.output<typeof parameterFields>;
