import { drawSecret } from '../../../lambdas/shared/domain/secret-value.ts';
import { imageDataType, type ParameterSettings } from './parameter-fields.ts';

/** The length of a secret without a given length. 32 letters and digits are 190 bits. */
export const secretLengthDefault = 32;

/** The most bytes of a value: 4 KB in the standard tier, 8 KB in the others (API reference, PutParameter). */
const valueBytesMax = { Standard: 4096, Advanced: 8192, 'Intelligent-Tiering': 8192 } as const;

/**
 * The value as Parameter Store keeps it: a list is one text with commas. Undefined if the template does not
 * hold it.
 */
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

/** In the order in which they are checked. */
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
      typeof value === 'string' &&
      dataType === imageDataType &&
      !/^ami-([0-9a-f]{8}|[0-9a-f]{17})$/.test(value),
    allowed: () => `an image id, such as ami-0123456789abcdef0, for the data type ${imageDataType}`,
  },
  {
    field: 'dataType',
    isBroken: ({ dataType, value }) => dataType !== 'text' && Array.isArray(value),
    allowed: () => `text: a list (StringList) is no ${imageDataType}, which is for a single text`,
  },
  {
    field: 'dataType',
    isBroken: ({ dataType, value, publicParameter }) =>
      dataType === imageDataType && (value ?? publicParameter) === undefined,
    allowed: () => 'text: only a value or a public parameter can be an image',
  },
  {
    field: 'policies',
    isBroken: ({ policies, tier }) => policies !== undefined && tier === 'Standard',
    allowed: () => 'nothing in the tier Standard: policies need Advanced or Intelligent-Tiering',
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
  {
    field: 'placeholder',
    isBroken: ({ placeholder = '' }) => placeholder.includes('{{'),
    allowed: () => 'a text without {{, which PutParameter refuses in every value',
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
    // It is not documented whether the service matches the whole value or searches in it. From ^ to $ makes
    // no difference.
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
  {
    field: 'allowedPattern',
    isBroken: (parameter) => isDrawn(parameter) && !canBeDrawn(parameter),
    allowed: ({ length = secretLengthDefault, punctuation }) =>
      `a pattern that ${length} drawn characters match (small and capital letters, digits${punctuation ? ', punctuation' : ''}), or a placeholder`,
  },
];

/** What a parameter breaks, and what is allowed instead: the first mistake of each field. */
export function findBrokenRules(
  parameter: ParameterSettings,
): { readonly field: keyof ParameterSettings; readonly allowed: string }[] {
  const broken = rules.filter((rule) => rule.isBroken(parameter));
  return broken
    .filter(({ field }, index) => broken.findIndex((earlier) => earlier.field === field) === index)
    .map(({ field, allowed }) => ({ field, allowed: allowed(parameter) }));
}

/** Whether the function that makes the secret would find a value for its pattern at the first try. */
function canBeDrawn({
  allowedPattern,
  length = secretLengthDefault,
  punctuation = false,
}: ParameterSettings): boolean {
  const pattern = readPattern(allowedPattern ?? '');
  // A length out of bounds is another mistake, and leaves nothing to try.
  if (pattern === undefined || length < 8 || length > valueBytesMax.Advanced) return true;
  return drawSecret({ length, hasPunctuation: punctuation, pattern }, draws()) !== undefined;
}

/** Draws that are the same at every reading of the configuration. A refusal must not depend on chance. */
function draws(): (count: number) => number {
  let state = 1;
  return (count) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % count;
  };
}

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
