/** One entry of an item: an application, a network card. */
export type InventoryEntry = Readonly<Record<string, string>>;

/** What is known of one type of a node. */
export interface InventoryItem {
  readonly typeName: string;
  readonly schemaVersion: string;
  /** When the node looked, by the clock of the node. */
  readonly captureTime: string;
  readonly contentHash: string | undefined;
  readonly content: readonly InventoryEntry[];
}

/** The type that Systems Manager writes itself, of every node that it knows. */
export const informationType = 'AWS:InstanceInformation';

/** The types that a node may report (Metadata collected by inventory, user guide). */
const reportedTypes = [
  ...['AWSComponent', 'Application', 'File', 'InstanceDetailedInformation', 'Network', 'Service'],
  ...['WindowsRegistry', 'WindowsRole', 'WindowsUpdate'],
].map((name) => `AWS:${name}`);

/** Whether a node may report this type. A custom type begins with a capital (Custom inventory, user guide). */
export function isReportedType(typeName: string): boolean {
  return reportedTypes.includes(typeName) || /^Custom:[A-Z]/.test(typeName);
}
