import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { ServiceError } from '../../../core/service.ts';
import { encodeValue } from '../attribute-value.ts';
import { validation } from '../dynamodb-errors.ts';
import type { Attributes } from '../row.ts';
import type { Value } from '../value.ts';
import { checkUpdate } from './apply-update.ts';
import { ParseCache } from './cache.ts';
import { checkCondition } from './check.ts';
import { parseCondition } from './condition-parser.ts';
import { holds } from './evaluate-condition.ts';
import type { Condition, Path, Slots, UpdateAction } from './expression-syntax.ts';
import { type ExpressionKind, Tokens } from './expression-tokens.ts';
import { parseProjection } from './projection.ts';
import { parseUpdate } from './update-parser.ts';

interface Parsed<Tree> {
  readonly tree: Tree;
  readonly valueNames: readonly string[];
  readonly usedNames: ReadonlySet<string>;
}

/** A parsed text, and the values that one request gives its placeholders. */
export interface Bound<Tree> {
  readonly tree: Tree;
  readonly slots: Slots;
}

type ConditionKind = Exclude<ExpressionKind, 'ProjectionExpression' | 'UpdateExpression'>;

const conditionCaches: Readonly<Record<ConditionKind, ParseCache<Parsed<Condition>>>> = {
  ConditionExpression: cacheOf('ConditionExpression', parseCondition),
  FilterExpression: cacheOf('FilterExpression', parseCondition),
  KeyConditionExpression: cacheOf('KeyConditionExpression', parseCondition),
};
const updateCache = cacheOf('UpdateExpression', parseUpdate);
const projectionCache = cacheOf('ProjectionExpression', parseProjection);

/**
 * The expressions of one request with their names and values. Call `finish` after the last expression: it refuses
 * unused names and values.
 */
export class RequestExpressions {
  readonly #names: Readonly<Record<string, string>>;
  readonly #values: ReadonlyMap<string, Value>;
  readonly #usedValues = new Set<string>();
  readonly #usedNames = new Set<string>();
  #count = 0;

  constructor(
    names: Readonly<Record<string, string>> | undefined,
    values: Readonly<Record<string, AttributeValue>> | undefined,
  ) {
    this.#names = checkKeys('ExpressionAttributeNames', /^#[A-Za-z0-9_]+$/, names);
    this.#values = encodeValues(checkKeys('ExpressionAttributeValues', /^:[A-Za-z0-9_]+$/, values));
  }

  /** Parses a condition, filter or key condition. Undefined if the request has none. */
  condition(kind: ConditionKind, text: string | undefined): Bound<Condition> | undefined {
    return text === undefined ? undefined : this.required(kind, text);
  }

  /** Parses a condition, filter or key condition that the request has. */
  required(kind: ConditionKind, text: string): Bound<Condition> {
    const bound = this.#bind(conditionCaches[kind], kind, text);
    checkCondition(bound.tree, bound.slots, (detail) => invalid(kind, detail));
    return bound;
  }

  /** Parses an update. Without a text, the update changes nothing. */
  update(text: string | undefined): Bound<UpdateAction[]> {
    if (text === undefined) return { tree: [], slots: [] };
    const bound = this.#bind(updateCache, 'UpdateExpression', text);
    checkUpdate(bound.tree, bound.slots, (detail) => invalid('UpdateExpression', detail));
    return bound;
  }

  /** Parses the paths of a projection. Undefined if the request has none. */
  projection(text: string | undefined): readonly Path[] | undefined {
    return text === undefined ? undefined : this.#bind(projectionCache, 'ProjectionExpression', text).tree;
  }

  /**
   * Refuses names and values that no expression uses. `absent` is the part of AWS's message for a request without
   * expressions.
   */
  finish(absent: string): void {
    const names = Object.keys(this.#names);
    const values = [...this.#values.keys()];
    if (this.#count === 0 && names.length > 0) {
      throw validation('ExpressionAttributeNames can only be specified when using expressions');
    }
    if (this.#count === 0 && values.length > 0) {
      throw validation(`ExpressionAttributeValues can only be specified when using expressions: ${absent}`);
    }
    refuseUnused(
      'ExpressionAttributeNames',
      names.filter((name) => !this.#usedNames.has(name)),
    );
    refuseUnused(
      'ExpressionAttributeValues',
      values.filter((name) => !this.#usedValues.has(name)),
    );
  }

  #bind<Tree>(cache: ParseCache<Parsed<Tree>>, kind: ExpressionKind, text: string): Bound<Tree> {
    this.#count++;
    const parsed = cache.get(text, this.#names);
    for (const name of parsed.usedNames) this.#usedNames.add(name);
    return { tree: parsed.tree, slots: parsed.valueNames.map((name) => this.#value(kind, name)) };
  }

  #value(kind: ExpressionKind, name: string): Value {
    const value = this.#values.get(name);
    if (value === undefined) {
      throw invalid(
        kind,
        `An expression attribute value used in expression is not defined; attribute value: ${name}`,
      );
    }
    this.#usedValues.add(name);
    return value;
  }
}

/** Whether a condition holds for an item. Without a condition, the result is true. A missing item has no attributes. */
export function allows(condition: Bound<Condition> | undefined, item: Attributes | undefined): boolean {
  return condition === undefined || holds(condition.tree, item ?? noAttributes, condition.slots);
}

const noAttributes: Attributes = new Map<string, Value>();

function cacheOf<Tree>(kind: ExpressionKind, parse: (tokens: Tokens) => Tree): ParseCache<Parsed<Tree>> {
  return new ParseCache((text, names) => {
    const tokens = new Tokens(kind, text, names);
    return { tree: parse(tokens), valueNames: tokens.valueNames, usedNames: tokens.usedNames };
  });
}

function checkKeys<T>(
  member: string,
  pattern: RegExp,
  entries: Readonly<Record<string, T>> | undefined,
): Readonly<Record<string, T>> {
  if (entries === undefined) return {};
  const keys = Object.keys(entries);
  if (keys.length === 0) throw validation(`${member} must not be empty`);
  const wrong = keys.find((key) => !pattern.test(key));
  if (wrong === undefined) return entries;
  throw validation(`${member} contains invalid key: Syntax error; key: "${wrong}"`);
}

/** The values of all placeholders, used or not, as AWS checks them. */
function encodeValues(values: Readonly<Record<string, AttributeValue>>): ReadonlyMap<string, Value> {
  const encoded = new Map<string, Value>();
  for (const [name, value] of Object.entries(values)) {
    try {
      encoded.set(name, encodeValue(value));
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      throw validation(`ExpressionAttributeValues contains invalid value: ${error.message} for key ${name}`);
    }
  }
  return encoded;
}

function refuseUnused(member: string, unused: readonly string[]): void {
  if (unused.length === 0) return;
  throw validation(`Value provided in ${member} unused in expressions: keys: {${unused.join(', ')}}`);
}

function invalid(kind: ExpressionKind, detail: string): Error {
  return validation(`Invalid ${kind}: ${detail}`);
}
