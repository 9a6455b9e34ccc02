import { isRecord } from '../../../../src/core/is-record.ts';
import type { Constraints, Limits } from '../../../../src/core/wire/input-check.ts';
import type { Shape } from '../../../../src/core/wire/shape.ts';
import type { Input } from './send-request.ts';

/** The steps of a path from here on, and the value at its end. */
interface Change {
  readonly steps: readonly string[];
  readonly value: unknown;
}

/** Makes values of shapes, as they are on the wire, within the limits that the service's model sets. */
export class Samples {
  readonly #constraints: Constraints;

  constructor(constraints: Constraints) {
    this.#constraints = constraints;
  }

  /**
   * An input with a value, or else a sample, at a path of members (`Entries[].TraceHeader`), in the first item of each
   * list and map. `{key}` at the end means the key of a map.
   */
  placeAt(shape: Shape, input: Input, path: string, value?: unknown): Input {
    const changed = this.#change(
      shape,
      input,
      { steps: path.match(/\[\]|\{key\}|[^.[{]+/g) ?? [], value },
      '',
    );
    return isRecord(changed) ? changed : input;
  }

  /** A value with every member to a depth, and below it with those that must be there. `key` is its place in the table of limits. */
  #value(shape: Shape, key: string, depth = 5): unknown {
    switch (shape.kind) {
      case 'structure':
        return Object.fromEntries(
          [...(depth === 0 ? shape.required : shape.members.values())].map(({ name, shape: member }) => [
            name,
            this.#value(member(), `${shape.name}.${name}`, Math.max(0, depth - 1)),
          ]),
        );
      case 'list':
        return depth === 0 && (this.#constraints[key]?.length?.[0] ?? 0) === 0
          ? []
          : [this.#value(shape.item(), `${key}[]`, Math.max(0, depth - 1))];
      case 'map':
        return depth === 0 ? {} : { sample: this.#value(shape.value(), `${key}{}`, depth - 1) };
      case 'number':
        return Math.max(1, this.#constraints[key]?.range?.[0] ?? 1);
      case 'timestamp':
        return 1_767_225_600;
      case 'boolean':
        return true;
      case 'blob':
        return 'aGVsbG8=';
      default:
        return sampleText(this.#constraints[key] ?? {});
    }
  }

  #change(shape: Shape, value: unknown, { steps, value: given }: Change, key: string): unknown {
    const [step, ...others] = steps;
    const rest = { steps: others, value: given };
    if (step === undefined) return given ?? this.#value(shape, key);
    if (shape.kind === 'map' && step === '{key}')
      return {
        [String(given)]:
          Object.values(isRecord(value) ? value : {})[0] ?? this.#value(shape.value(), `${key}{}`),
      };
    if (shape.kind === 'list') {
      const [first, ...others]: unknown[] = Array.isArray(value) ? value : [];
      return [this.#change(shape.item(), first, rest, `${key}[]`), ...others];
    }
    const record = isRecord(value) ? value : {};
    if (shape.kind === 'map') {
      const [name = 'sample'] = Object.keys(record);
      return { ...record, [name]: this.#change(shape.value(), record[name], rest, `${key}{}`) };
    }
    const member = shape.kind === 'structure' ? shape.members.get(step) : undefined;
    if (shape.kind !== 'structure' || member === undefined) throw new Error(`There is no member ${step}`);
    return { ...record, [step]: this.#change(member.shape(), record[step], rest, `${shape.name}.${step}`) };
  }
}

/** Texts of the forms that patterns ask for. */
const texts = [
  'x',
  'xxx',
  '1',
  'x.x',
  '/x',
  '/x/',
  'x'.repeat(36),
  'https://bucket.s3.amazonaws.com/targets.json',
  'i-00000000000000001',
  'a'.repeat(64),
  '000000000000',
  'eu-west-1',
  'AWS::EC2::Instance',
  'guard-2.x.x',
  `arn:aws:ssm:eu-west-1:${'0'.repeat(12)}:opsitem/x`,
  `arn:aws:iam::${'0'.repeat(12)}:role/x`,
];

/** A text within limits. Where none of ours is, the refusal shows it. */
function sampleText({
  oneOf,
  length: [min, max] = [0, Number.POSITIVE_INFINITY],
  pattern = '',
}: Limits): string {
  if (oneOf !== undefined) return oneOf[0] ?? '';
  const form = new RegExp(`^(?:${pattern})$`, 'u');
  const fits = (text: string) => pattern === '' || form.test(text);
  return texts.find((text) => text.length >= min && text.length <= max && fits(text)) ?? 'x';
}
