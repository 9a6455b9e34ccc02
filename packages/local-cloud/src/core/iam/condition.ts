import { type IpBlock, isInBlock, parseIpAddress, parseIpBlock } from '../ip-address.ts';
import { isRecord } from '../is-record.ts';
import { ownEntry } from '../own-entry.ts';
import { NotEmulatedError, ServiceError } from '../service.ts';
import type { AccessRequest } from './access-request.ts';
import { type Comparison, compileText, type TextMatcher } from './match-text.ts';

/** Whether a request satisfies the conditions of a statement. */
export type Condition = (request: AccessRequest) => boolean;

type Compile = (value: string, hasVariables: boolean) => TextMatcher;

/** The operators by name. A negated operator uses its positive form and `isNegated`. */
const operators: Readonly<Record<string, { compile: Compile; isNegated?: true }>> = {
  StringEquals: { compile: text('exact') },
  StringNotEquals: { compile: text('exact'), isNegated: true },
  StringEqualsIgnoreCase: { compile: ignoreCase },
  StringNotEqualsIgnoreCase: { compile: ignoreCase, isNegated: true },
  StringLike: { compile: text('like') },
  StringNotLike: { compile: text('like'), isNegated: true },
  ArnEquals: { compile: text('arn') },
  ArnLike: { compile: text('arn') },
  ArnNotEquals: { compile: text('arn'), isNegated: true },
  ArnNotLike: { compile: text('arn'), isNegated: true },
  Bool: { compile: ignoreCase },
  NumericEquals: { compile: ordered(Number, (order) => order === 0) },
  NumericNotEquals: { compile: ordered(Number, (order) => order === 0), isNegated: true },
  NumericLessThan: { compile: ordered(Number, (order) => order < 0) },
  NumericLessThanEquals: { compile: ordered(Number, (order) => order <= 0) },
  NumericGreaterThan: { compile: ordered(Number, (order) => order > 0) },
  NumericGreaterThanEquals: { compile: ordered(Number, (order) => order >= 0) },
  DateEquals: { compile: ordered(readDate, (order) => order === 0) },
  DateNotEquals: { compile: ordered(readDate, (order) => order === 0), isNegated: true },
  DateLessThan: { compile: ordered(readDate, (order) => order < 0) },
  DateLessThanEquals: { compile: ordered(readDate, (order) => order <= 0) },
  DateGreaterThan: { compile: ordered(readDate, (order) => order > 0) },
  DateGreaterThanEquals: { compile: ordered(readDate, (order) => order >= 0) },
  IpAddress: { compile: ipAddress },
  NotIpAddress: { compile: ipAddress, isNegated: true },
};

/** Compiles a Condition block: every operator and every key in it must hold. */
export function compileCondition(block: Readonly<Record<string, unknown>>, hasVariables: boolean): Condition {
  const conditions = Object.entries(block).flatMap(([operator, keys]) => {
    if (!isRecord(keys)) {
      throw new ServiceError(
        'MalformedPolicyDocument',
        `Condition ${operator} must be an object of condition keys.`,
      );
    }
    return Object.entries(keys).map(([key, values]) => {
      const texts = [values].flat().map(String);
      return compileKey(operator, { key, texts, hasVariables });
    });
  });
  return (request) => conditions.every((condition) => condition(request));
}

interface KeyCondition {
  readonly key: string;
  readonly texts: readonly string[];
  readonly hasVariables: boolean;
}

function compileKey(name: string, { key, texts, hasVariables }: KeyCondition): Condition {
  if (name === 'Null') return (request) => texts.includes(String(request.values(key) === undefined));
  const [, set, operatorName = '', ifExists] =
    /^(?:(ForAnyValue|ForAllValues):)?(\w+?)(IfExists)?$/.exec(name) ?? [];
  const operator = ownEntry(operators, operatorName);
  if (operator === undefined) throw new NotEmulatedError(`the IAM condition operator ${name}`);
  const isNegated = operator.isNegated === true;
  const matchers = texts.map((value) => operator.compile(value, hasVariables));
  const holds = (value: string, request: AccessRequest) =>
    matchers.some((matcher) => matcher(value, request)) !== isNegated;
  return (request) => {
    const values = request.values(key) ?? [];
    if (set === 'ForAllValues') return values.every((value) => holds(value, request));
    if (values.length === 0) return ifExists !== undefined || (isNegated && set === undefined);
    if (set === undefined && values.length > 1) {
      throw new NotEmulatedError(
        `${name} on ${key} with ${values.length} values: use ForAnyValue or ForAllValues`,
      );
    }
    return values.some((value) => holds(value, request));
  };
}

function text(comparison: Comparison): Compile {
  return (value, hasVariables) => compileText(value, comparison, hasVariables);
}

function ignoreCase(value: string, hasVariables: boolean): TextMatcher {
  if (hasVariables && value.includes('${')) {
    throw new NotEmulatedError('policy variables in conditions that ignore case');
  }
  const wanted = value.toLowerCase();
  return (candidate) => candidate.toLowerCase() === wanted;
}

/** Compares two values by their difference. A value that cannot be parsed satisfies no comparison. */
function ordered(read: (text: string) => number, accepts: (order: number) => boolean): Compile {
  return (value) => {
    const bound = read(value);
    if (Number.isNaN(bound)) {
      throw new ServiceError('MalformedPolicyDocument', `"${value}" is not a number or date.`);
    }
    return (candidate) => accepts(read(candidate) - bound);
  };
}

/** Parses an ISO 8601 date or epoch seconds. Returns milliseconds. */
function readDate(value: string): number {
  return /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value);
}

function ipAddress(value: string): TextMatcher {
  const block = readBlock(value);
  if (block === undefined)
    throw new ServiceError('MalformedPolicyDocument', `"${value}" is not an IP range.`);
  return (candidate) => {
    const address = parseIpAddress(candidate);
    return address !== undefined && isInBlock(address, block);
  };
}

function readBlock(value: string): IpBlock | undefined {
  const base = parseIpAddress(value);
  return base === undefined ? parseIpBlock(value) : { base, prefixLength: base.bits };
}
