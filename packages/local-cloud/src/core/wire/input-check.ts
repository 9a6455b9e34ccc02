import { isRecord } from '../is-record.ts';
import { Validation } from '../validation.ts';
import type { ListShape, MapShape, Shape, StructureShape } from './shape.ts';

/** The least and the most. */
export type Bounds = readonly [number, number];

/** What the model of a service demands of a member, besides its type. */
export interface Limits {
  /** Of a text in characters, of a list or map in entries. */
  readonly length?: Bounds;
  /** Of a number. */
  readonly range?: Bounds;
  readonly oneOf?: readonly string[];
  /** As the model writes it. It must match the whole text. */
  readonly pattern?: string;
  /** Texts that begin so are exempt: where a name is meant, an ARN is allowed too. */
  readonly exceptFor?: string;
}

/**
 * The limits of a service's inputs by `Structure.member`. `[]` after a member means each of its items, `{key}` each of
 * its keys, `{}` each of its values. A structure has its limits wherever it stands.
 */
export type Constraints = Readonly<Record<string, Limits>>;

/** Bounds without a most. */
export function least(min: number): Bounds {
  return [min, Number.POSITIVE_INFINITY];
}

type Check = (value: unknown, path: string, validation: Validation) => void;

type MemberCheck = (value: Readonly<Record<string, unknown>>, path: string, validation: Validation) => void;

const compiled = new WeakMap<Constraints, Map<Shape, Check | undefined>>();

/**
 * Refuses an input that lacks a required member or violates a limit. One error names all violations, as AWS does.
 * @throws ServiceError with `code`.
 */
export function checkInput(shape: Shape, input: unknown, constraints: Constraints, code?: string): void {
  let checks = compiled.get(constraints);
  if (checks === undefined) {
    checks = new Map();
    compiled.set(constraints, checks);
  }
  const check = checks.has(shape) ? checks.get(shape) : new Compiler(constraints, checks).check(shape, '');
  if (check === undefined) return;
  const validation = new Validation(code);
  check(input, '', validation);
  validation.done();
}

/** Compiles the checks of shapes once. Without anything to check below a shape, there is no check. */
class Compiler {
  readonly #constraints: Constraints;
  readonly #structures: Map<Shape, Check | undefined>;

  constructor(constraints: Constraints, structures: Map<Shape, Check | undefined>) {
    this.#constraints = constraints;
    this.#structures = structures;
  }

  /** The check of a value that stands at `key` in the table. */
  check(shape: Shape, key: string): Check | undefined {
    switch (shape.kind) {
      case 'structure':
        return this.#structure(shape);
      case 'list':
        return this.#list(shape, key);
      case 'map':
        return this.#map(shape, key);
      default:
        return undefined;
    }
  }

  /** A structure inside itself is checked at its first level: what contains itself (attribute values) has no limits. */
  #structure(shape: StructureShape): Check | undefined {
    if (this.#structures.has(shape)) return this.#structures.get(shape);
    this.#structures.set(shape, undefined);
    const members: MemberCheck[] = [];
    for (const member of shape.members.values()) {
      const { name, isRequired } = member;
      const key = `${shape.name}.${name}`;
      const limits = this.#constraints[key];
      const below = this.check(member.shape(), key);
      if (!isRequired && limits === undefined && below === undefined) continue;
      const step = name.charAt(0).toLowerCase() + name.slice(1);
      members.push((value, path, validation) => {
        const inner = value[name];
        if (inner === undefined && !isRequired) return;
        const at = path === '' ? step : `${path}.${step}`;
        if (inner === undefined) {
          validation.required(undefined, at);
          return;
        }
        if (limits !== undefined)
          for (const { text } of violations(limits, inner)) validation.violated(inner, at, text);
        below?.(inner, at, validation);
      });
    }
    const check: Check | undefined =
      members.length === 0
        ? undefined
        : (value, path, validation) => {
            if (isRecord(value)) for (const member of members) member(value, path, validation);
          };
    this.#structures.set(shape, check);
    return check;
  }

