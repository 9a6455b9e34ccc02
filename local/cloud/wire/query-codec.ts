import { ServiceError } from '../service.ts';
import { isRecord, requireMembers } from './json-codec.ts';
import type { ListShape, MapShape, Member, Shape, StructureShape } from './shape.ts';

/**
 * The query protocol and EC2's form of it, on the service's side: requests are form fields whose names are paths
 * (`Filter.1.Value.2`), answers are XML.
 */
export type QueryDialect = 'query' | 'ec2';

type Fields = ReadonlyMap<string, string>;

/** Reads a request. A field that no member accounts for is refused: it is a mistake of ours, or not emulated. */
export function decodeQuery(
  dialect: QueryDialect,
  shape: Shape,
  form: URLSearchParams,
): Record<string, unknown> {
  if (shape.kind !== 'structure') return {};
  const fields = new Map([...form].filter(([name]) => name !== 'Action' && name !== 'Version'));
  const used = new Set<string>();
  const reader = new Reader(dialect, fields, used);
  const decoded = reader.structure(shape, '');
  const unknown = [...fields.keys()].filter((name) => !used.has(name));
  if (unknown.length > 0) {
    throw new ServiceError('UnknownParameter', `The parameter ${unknown.join(', ')} is not recognized`);
  }
  if (dialect === 'ec2') requireParameters(shape, decoded);
  else requireMembers(shape, decoded, { code: 'ValidationError' });
  return decoded;
}

/** EC2 names the first parameter that is missing, as it is called on the wire. */
function requireParameters(shape: StructureShape, decoded: Readonly<Record<string, unknown>>): void {
  const missing = [...shape.members.values()].find((m) => m.isRequired && decoded[m.name] === undefined);
  if (missing === undefined) return;
  const message = `The request must contain the parameter ${fieldName('ec2', missing)}`;
  throw new ServiceError('MissingParameter', message);
}

function fieldName(dialect: QueryDialect, member: Member): string {
  if (dialect === 'query') return member.xmlName ?? member.name;
  const name = member.ec2QueryName ?? member.xmlName ?? member.name;
  return name.charAt(0).toUpperCase() + name.slice(1);
}

class Reader {
  readonly #dialect: QueryDialect;
  readonly #fields: Fields;
  readonly #used: Set<string>;

  constructor(dialect: QueryDialect, fields: Fields, used: Set<string>) {
    this.#dialect = dialect;
    this.#fields = fields;
    this.#used = used;
  }

  structure(shape: StructureShape, prefix: string): Record<string, unknown> {
    const decoded: Record<string, unknown> = {};
    for (const member of shape.members.values()) {
      const path = prefix + fieldName(this.#dialect, member);
      const isPresent = this.#fields.has(path) || this.#hasBelow(path);
      if (isPresent) decoded[member.name] = this.#value(member.shape(), path, member.isFlattened);
    }
    return decoded;
  }

  #hasBelow(path: string): boolean {
    for (const name of this.#fields.keys()) if (name.startsWith(`${path}.`)) return true;
    return false;
  }

  #value(shape: Shape, path: string, isFlattened: boolean): unknown {
    if (shape.kind === 'structure') return this.structure(shape, `${path}.`);
    if (shape.kind === 'list') return this.#list(shape, path, isFlattened);
    if (shape.kind === 'map') return this.#map(shape, path, isFlattened);
    return this.#scalar(shape.kind, path);
  }

  #list(shape: ListShape, path: string, isFlattened: boolean): unknown[] {
    const isPlain = this.#dialect === 'ec2' || isFlattened;
    const prefix = isPlain ? path : `${path}.${shape.itemXmlName ?? 'member'}`;
    const items: unknown[] = [];
    for (let n = 1; this.#fields.has(`${prefix}.${n}`) || this.#hasBelow(`${prefix}.${n}`); n++) {
      items.push(this.#value(shape.item(), `${prefix}.${n}`, false));
    }
    return items;
  }

  #map(shape: MapShape, path: string, isFlattened: boolean): Record<string, unknown> {
    const prefix = isFlattened ? path : `${path}.entry`;
    const entries: [string, unknown][] = [];
    for (let n = 1; this.#hasBelow(`${prefix}.${n}`); n++) {
      const key = String(this.#scalar('string', `${prefix}.${n}.${shape.keyXmlName ?? 'key'}`));
      const path = `${prefix}.${n}.${shape.valueXmlName ?? 'value'}`;
      entries.push([key, this.#value(shape.value(), path, false)]);
    }
    return Object.fromEntries(entries);
  }

  #scalar(kind: Shape['kind'], path: string): unknown {
    this.#used.add(path);
    const text = this.#fields.get(path) ?? '';
    if (kind === 'number') {
      const number = Number(text);
      if (text === '' || Number.isNaN(number)) throw malformed(path, 'a number', text);
      return number;
    }
    if (kind === 'boolean') {
      if (text !== 'true' && text !== 'false') throw malformed(path, 'true or false', text);
      return text === 'true';
    }
    if (kind === 'timestamp') {
      const date = new Date(text);
      if (Number.isNaN(date.getTime())) throw malformed(path, 'a timestamp', text);
      return date;
    }
    if (kind === 'blob') return new Uint8Array(Buffer.from(text, 'base64'));
    return text;
  }
}

function malformed(path: string, allowed: string, text: string): ServiceError {
  return new ServiceError('MalformedQueryString', `${path} must be ${allowed}; received "${text}"`);
}

/** The members of an answer as XML elements. */
export function encodeXml(shape: Shape, value: unknown): string {
  if (value === undefined || value === null) return '';
  switch (shape.kind) {
    case 'structure':
      return isRecord(value) ? encodeMembers(shape, value) : '';
    case 'list': {
      const name = shape.itemXmlName ?? 'member';
      return Array.isArray(value)
        ? value.map((item) => element(name, encodeXml(shape.item(), item))).join('')
        : '';
    }
    case 'map': {
      const entries = isRecord(value) ? Object.entries(value) : [];
      const { keyXmlName = 'key', valueXmlName = 'value' } = shape;
      const inner = entries.map(
        ([k, v]) => element(keyXmlName, escapeXml(k)) + element(valueXmlName, encodeXml(shape.value(), v)),
      );
      return inner.map((entry) => element('entry', entry)).join('');
    }
    case 'timestamp':
      return value instanceof Date ? value.toISOString() : escapeXml(String(value));
    case 'blob':
      return value instanceof Uint8Array ? Buffer.from(value).toString('base64') : '';
    default:
      return escapeXml(String(value));
  }
}

function encodeMembers(shape: StructureShape, value: Readonly<Record<string, unknown>>): string {
  let xml = '';
  for (const name of Object.keys(value)) {
    const member = shape.members.get(name);
    if (member === undefined) throw new Error(`${shape.name} has no member ${name}`);
    const raw = value[name];
    if (raw !== undefined) xml += element(member.xmlName ?? name, encodeXml(member.shape(), raw));
  }
  return xml;
}

function element(name: string, inner: string): string {
  return `<${name}>${inner}</${name}>`;
}

/** Text as XML character data. */
export function escapeXml(text: string): string {
  if (!/[&<>"]/.test(text)) return text;
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}
