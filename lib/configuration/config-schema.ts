import * as z from 'zod';
import { capabilities } from '../capabilities/capabilities.ts';
import { commonSettings } from './common-settings.ts';
import { account, closedObject, region, shortName, text } from './shared-schemas.ts';

/**
 * The form of `muster.config.ts`. It consists of the fields of each capability and the fields that all share.
 * Each field has its bounds, its default and its meaning in one place. A message says what is allowed; the
 * name of the field and the value received are added when it is printed (`mistakes.ts`).
 */

interface HasFields {
  readonly fields: z.ZodRawShape;
}

/** The fields of all members of a list, as one object. */
type FieldsOf<List extends readonly HasFields[]> = List extends readonly [
  infer First extends HasFields,
  ...infer Rest extends readonly HasFields[],
]
  ? First['fields'] & FieldsOf<Rest>
  : unknown;

function fieldsOf<List extends readonly HasFields[]>(
  list: List,
): { [Name in keyof FieldsOf<List>]: FieldsOf<List>[Name] } {
  return Object.assign({}, ...list.map(({ fields }) => fields));
}

const fields = { ...fieldsOf(capabilities), ...commonSettings };

/** What may differ between environments: everything except the environments themselves. */
export const settingsSchema = closedObject(fields);

const environment = closedObject({
  name: shortName.describe('The name of the environment in the ids of stacks.'),
  account: account.describe('The account that it is in.'),
  region: region.describe('The region that it is in.'),
  operatorRole: text(
    /^([\w+=,.@-]{1,64}|arn:[a-z-]+:iam::\d{12}:role\/[\w+=,.@/-]{1,512})$/,
    'the name of a role, or its ARN',
  )
    .optional()
    .describe(
      'The role that `muster` assumes to ask this environment. It needs a policy for operators (docs/day-2.md), and must ' +
        'trust who asks. Default: the credentials at hand are used as they are.',
    ),
  overrides: settingsSchema
    .optional()
    .describe(
      'Any other setting that differs here. Objects are overridden field by field; a list and a section of the ' +
        'estate are replaced as a whole, and null turns a section off.',
    ),
});

/** The whole of `muster.config.ts`. */
export const configSchema = closedObject({
  environments: z
    .array(environment, 'a list of { name, account, region, operatorRole?, overrides? }')
    .default([])
    .describe(
      'Where to deploy. Without environments it is where the CDK command line points (CDK_DEFAULT_ACCOUNT, ' +
        'CDK_DEFAULT_REGION).',
    ),
  ...fields,
});
