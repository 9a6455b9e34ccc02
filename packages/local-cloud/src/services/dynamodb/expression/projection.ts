import type { Attributes } from '../row.ts';
import { isList, isMap, type Value } from '../value.ts';
import type { Path } from './expression-syntax.ts';
import type { Tokens } from './expression-tokens.ts';
import { refuseOverlaps } from './update-parser.ts';

/** Parses a projection: paths that do not overlap. */
export function parseProjection(tokens: Tokens): Path[] {
  const paths = [tokens.path()];
  while (tokens.accept(',')) paths.push(tokens.path());
  tokens.expectEnd();
  refuseOverlaps(paths, (detail) => tokens.invalid(detail));
  return paths;
}

/** The parts of an item at these paths. A list keeps the selected elements in order, without gaps. */
export function project(item: Attributes, paths: readonly Path[]): Map<string, Value> {
  const result = new Map<string, Value>();

  for (const [name, rests] of groupByName(paths)) {
    const value = item.get(name);
    const part = value === undefined ? undefined : partOf(value, rests);
    if (part !== undefined) result.set(name, part);
  }
  return result;
}

type Steps = readonly (string | number)[];

function groupByName(paths: readonly Path[]): Map<string, Steps[]> {
  const groups = new Map<string, Steps[]>();
  for (const [name, ...rest] of paths) append(groups, name, rest);
  return groups;
}

/** The part of a value that the selected paths reach, or undefined if they reach nothing. */
function partOf(value: Value, paths: readonly Steps[]): Value | undefined {
  if (paths.some((path) => path.length === 0)) return value;
  const groups = new Map<string | number, Steps[]>();
  for (const [step, ...rest] of paths) if (step !== undefined) append(groups, step, rest);
  if (isList(value)) return partOfList(value, groups);
  if (!isMap(value)) return undefined;
  const part = new Map<string, Value>();
  for (const [step, rests] of groups) {
    const member = typeof step === 'string' ? value.get(step) : undefined;
    const chosen = member === undefined ? undefined : partOf(member, rests);
    if (chosen !== undefined && typeof step === 'string') part.set(step, chosen);
  }
  return part.size === 0 ? undefined : part;
}

function partOfList(
  value: readonly Value[],
  groups: ReadonlyMap<string | number, Steps[]>,
): Value | undefined {
  const part: Value[] = [];
  for (const [index, member] of value.entries()) {
    const rests = groups.get(index);
    const chosen = rests === undefined ? undefined : partOf(member, rests);
    if (chosen !== undefined) part.push(chosen);
  }
  return part.length === 0 ? undefined : part;
}

function append<K>(groups: Map<K, Steps[]>, key: K, steps: Steps): void {
  const group = groups.get(key);
  if (group === undefined) groups.set(key, [steps]);
  else group.push(steps);
}
