import type { Host } from '../../../core/host.ts';
import { NotEmulatedError, ServiceError } from '../../../core/service.ts';
import { Validation } from '../../../core/validation.ts';
import {
  type Parameter,
  type ParameterDraft,
  type ParameterTier,
  type ParameterType,
  parameterTypes,
} from './parameter.ts';
import { hasPolicies } from './stored-policies.ts';

/**
 * Limits: bytes of a value by tier, levels of a hierarchy, and characters of a name together with the rest of its ARN.
 */
const valueBytesMax = { Standard: 4096, Advanced: 8192 } as const;
const levelsMax = 15;
/** The tiers of a request. A parameter has one of the first two. */
export const parameterTiers: readonly string[] = ['Standard', 'Advanced', 'Intelligent-Tiering'];
const qualifiedNameMax = 1011;

/** @throws ServiceError when a parameter cannot have this name. */
export function checkName(name: string, { partition, region, accountId }: Host): void {
  if (name.includes('/') && !name.startsWith('/'))
    throw invalid('Parameter name must be a fully qualified name.');
  const isAllowed = /^\/?[a-zA-Z0-9_.-]+(\/[a-zA-Z0-9_.-]+)*$/.test(name) && !/^\/?(aws|ssm)/i.test(name);
  if (!isAllowed)
    throw invalid(
      `Parameter name: can't be prefixed with "aws" or "ssm" (case-insensitive). If formed as a path, it can consist of sub-paths divided by slash symbol; each sub-path can be formed as a mix of letters, numbers and the following 3 symbols .-_ (received ${name})`,
    );
  if (name.split('/').length - 1 > levelsMax)
    throw new ServiceError(
      'HierarchyLevelLimitExceededException',
      `A hierarchy can have a maximum of ${levelsMax} levels: ${name}`,
    );
  const qualified = `arn:${partition}:ssm:${region}:${accountId}:parameter${name.startsWith('/') ? '' : '/'}${name}`;
  if (qualified.length > qualifiedNameMax)
    throw invalid(
      `Parameter name with its ARN has ${qualified.length} characters; at most ${qualifiedNameMax} are allowed`,
    );
}

/** @throws ServiceError when no parameter can have the name that is asked for (recorded). An ARN is not checked. */
export function checkReference(reference: string): void {
  const [name = ''] = reference.split(':');
  const isPath = /^(\/[a-zA-Z0-9_.-]+)+$/.test(name) || /^[a-zA-Z0-9_.-]+$/.test(name);
  if (reference.startsWith('arn:') || (isPath && !/^\/?ssm/i.test(name))) return;
  throw invalid(
    'Parameter name: can\'t be prefixed with "ssm" (case-insensitive). If formed as a path, it can consist of sub-paths divided by slash symbol; each sub-path can be formed as a mix of letters, numbers and the following 3 symbols .-_',
  );
}

/** The type of a new version. @throws ServiceError when it is missing or differs from the earlier type. */
export function readType(draft: ParameterDraft, earlier: Parameter | undefined): ParameterType {
  const type = parameterTypes.find((known) => known === draft.type) ?? earlier?.type;
  if (type === undefined) throw invalid('A parameter type is required when you create a parameter.');
  if (earlier !== undefined && earlier.type !== type)
    throw new ServiceError(
      'HierarchyTypeMismatchException',
      `The parameter ${draft.name} has the type ${earlier.type}, which cannot be changed to ${type}.`,
    );
  if (draft.keyId !== undefined && type !== 'SecureString')
    throw invalid('KeyId is required for SecureString type parameter only.');
  return type;
}

/**
 * The tier of a new version. @throws ServiceError for a value that is too large, and for a change from Advanced to
 * Standard.
 */
export function readTier(
  { tier: wanted, value, policies }: ParameterDraft,
  before: ParameterTier | undefined,
): ParameterTier {
  const bytes = Buffer.byteLength(value);
  const isLarge = bytes > valueBytesMax.Standard;
  const chosen =
    wanted === 'Intelligent-Tiering' ? (isLarge || hasPolicies(policies) ? 'Advanced' : undefined) : wanted;
  const tier =
    chosen === 'Advanced' || (chosen === undefined && before === 'Advanced') ? 'Advanced' : 'Standard';
  if (before === 'Advanced' && tier === 'Standard')
    throw invalid(
      "This parameter uses the advanced-parameter tier. You can't downgrade a parameter from the advanced-parameter tier to the standard-parameter tier.",
    );
  if (bytes > valueBytesMax[tier])
    throw invalid(
      `${tier} tier parameters support a maximum parameter value of ${valueBytesMax[tier]} characters.`,
    );
  return tier;
}

/** @throws ServiceError for a value that cannot be stored. No message contains the value. */
export function checkValue({ value }: ParameterDraft, allowedPattern: string | undefined): void {
  new Validation().length(value, 'value', [1, Number.POSITIVE_INFINITY]).done();
  if (/\{\{.*\}\}/s.test(value))
    throw invalid('Parameter value can\'t nest another parameter. Do not use "{{}}" in the value.');
  if (allowedPattern === undefined) return;
  if (!compile(allowedPattern).test(value))
    throw new ServiceError(
      'ParameterPatternMismatchException',
      `Parameter value, cannot be validated against allowedPattern: ${allowedPattern}`,
    );
}

/**
 * Compiles a pattern that the whole value must match. AWS uses Java's regular expressions; their common part is the
 * same in JavaScript.
 */
function compile(allowedPattern: string): RegExp {
  try {
    return new RegExp(`^(?:${allowedPattern})$`, 's');
  } catch {
    throw new ServiceError('InvalidAllowedPatternException', `The pattern ${allowedPattern} is not valid.`);
  }
}

/** The data type of a new version. AWS checks an image id asynchronously. Here only its form is checked, at once. */
export function readDataType({ dataType, value }: ParameterDraft, type: ParameterType): string {
  if (dataType === undefined || dataType === 'text') return 'text';
  if (dataType === 'aws:ssm:integration') throw new NotEmulatedError(`parameters of data type ${dataType}`);
  if (dataType !== 'aws:ec2:image' || type !== 'String')
    throw invalid(`The data type ${dataType} is not supported for a ${type} parameter.`);
  if (!/^ami-([0-9a-f]{8}|[0-9a-f]{17})$/.test(value))
    throw invalid('The value of a parameter of data type aws:ec2:image must be the id of an image.');
  return dataType;
}

export function invalid(message: string): ServiceError {
  return new ServiceError('ValidationException', message);
}
