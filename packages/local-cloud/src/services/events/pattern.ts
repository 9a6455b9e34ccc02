import { isRecord } from '../../core/is-record.ts';
import { compileField, type FieldFilter, isScalar, type Scalar } from './pattern-filters.ts';
import { PatternRefusal } from './pattern-refusal.ts';

/** A compiled pattern, or the message of EventBridge's `InvalidEventPatternException`. */
export type PatternResult =
  | { readonly ok: true; readonly pattern: EventPattern }
  | { readonly ok: false; readonly message: string };

/** A compiled pattern. */
export interface EventPattern {
  /** Whether the event (parsed JSON, an object) matches. */
  matches(event: unknown): boolean;
}

/** One alternative of a pattern: every field must match. `$or` makes several. Names are dotted paths. */
type Branch = ReadonlyMap<string, FieldFilter>;

/** A field to test: the parts of its dotted path, and its filter. Adjacent parts may form one key. */
interface Field {
  readonly path: readonly string[];
  readonly filter: FieldFilter;
}

/** The position of a value in the event's arrays: array to index. Undefined outside arrays. */
type Membership = ReadonlyMap<object, number> | undefined;

/** The documented limit of rule combinations from `$or`. */
const branchesMax = 1000;

const reservedInOr = new Set([
  ...[
    'exactly',
    'equals-ignore-case',
    'prefix',
    'suffix',
    'anything-but',
    'exists',
    'wildcard',
    'numeric',
    'cidr',
  ],
  ...['=', '<', '<=', '>', '>=', 'regex', 'not-wildcard', 'not-equals-ignore-case', 'date-after'],
  ...['date-on-or-after', 'date-before', 'date-on-or-before', 'in-date-range'],
  ...['ip-address-in-range', 'ip-address-not-in-range'],
]);

/**
 * Compiles an event pattern (parsed JSON). Fields are compared by dotted path. Nested objects and dotted keys are
 * equivalent. If several fields are in an array of objects, one element must match all of them.
 */
export function compilePattern(pattern: unknown): PatternResult {
  try {
    if (!isRecord(pattern)) throw new PatternRefusal('Filter is not an object');
    const branches = unfold([new Map()], pattern, { path: [], isInOr: false });
    const compiled = branches.map((branch) =>
      [...branch].map(([name, filter]) => ({ path: name.split('.'), filter })),
    );
    return {
      ok: true,
      pattern: { matches: (event) => compiled.some((fields) => matchesAll(fields, event)) },
    };
  } catch (error) {
    if (!(error instanceof PatternRefusal)) throw error;
    return { ok: false, message: `Event pattern is not valid. Reason: ${error.message}` };
  }
}

interface Position {
  readonly path: readonly string[];
  readonly isInOr: boolean;
}

function unfold(
  branches: Branch[],
  pattern: Readonly<Record<string, unknown>>,
  position: Position,
): Branch[] {
  const entries = Object.entries(pattern);
  if (entries.length === 0) throw new PatternRefusal('Empty objects are not allowed');
  let unfolded = branches;
  for (const [name, value] of entries) {
    const path = [...position.path, name];
    if (name === '$or') {
      unfolded = unfoldOr(unfolded, value, position);
    } else if (position.isInOr && reservedInOr.has(name)) {
      throw new PatternRefusal(`${name} is Ruler reserved fieldName which cannot be used inside $or.`);
    } else if (Array.isArray(value)) {
      const filter = compileField(value);
      unfolded = unfolded.map((branch) => new Map(branch).set(path.join('.'), filter));
    } else if (isRecord(value)) {
      unfolded = unfold(unfolded, value, { ...position, path });
    } else {
      throw new PatternRefusal(`"${name}" must be an object or an array`);
    }
  }
  return unfolded;
}

function unfoldOr(branches: Branch[], alternatives: unknown, position: Position): Branch[] {
  if (!Array.isArray(alternatives)) throw new PatternRefusal('It must be an Array followed with $or.');
  if (!alternatives.every(isRecord)) {
    throw new PatternRefusal('Only JSON object is allowed in array of $or relationship.');
  }
  if (alternatives.length < 2) {
    throw new PatternRefusal('There must have at least 2 Objects in $or relationship.');
  }
  const unfolded: Branch[] = [];
  for (const alternative of alternatives) {
    unfolded.push(...unfold(branches, alternative, { ...position, isInOr: true }));
    if (unfolded.length > branchesMax) {
      throw new PatternRefusal(`$or must not make more than ${branchesMax} rule combinations`);
    }
  }
  return unfolded;
}

/**
 * Searches depth-first over the fields. Each field needs an accepted value from the array elements that earlier fields
 * have selected.
 */
function matchesAll(
  fields: readonly Field[],
  event: unknown,
  index = 0,
  taken: Membership = undefined,
): boolean {
  const field = fields[index];
  if (field === undefined) return true;
  let isPresent = false;
  const isMatched = visit(event, field.path, (value, membership) => {
    isPresent = true;
    if (!field.filter.accepts(value) || !agrees(taken, membership)) return false;
    return matchesAll(fields, event, index + 1, join(taken, membership));
  });
  return (
    isMatched || (!isPresent && field.filter.acceptsAbsence && matchesAll(fields, event, index + 1, taken))
  );
}

type Visitor = (value: Scalar, membership: Membership) => boolean;

/** Passes the leaf values at `path` below `node` to `visitor` until it returns true. Descends into arrays. */
function visit(node: unknown, path: readonly string[], visitor: Visitor, membership?: Membership): boolean {
  if (isScalar(node)) return path.length === 0 && visitor(node, membership);
  if (Array.isArray(node)) {
    return node.some((element: unknown, index) => {
      if (isScalar(element)) return path.length === 0 && visitor(element, membership);
      return visit(element, path, visitor, join(membership, new Map([[node, index]])));
    });
  }
  if (!isRecord(node)) return false;
  for (let length = 1; length <= path.length; length++) {
    const key = length === 1 ? path[0] : path.slice(0, length).join('.');
    if (key === undefined || !Object.hasOwn(node, key)) continue;
    const rest = length === path.length ? endOfPath : path.slice(length);
    if (visit(node[key], rest, visitor, membership)) return true;
  }
  return false;
}

/** The end of a path: the node is the field. */
const endOfPath: readonly string[] = [];

function agrees(taken: Membership, membership: Membership): boolean {
  if (taken === undefined || membership === undefined) return true;
  for (const [array, index] of membership) {
    const takenIndex = taken.get(array);
    if (takenIndex !== undefined && takenIndex !== index) return false;
  }
  return true;
}

function join(first: Membership, second: Membership): Membership {
  if (first === undefined || second === undefined) return first ?? second;
  return new Map([...first, ...second]);
}
