import { NormalizedSchema } from '@smithy/core/schema';

/**
 * The SDK's own schemas as trees that a codec can walk quickly. The accepted input and the output of a service thus
 * follow the SDK's model, without a copy by hand.
 */
export type Shape = StructureShape | ListShape | MapShape | ScalarShape;

export interface StructureShape {
  readonly kind: 'structure';
  readonly name: string;
  readonly members: ReadonlyMap<string, Member>;
  /** The required members. */
  readonly required: readonly Member[];
  /** Whether it has one member out of several. */
  readonly isUnion: boolean;
}

export interface Member {
  readonly name: string;
  readonly isRequired: boolean;
  readonly xmlName: string | undefined;
  readonly ec2QueryName: string | undefined;
  readonly isFlattened: boolean;
  /** Where `rest-json` has the member, if it is not in the body. */
  readonly http: HttpPlace | undefined;
  /** A function, because a shape may contain itself. */
  readonly shape: () => Shape;
}

/** A place outside the JSON of the body. `payload` is the whole body. */
export type HttpPlace =
  | { readonly kind: 'header'; readonly name: string }
  | { readonly kind: 'query'; readonly name: string }
  | { readonly kind: 'label' }
  | { readonly kind: 'payload' }
  | { readonly kind: 'status' };

export interface ListShape {
  readonly kind: 'list';
  readonly itemXmlName: string | undefined;
  readonly item: () => Shape;
}

export interface MapShape {
  readonly kind: 'map';
  readonly keyXmlName: string | undefined;
  readonly valueXmlName: string | undefined;
  readonly value: () => Shape;
}

export interface ScalarShape {
  readonly kind: 'string' | 'number' | 'boolean' | 'timestamp' | 'blob' | 'document' | 'unit';
}

/** A schema as the SDK writes it. */
export type SchemaRef = Parameters<typeof NormalizedSchema.of>[0];

const known = new Map<unknown, Shape>();

/** The shape of an SDK schema. Each schema is read once. */
export function shapeOf(ref: SchemaRef): Shape {
  const schema = NormalizedSchema.of(ref);
  const key = schema.getSchema();
  if (typeof key !== 'object' || key === null) return readScalar(schema);
  const found = known.get(key);
  if (found !== undefined) return found;
  const shape = readShape(schema);
  known.set(key, shape);
  return shape;
}

function readShape(schema: NormalizedSchema): Shape {
  if (schema.isStructSchema()) return readStructure(schema);
  if (schema.isListSchema()) return readList(schema);
  if (schema.isMapSchema()) return readMap(schema);
  return readScalar(schema);
}

function readList(schema: NormalizedSchema): ListShape {
  const value = schema.getValueSchema();
  return { kind: 'list', itemXmlName: textOf(value.getMergedTraits().xmlName), item: () => shapeOf(value) };
}

function readMap(schema: NormalizedSchema): MapShape {
  const value = schema.getValueSchema();
  return {
    kind: 'map',
    keyXmlName: textOf(schema.getKeySchema().getMergedTraits().xmlName),
    valueXmlName: textOf(value.getMergedTraits().xmlName),
    value: () => shapeOf(value),
  };
}

function readStructure(schema: NormalizedSchema): StructureShape {
  const raw = schema.getSchema();
  // The SDK sorts required members to the front. The number of them follows the list of members.
  const requiredCount = Array.isArray(raw) && typeof raw[6] === 'number' ? raw[6] : 0;
  const members = new Map<string, Member>();
  for (const [name, member] of schema.structIterator()) {
    const traits = member.getMergedTraits();
    members.set(name, {
      name,
      isRequired: members.size < requiredCount,
      xmlName: textOf(traits.xmlName),
      ec2QueryName: textOf(traits.ec2QueryName),
      isFlattened: Boolean(traits.xmlFlattened),
      http: readPlace(traits),
      shape: lazily(() => shapeOf(member)),
    });
  }
  const required = [...members.values()].filter(({ isRequired }) => isRequired);
  return {
    kind: 'structure',
    name: schema.getName() ?? 'structure',
    members,
    required,
    isUnion: schema.isUnionSchema(),
  };
}

function readPlace(traits: ReturnType<NormalizedSchema['getMergedTraits']>): HttpPlace | undefined {
  const { httpHeader, httpQuery, httpLabel, httpPayload, httpResponseCode } = traits;
  if (typeof httpHeader === 'string') return { kind: 'header', name: httpHeader.toLowerCase() };
  if (typeof httpQuery === 'string') return { kind: 'query', name: httpQuery };
  if (httpLabel) return { kind: 'label' };
  if (httpPayload) return { kind: 'payload' };
  return httpResponseCode ? { kind: 'status' } : undefined;
}

function readScalar(schema: NormalizedSchema): Shape {
  if (schema.isUnitSchema()) return { kind: 'unit' };
  if (schema.isStringSchema()) return { kind: 'string' };
  if (schema.isNumericSchema() || schema.isBigIntegerSchema()) return { kind: 'number' };
  if (schema.isBooleanSchema()) return { kind: 'boolean' };
  if (schema.isTimestampSchema()) return { kind: 'timestamp' };
  if (schema.isBlobSchema()) return { kind: 'blob' };
  if (schema.isDocumentSchema()) return { kind: 'document' };
  // A list or map of scalars has no separate schema object.
  if (schema.isListSchema()) return readList(schema);
  if (schema.isMapSchema()) return readMap(schema);
  throw new Error(`An SDK schema of an unknown kind: ${schema.getName(true)}`);
}

function lazily(read: () => Shape): () => Shape {
  let shape: Shape | undefined;
  return () => {
    shape ??= read();
    return shape;
  };
}

function textOf(trait: unknown): string | undefined {
  return typeof trait === 'string' ? trait : undefined;
}
