import { isRecord } from '../../../../src/core/is-record.ts';
import type { Shape } from '../../../../src/core/wire/shape.ts';
import type { Input } from './send-request.ts';

/** A value of a shape, as it is on the wire, with every member to a depth. */
export function sampleValue(shape: Shape, depth = 4): unknown {
  switch (shape.kind) {
    case 'structure':
      if (depth === 0) return {};
      return Object.fromEntries(
        [...shape.members.values()].map((member) => [member.name, sampleValue(member.shape(), depth - 1)]),
      );
    case 'list':
      return depth === 0 ? [] : [sampleValue(shape.item(), depth - 1)];
    case 'map':
      return depth === 0 ? {} : { sample: sampleValue(shape.value(), depth - 1) };
    case 'number':
      return 1;
    case 'timestamp':
      return 1_767_225_600;
    case 'boolean':
      return true;
    case 'blob':
      return 'aGVsbG8=';
    default:
      return 'x';
  }
}

/** An input with a sample at a path of members (`Entries[].TraceHeader`), in the first item of each list and map. */
export function withSample(shape: Shape, input: Input, path: string): Input {
  const changed = sampleAt(shape, input, path.match(/\[\]|[^.[]+/g) ?? []);
  return isRecord(changed) ? changed : input;
}

function sampleAt(shape: Shape, value: unknown, [step, ...rest]: readonly string[]): unknown {
  if (step === undefined) return sampleValue(shape);
  if (shape.kind === 'list') {
    const [first, ...others]: unknown[] = Array.isArray(value) ? value : [];
    return [sampleAt(shape.item(), first, rest), ...others];
  }
  const record = isRecord(value) ? value : {};
  if (shape.kind === 'map') {
    const [key = 'sample'] = Object.keys(record);
    return { ...record, [key]: sampleAt(shape.value(), record[key], rest) };
  }
  const member = shape.kind === 'structure' ? shape.members.get(step) : undefined;
  if (member === undefined) throw new Error(`There is no member ${step}`);
  return { ...record, [step]: sampleAt(member.shape(), record[step], rest) };
}