  #list(shape: ListShape, key: string): Check | undefined {
    const limits = this.#constraints[`${key}[]`];
    const below = this.check(shape.item(), `${key}[]`);
    if (limits === undefined && below === undefined) return undefined;
    return (value, path, validation) => {
      if (!Array.isArray(value)) return;
      if (limits !== undefined) refuseAny(value, limits, { value, path, validation, what: 'Member' });
      if (below !== undefined)
        value.forEach((item, index) => {
          below(item, `${path}.${index + 1}.member`, validation);
        });
    };
  }

  #map(shape: MapShape, key: string): Check | undefined {
    const keys = this.#constraints[`${key}{key}`];
    const values = this.#constraints[`${key}{}`];
    const below = this.check(shape.value(), `${key}{}`);
    if (keys === undefined && values === undefined && below === undefined) return undefined;
    return (value, path, validation) => {
      if (!isRecord(value)) return;
      const place = { value, path, validation };
      if (keys !== undefined) refuseAny(Object.keys(value), keys, { ...place, what: 'Map keys' });
      if (values !== undefined) refuseAny(Object.values(value), values, { ...place, what: 'Map value' });
      if (below === undefined) return;
      for (const [name, item] of Object.entries(value)) below(item, `${path}.${name}.member`, validation);
    };
  }
}

interface Place {
  readonly value: unknown;
  readonly path: string;
  readonly validation: Validation;
  readonly what: 'Member' | 'Map keys' | 'Map value';
}

/** An item that violates a limit makes the whole list or map be named, with all the limits of its items. */
function refuseAny(
  items: readonly unknown[],
  limits: Limits,
  { value, path, validation, what }: Place,
): void {
  if (items.every((item) => violations(limits, item).length === 0)) return;
  const all = texts(limits).map(({ text }) => text);
  validation.violated(value, path, `${what} must satisfy constraint: [${all.join(', ')}]`);
}

interface Rule {
  readonly text: string;
  readonly holds: (value: unknown) => boolean;
}

function violations(limits: Limits, value: unknown): readonly Rule[] {
  const { exceptFor } = limits;
  if (exceptFor !== undefined && typeof value === 'string' && value.startsWith(exceptFor)) return [];
  return texts(limits).filter(({ holds }) => !holds(value));
}

const rulesOf = new WeakMap<Limits, readonly Rule[]>();

/** The rules of limits, in AWS's words. */
function texts(limits: Limits): readonly Rule[] {
  const known = rulesOf.get(limits);
  if (known !== undefined) return known;
  const rules = [
    ...boundRules('length', lengthOf, limits.length),
    ...boundRules('value', Number, limits.range),
    ...(limits.pattern === undefined ? [] : [patternRule(limits.pattern)]),
    ...(limits.oneOf === undefined ? [] : [enumRule(limits.oneOf)]),
  ];
  rulesOf.set(limits, rules);
  return rules;
}

function boundRules(what: string, measure: (value: unknown) => number, bounds: Bounds | undefined): Rule[] {
  if (bounds === undefined) return [];
  const [min, max] = bounds;
  const most = { text: `Member must have ${what} less than or equal to ${max}` };
  const least = { text: `Member must have ${what} greater than or equal to ${min}` };
  return [
    ...(max === Number.POSITIVE_INFINITY
      ? []
      : [{ ...most, holds: (value: unknown) => measure(value) <= max }]),
    { ...least, holds: (value: unknown) => measure(value) >= min },
  ];
}

function patternRule(pattern: string): Rule {
  const expression = new RegExp(`^(?:${pattern})$`, pattern.includes('\\p{') ? 'u' : '');
  return {
    text: `Member must satisfy regular expression pattern: ${pattern}`,
    holds: (value) => typeof value !== 'string' || expression.test(value),
  };
}

function enumRule(allowed: readonly string[]): Rule {
  return {
    text: `Member must satisfy enum value set: [${allowed.join(', ')}]`,
    holds: (value) => typeof value !== 'string' || allowed.includes(value),
  };
}

function lengthOf(value: unknown): number {
  if (typeof value === 'string' || Array.isArray(value)) return value.length;
  return isRecord(value) ? Object.keys(value).length : 0;
}
