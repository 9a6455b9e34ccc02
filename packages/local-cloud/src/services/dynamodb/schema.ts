import { isRecord } from '../../core/is-record.ts';
import { NotEmulatedError } from '../../core/service.ts';
import { validation } from './dynamodb-errors.ts';

/** A key attribute: its name and the type that `AttributeDefinitions` gives it. */
export interface KeyAttribute {
  readonly name: string;
  readonly type: 'S' | 'N' | 'B';
}

/** The key of a table or an index. */
export interface KeySchema {
  readonly partition: KeyAttribute;
  readonly sort: KeyAttribute | undefined;
}

/** The attributes that an index projects in addition to the keys. */
export type Projection =
  | { readonly type: 'ALL' | 'KEYS_ONLY' }
  | { readonly type: 'INCLUDE'; readonly names: readonly string[] };

/** A global secondary index as declared. */
export interface IndexSchema {
  readonly name: string;
  readonly key: KeySchema;
  readonly projection: Projection;
}

/** The longest period of recovery, in days. Source: DynamoDB API reference. */
export const recoveryDaysMax = 35;

/** A table as declared. */
export interface TableSchema {
  readonly key: KeySchema;
  readonly attributes: readonly KeyAttribute[];
  readonly indexes: readonly IndexSchema[];
  readonly timeToLiveAttribute: string | undefined;
  readonly isDeletionProtected: boolean;
  /** How far back the table can be restored. Undefined without point-in-time recovery. */
  readonly recoveryDays: number | undefined;
  readonly tags: ReadonlyMap<string, string>;
}

/** The properties without an effect on callers of the emulated operations. */
const withoutEffect = new Set([
  'TableName',
  'SSESpecification',
  'TableClass',
  'ContributorInsightsSpecification',
  'ResourcePolicy',
  'OnDemandThroughput',
  'WriteOnDemandThroughputSettings',
  'WarmThroughput',
]);

const understood = new Set([
  'AttributeDefinitions',
  'KeySchema',
  'GlobalSecondaryIndexes',
  'BillingMode',
  'TimeToLiveSpecification',
  'DeletionProtectionEnabled',
  'PointInTimeRecoverySpecification',
  'Tags',
  'Replicas',
]);

/**
 * Reads resolved properties of an `AWS::DynamoDB::Table` or `AWS::DynamoDB::GlobalTable`. Throws `NotEmulatedError` for
 * properties that would change what callers see: provisioned capacity, streams, local indexes, a second replica.
 */
export function readSchema(properties: Readonly<Record<string, unknown>>): TableSchema {
  for (const name of Object.keys(properties)) {
    if (!withoutEffect.has(name) && !understood.has(name))
      throw new NotEmulatedError(`the table property ${name}`);
  }
  if (properties['BillingMode'] !== 'PAY_PER_REQUEST') {
    throw new NotEmulatedError(
      `a table with BillingMode ${String(properties['BillingMode'] ?? 'PROVISIONED')}`,
    );
  }
  const replicas = records(properties['Replicas'] ?? [], 'Replicas');
  if (replicas.length > 1) throw new NotEmulatedError(`a table with ${replicas.length} replicas`);
  const attributes = records(properties['AttributeDefinitions'], 'AttributeDefinitions').map(readAttribute);
  const indexes = records(properties['GlobalSecondaryIndexes'] ?? [], 'GlobalSecondaryIndexes');
  const own = replicas[0] ?? properties; // a global table has these for each replica
  const schema: TableSchema = {
    key: readKey(properties['KeySchema'], attributes),
    attributes,
    indexes: indexes.map((index) => readIndex(index, attributes)),
    timeToLiveAttribute: readTimeToLive(properties['TimeToLiveSpecification']),
    isDeletionProtected: own['DeletionProtectionEnabled'] === true,
    recoveryDays: readRecovery(own['PointInTimeRecoverySpecification']),
    tags: readTags(own['Tags']),
  };
  refuseUnusedAttributes(schema);
  return schema;
}

