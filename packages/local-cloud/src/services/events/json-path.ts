import { isRecord } from '../../core/is-record.ts';
import { NotEmulatedError } from '../../core/service.ts';

/** Finds a value in an event. Returns undefined if the path matches nothing. */
export type JsonPath = (event: unknown) => unknown;

type Step = string | number | typeof everyElement;

const everyElement = Symbol('[*]');

/**
 * Compiles the part of JSONPath that EventBridge documents: `$`, dotted names of letters, digits, `-`, `_` and `/`,
 * array indexes, and `[*]` for every element. Throws `NotEmulatedError` for anything else.
 */
export function compileJsonPath(path: string): JsonPath {
  const steps = readSteps(path);
  return (event) => follow(event, steps);
}

function readSteps(path: string): Step[] {
  const steps: Step[] = [];
  let rest = path.startsWith('$') ? path.slice(1) : undefined;
  while (rest !== undefined && rest !== '') {
    const [whole, name, index] = /^(?:\.([\w/-]+)|\[(\d+|\*)\])/.exec(rest) ?? [];
    if (name !== undefined) steps.push(name);
    else if (index !== undefined) steps.push(index === '*' ? everyElement : Number(index));
    rest = whole === undefined ? undefined : rest.slice(whole.length);
  }
  if (rest === undefined) throw new NotEmulatedError(`the JSON path ${path}`);
  return steps;
}

function follow(value: unknown, steps: readonly Step[]): unknown {
  const [step, ...rest] = steps;
  if (step === undefined) return value;
  if (typeof step === 'string') {
    return isRecord(value) && Object.hasOwn(value, step) ? follow(value[step], rest) : undefined;
  }
  if (!Array.isArray(value)) return undefined;
  if (typeof step === 'number') return follow(value[step], rest);
  return value.map((element) => follow(element, rest)).filter((found) => found !== undefined);
}
