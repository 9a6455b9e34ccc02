import { isRecord } from '../is-record.ts';
import type { Shape } from './shape.ts';

/**
 * Members as a person writes them, in the form that JSON on the wire has: a time may be a text of ISO 8601, and a text
 * may stand for its bytes. So the SDK for Python takes them. What has another form stays as it is, and decoding refuses
 * it.
 */
export function fromPlainMembers(shape: Shape, value: unknown): unknown {
  switch (shape.kind) {
    case 'structure':
      return mapEntries(value, (item, name) => {
        const member = shape.members.get(name);
        return member === undefined ? item : fromPlainMembers(member.shape(), item);
      });
    case 'map':
      return mapEntries(value, (item) => fromPlainMembers(shape.value(), item));
    case 'list':
      return Array.isArray(value) ? value.map((item) => fromPlainMembers(shape.item(), item)) : value;
    case 'timestamp': {
      const seconds = typeof value === 'string' ? Date.parse(value) / 1000 : Number.NaN;
      return Number.isNaN(seconds) ? value : seconds;
    }
    case 'blob':
      return typeof value === 'string' ? Buffer.from(value).toString('base64') : value;
    default:
      return value;
  }
}

function mapEntries(value: unknown, change: (item: unknown, name: string) => unknown): unknown {
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, change(item, name)]));
}