function readAttribute(definition: Record<string, unknown>): KeyAttribute {
  const type = definition['AttributeType'];
  if (type !== 'S' && type !== 'N' && type !== 'B') {
    throw validation(`AttributeType got ${String(type)}; allowed are S, N, B`);
  }
  return { name: text(definition['AttributeName'], 'AttributeName'), type };
}

function readKey(input: unknown, attributes: readonly KeyAttribute[]): KeySchema {
  const elements = records(input, 'KeySchema');
  const attribute = (keyType: string): KeyAttribute | undefined => {
    const element = elements.find((candidate) => candidate['KeyType'] === keyType);
    if (element === undefined) return undefined;
    const name = text(element['AttributeName'], 'AttributeName');
    const found = attributes.find((candidate) => candidate.name === name);
    if (found === undefined) {
      throw validation(
        `One or more parameter values were invalid: Some index key attributes are not defined in AttributeDefinitions. Keys: [${name}]`,
      );
    }
    return found;
  };
  const partition = attribute('HASH');
  if (partition === undefined || elements.length > 2) {
    throw validation('KeySchema needs one HASH element and allows one RANGE element');
  }
  return { partition, sort: attribute('RANGE') };
}

function readIndex(input: Record<string, unknown>, attributes: readonly KeyAttribute[]): IndexSchema {
  return {
    name: text(input['IndexName'], 'IndexName'),
    key: readKey(input['KeySchema'], attributes),
    projection: readProjection(input['Projection']),
  };
}

function readProjection(input: unknown): Projection {
  const projection = record(input, 'Projection');
  const type = projection['ProjectionType'];
  if (type === 'ALL' || type === 'KEYS_ONLY') return { type };
  if (type !== 'INCLUDE') {
    throw validation(`ProjectionType got ${String(type)}; allowed are ALL, KEYS_ONLY, INCLUDE`);
  }
  const names = projection['NonKeyAttributes'];
  if (!Array.isArray(names)) throw validation('NonKeyAttributes must be a list with INCLUDE');
  return { type, names: names.map((name) => text(name, 'NonKeyAttributes')) };
}

function readTimeToLive(input: unknown): string | undefined {
  if (input === undefined) return undefined;
  const specification = record(input, 'TimeToLiveSpecification');
  if (specification['Enabled'] !== true) return undefined;
  return text(specification['AttributeName'], 'TimeToLiveSpecification.AttributeName');
}

/** The default of AWS is the longest period. */
function readRecovery(input: unknown): number | undefined {
  if (input === undefined) return undefined;
  const specification = record(input, 'PointInTimeRecoverySpecification');
  if (specification['PointInTimeRecoveryEnabled'] !== true) return undefined;
  return Number(specification['RecoveryPeriodInDays'] ?? recoveryDaysMax);
}

function readTags(input: unknown): Map<string, string> {
  const tags = records(input ?? [], 'Tags');
  return new Map(tags.map(({ Key, Value }) => [text(Key, 'Tags.Key'), String(Value ?? '')]));
}

function refuseUnusedAttributes(schema: TableSchema): void {
  const keys = [schema.key, ...schema.indexes.map((index) => index.key)];
  const used = new Set(keys.flatMap((key) => [key.partition.name, key.sort?.name]));
  if (schema.attributes.every((attribute) => used.has(attribute.name))) return;
  throw validation(
    'One or more parameter values were invalid: Number of attributes in KeySchema does not exactly match number of attributes defined in AttributeDefinitions',
  );
}

function record(input: unknown, name: string): Readonly<Record<string, unknown>> {
  if (isRecord(input)) return input;
  throw validation(`${name} got ${JSON.stringify(input)}; it must be an object`);
}

function records(input: unknown, name: string): Readonly<Record<string, unknown>>[] {
  if (!Array.isArray(input)) throw validation(`${name} got ${JSON.stringify(input)}; it must be a list`);
  return input.map((item) => record(item, name));
}

function text(input: unknown, name: string): string {
  if (typeof input === 'string' && input !== '') return input;
  throw validation(`${name} got ${JSON.stringify(input)}; it must be a text that is not empty`);
}
