import { isRecord } from '../is-record.ts';
import { ServiceError } from '../service.ts';
import type { ListShape, MapShape, Member, Shape, StructureShape } from './shape.ts';

/**
 * The server side of the query protocol and of EC2's form of it. Requests are form fields whose names are paths
 * (`Filter.1.Value.2`). Responses are XML.
 */
export type QueryDialect = 'query' | 'ec2';

type Fields = ReadonlyMap<string, string>;

/** Decodes a request; `checkInput` finds what the query protocol lacks. A field that matches no member is refused: it is a bug of ours or not emulated. */
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
  return decoded;
}

/** Refuses the first missing parameter by its name on the wire, as EC2 does. */
function requireParameters(
  shape: StructureShape,
  decoded: Readonly<Record<string, unknown>>,
  prefix = '',
): void {
  const missing = [...shape.members.values()].find((m) => m.isRequired && decoded[m.name] === undefined);
  if (missing === undefined) return;
  const message = `The request must contain the parameter ${prefix}${fieldName('ec2', missing)}`;
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
    if (prefix !== '' && this.#dialect === 'ec2') requireParameters(shape, decoded, prefix);
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
      if (!/^-?\d+(\.\d+)?$/.test(text)) throw malformed(path, 'a number', text);
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

/** Encodes the members of a response as XML elements. An unknown member is a bug of ours and throws. */
export function encodeXml(shape: Shape, value: unknown): string {
  return writerOf(shape)(value);
}

/** Writes the content of an element. Writes nothing for a value that is absent or of another kind. */
type Writer = (value: unknown) => string;

const writers = new WeakMap<Shape, Writer>();

/**
 * The writer of a shape. Each shape is compiled once. Its members are compiled on first use, because a shape may
 * contain itself.
 */
function writerOf(shape: Shape): Writer {
  const known = writers.get(shape);
  if (known !== undefined) return known;
  const writer = compileWriter(shape);
  writers.set(shape, writer);
  return writer;
}

function compileWriter(shape: Shape): Writer {
  switch (shape.kind) {
    case 'structure':
      return structureWriter(shape);
    case 'list': {
      const item = elementWriter(shape.itemXmlName ?? 'member', shape.item);
      return (value) => (Array.isArray(value) ? joined(value, item) : '');
    }
    case 'map': {
      const key = elementWriter(shape.keyXmlName ?? 'key', () => ({ kind: 'string' }));
      const item = elementWriter(shape.valueXmlName ?? 'value', shape.value);
      const entry = ([k, v]: readonly [string, unknown]) => `<entry>${key(k)}${item(v)}</entry>`;
      return (value) => (isRecord(value) ? joined(Object.entries(value), entry) : '');
    }
    case 'timestamp':
      return (value) => (value instanceof Date ? value.toISOString() : textOf(value));
    case 'blob':
      return (value) => (value instanceof Uint8Array ? Buffer.from(value).toString('base64') : '');
    default:
      return textOf;
  }
}

function structureWriter(shape: StructureShape): Writer {
  const elements = new Map<string, Writer>();
  for (const { name, xmlName, isFlattened, shape: memberShape } of shape.members.values()) {
    const write = isFlattened ? flattenedWriter : elementWriter;
    elements.set(name, write(xmlName ?? name, memberShape));
  }
  return (value) => {
    let xml = '';
    if (!isRecord(value)) return xml;
    for (const name in value) {
      const element = elements.get(name);
      if (element === undefined) throw new Error(`${shape.name} has no member ${name}`);
      if (value[name] !== undefined) xml += element(value[name]);
    }
    return xml;
  };
}

/** Writes an element for each entry of a list or map, with no element around all of them. */
function flattenedWriter(name: string, shape: () => Shape): Writer {
  return (value) => {
    const whole = shape();
    if (whole.kind === 'list' && Array.isArray(value)) return joined(value, elementWriter(name, whole.item));
    if (whole.kind !== 'map' || !isRecord(value)) return '';
    const key = elementWriter(whole.keyXmlName ?? 'key', () => ({ kind: 'string' }));
    const item = elementWriter(whole.valueXmlName ?? 'value', whole.value);
    return joined(Object.entries(value), ([k, v]) => `<${name}>${key(k)}${item(v)}</${name}>`);
  };
}

/** Writes a whole element, with its tags. */
function elementWriter(name: string, shape: () => Shape): Writer {
  const start = `<${name}>`;
  const end = `</${name}>`;
  let inner: Writer | undefined;
  return (value) => {
    inner ??= writerOf(shape());
    return start + inner(value) + end;
  };
}

function joined<Item>(items: readonly Item[], write: (item: Item) => string): string {
  let xml = '';
  for (const item of items) xml += write(item);
  return xml;
}

function textOf(value: unknown): string {
  return value === undefined || value === null ? '' : escapeXml(String(value));
}

/** Text as XML character data. */
export function escapeXml(text: string): string {
  if (!/[&<>"]/.test(text)) return text;
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}
