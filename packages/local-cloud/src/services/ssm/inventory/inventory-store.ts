import type { InventoryItem as PutItem } from '@aws-sdk/client-ssm';
import type { Place } from '../../../core/host.ts';
import { NotEmulatedError, ServiceError } from '../../../core/service.ts';
import type { ManagedNodes } from '../nodes/managed-nodes.ts';
import { inventoriedNodes, isInventoried } from './inventoried-nodes.ts';
import { type InventoryItem, informationType, isReportedType } from './inventory-item.ts';

/**
 * The most of one call, which is that of one item too, and the most custom types (AWS General Reference, Systems Manager).
 */
const callBytesMax = 1_024 * 1_024;
const customTypesMax = 20;
/** The versions of the types of AWS that agents send (amazon-ssm-agent, plugins/inventory/gatherers). */
const schemaVersions = ['1.0', '1.1'];

/** What nodes have reported, by node and type. */
export class InventoryStore {
  readonly #nodes: ManagedNodes;
  readonly #region: string;
  readonly #reported = new Map<string, Map<string, InventoryItem>>();

  constructor(nodes: ManagedNodes, { region }: Pick<Place, 'region'>) {
    this.#nodes = nodes;
    this.#region = region;
  }

  /** The nodes with all their items, in the order of inventoriedNodes. */
  nodes(nowMs: number): { id: string; items: ReadonlyMap<string, InventoryItem> }[] {
    return inventoriedNodes(this.#nodes, { nowMs, region: this.#region }).map(({ id, information }) => ({
      id,
      items: new Map([[informationType, information], ...(this.#reported.get(id) ?? [])]),
    }));
  }

  /** The item of a node, if it has one. @throws ServiceError InvalidInstanceId when there is no such node. */
  item(nodeId: string, typeName: string, nowMs: number): InventoryItem | undefined {
    this.#assertNode(nodeId, nowMs);
    if (typeName === informationType)
      return this.nodes(nowMs)
        .find(({ id }) => id === nodeId)
        ?.items.get(typeName);
    return this.#reported.get(nodeId)?.get(typeName);
  }

  /** Stores what a node reports. One item that is refused refuses all. */
  put(nodeId: string, items: readonly PutItem[], nowMs: number): void {
    this.#assertNode(nodeId, nowMs);
    const before = this.#reported.get(nodeId) ?? new Map<string, InventoryItem>();
    if (sizeOf(items) > callBytesMax)
      throw new ServiceError('TotalSizeLimitExceededException', 'The size of inventory data is too large.');
    const after = new Map(before);
    for (const item of items) {
      const next = readItem(item, before.get(item.TypeName ?? ''));
      after.set(next.typeName, next);
    }
    const types = new Set([...this.#reported.values(), after].flatMap((known) => [...known.keys()]));
    if ([...types].filter((name) => name.startsWith('Custom:')).length > customTypesMax)
      throw new ServiceError(
        'CustomSchemaCountLimitExceededException',
        `An account has at most ${customTypesMax} custom types.`,
      );
    this.#reported.set(nodeId, after);
  }

  #assertNode(nodeId: string, nowMs: number): void {
    if (!isInventoried(this.#nodes, nodeId, { nowMs, region: this.#region }))
      throw new ServiceError('InvalidInstanceId', `The managed node ${nodeId} is not registered.`);
  }
}

/**
 * An item without content and with the hash of the last one says that nothing has changed since: the content stays, and
 * the time of the capture is the new one.
 */
function readItem(item: PutItem, last: InventoryItem | undefined): InventoryItem {
  const { TypeName: typeName = '', SchemaVersion: schemaVersion = '', CaptureTime: captureTime = '' } = item;
  checkItem(item, typeName, schemaVersion);
  if (item.Content === undefined) {
    if (last === undefined || last.contentHash === undefined || last.contentHash !== item.ContentHash)
      throw new ServiceError(
        'ItemContentMismatchException',
        `The content hash of ${typeName} is not that of the content that is stored.`,
      );
    return { ...last, schemaVersion, captureTime };
  }
  const content = item.Content.map((entry) => ({ ...entry }));
  return { typeName, schemaVersion, captureTime, contentHash: item.ContentHash, content };
}

function checkItem(item: PutItem, typeName: string, schemaVersion: string): void {
  if (typeName === informationType || typeName.startsWith('AWS:Compliance'))
    throw new NotEmulatedError(`PutInventory of ${typeName}`);
  if (!isReportedType(typeName))
    throw new ServiceError('InvalidTypeNameException', `The type name ${typeName} is not valid.`);
  if (typeName.startsWith('AWS:') && !schemaVersions.includes(schemaVersion))
    throw new ServiceError(
      'UnsupportedInventorySchemaVersionException',
      `The schema version ${schemaVersion} of ${typeName} is not supported.`,
    );
  if (item.Context !== undefined)
    throw new ServiceError(
      'UnsupportedInventoryItemContextException',
      `The type ${typeName} takes no context.`,
    );
  if (typeName === 'AWS:Application' && item.Content?.some((entry) => !entry['Name']))
    throw new ServiceError('InvalidItemContentException', `An entry of ${typeName} has no Name.`);
}

function sizeOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}
