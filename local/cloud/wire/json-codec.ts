import { ServiceError } from '../service.ts';
import type { Shape, StructureShape } from './shape.ts';

/**
 * JSON 1.0 and 1.1, on the service's side. Timestamps are epoch seconds, blobs are base64. A value of the wrong type
 * is a SerializationException, and a required member that is missing a ValidationException, as AWS has it. A member
 * that the model does not know is refused too, where AWS would ignore it: it is a mistake of ours.
 */
export function decodeJson(shape: Shape, value: unknown, path = ''): unknown {
  switch (shape.kind) {
    case 'structure':
      return decodeStructure(shape, value, path);
    case 'list':
      if (!Array.isArray(value)) throw wrongType(path, 'a list', value);
      return value.map((item, index) => decodeJson(shape.item(), item, `${path}[${index}]`));
    case 'map': {
      if (!isRecord(value)) throw wrongType(path, 'a map', value);
      const entries = Object.entries(value);
      return Object.fromEntries(entries.map(([k, v]) => [k, decodeJson(shape.value(), v, `${path}.${k}`)]));
    }
    case 'timestamp':
      if (typeof value !== 'number') throw wrongType(path, 'a timestamp in seconds', value);
      return new Date(value * 1000);
    case 'blob':
      if (typeof value !== 'string') throw wrongType(path, 'base64 text', value);
      return new Uint8Array(Buffer.from(value, 'base64'));
    case 'string':
    case 'number':
    case 'boolean':
      if (typeof value !== shape.kind) throw wrongType(path, `a ${shape.kind}`, value);
      return value;
    default:
      return value;
  }
}

function decodeStructure(shape: StructureShape, value: unknown, path: string): Record<string, unknown> {
  if (!isRecord(value)) throw wrongType(path, `a structure ${shape.name}`, value);
  const decoded: Record<string, unknown> = {};
  for (const name of Object.keys(value)) {
    const member = shape.members.get(name);
    if (member === undefined) {
      throw new ServiceError('SerializationException', `${shape.name} has no member ${path}.${name}`);
    }
    const raw = value[name];
    if (raw !== null && raw !== undefined) decoded[name] = decodeJson(member.shape(), raw, `${path}.${name}`);
  }
  requireMembers(shape, decoded, { path });
  return decoded;
}

/** @throws ServiceError `code`, in the words of AWS, for every required member that is missing. */
export function requireMembers(
  shape: StructureShape,
  value: Readonly<Record<string, unknown>>,
  { path = '', code = 'ValidationException' }: { path?: string; code?: string } = {},
): void {
  const missing = [...shape.members.values()].filter((m) => m.isRequired && value[m.name] === undefined);
  if (missing.length === 0) return;
  const errors = missing.map(({ name }) => {
    const field = `${path}.${name}`.replace(/^\./, '');
    const lower = field.charAt(0).toLowerCase() + field.slice(1);
    return `Value null at '${lower}' failed to satisfy constraint: Member must not be null`;
  });
  const count = `${errors.length} validation error${errors.length === 1 ? '' : 's'} detected`;
  throw new ServiceError(code, `${count}: ${errors.join('; ')}`);
}

/** An answer as JSON values. A member that the model does not know is our own mistake, and throws. */
export function encodeJson(shape: Shape, value: unknown): unknown {
  switch (shape.kind) {
    case 'structure': {
      if (!isRecord(value)) throw new Error(`${shape.name} is answered with ${String(value)}`);
      const encoded: Record<string, unknown> = {};
      for (const name of Object.keys(value)) {
        const raw = value[name];
        if (raw === undefined) continue;
        const member = shape.members.get(name);
        if (member === undefined) throw new Error(`${shape.name} has no member ${name}`);
        encoded[name] = encodeJson(member.shape(), raw);
      }
      return encoded;
    }
    case 'list':
      if (!Array.isArray(value)) throw new Error('a list is answered with something else');
      return value.map((item) => encodeJson(shape.item(), item));
    case 'map':
      if (!isRecord(value)) throw new Error('a map is answered with something else');
      return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, encodeJson(shape.value(), v)]));
    case 'timestamp':
      return value instanceof Date ? value.getTime() / 1000 : value;
    case 'blob':
      return value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value;
    default:
      return value;
  }
}

/** True for an object that is not a list. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function wrongType(path: string, allowed: string, value: unknown): ServiceError {
  const field = path.replace(/^\./, '') || 'the request';
  return new ServiceError(
    'SerializationException',
    `${field} must be ${allowed}; received ${JSON.stringify(value)}`,
  );
}
