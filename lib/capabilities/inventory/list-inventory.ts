import type { Settings } from '../../configuration/settings.ts';
import type { Association } from '../associations/association.ts';
import type { InventorySettings } from './inventory-schema.ts';

/** The document of AWS that gathers, and the one of this project that writes custom inventory. */
export const gatheringDocument = 'AWS-GatherSoftwareInventory';
export const customDocument = 'CustomInventory';

/**
 * How the associations of this section run. Reading disturbs nobody, and a failure on one node says nothing
 * about others.
 */
const run = {
  waitForSchedule: false,
  concurrency: '25%',
  errors: '100%',
  complianceSeverity: 'UNSPECIFIED',
  output: false,
} as const;

/**
 * The associations of the section `inventory`: the global one that gathers, and those that write custom
 * inventory.
 */
export function listInventory({ inventory }: Settings): Association[] {
  if (inventory === null) return [];
  const { schedule, custom } = inventory;
  const gathering = {
    ...run,
    name: 'Inventory',
    field: 'inventory',
    document: gatheringDocument,
    parameters: gatheringParameters(inventory),
    targets: { all: true as const },
    schedule,
  };
  const writing = Object.entries(custom).flatMap(([type, list]) =>
    list.map(({ targets, attributes }, index) => ({
      ...run,
      // The dash keeps the eleventh of Rack apart from the first of Rack1.
      name: `Custom${type}-${index + 1}`,
      field: `inventory.custom.${type}[${index}]`,
      document: customDocument,
      parameters: { TypeName: type, Content: encode(attributes) },
      targets,
      schedule,
    })),
  );
  return [gathering, ...writing];
}

/** The Base64 form of the attributes. The document puts it into a script as text, where quotes would do harm. */
function encode(attributes: Readonly<Record<string, string>>): string {
  return Buffer.from(JSON.stringify(attributes)).toString('base64');
}

/** The parameters of AWS-GatherSoftwareInventory: a word for each type, and JSON for files and the registry. */
function gatheringParameters({ types, files, windowsRegistry }: InventorySettings): Record<string, string> {
  const words = Object.entries(types).map(([type, isOn]) => [type, isOn ? 'Enabled' : 'Disabled']);
  const fileSearches = files.map(({ path, patterns, recursive, foldersMax }) => ({
    Path: path,
    Pattern: patterns,
    Recursive: recursive,
    DirScanLimit: foldersMax,
  }));
  const keySearches = windowsRegistry.map(({ path, recursive, valueNames }) => ({
    Path: path,
    Recursive: recursive,
    ...(valueNames === undefined ? {} : { ValueNames: valueNames }),
  }));
  return {
    ...Object.fromEntries(words),
    ...(files.length === 0 ? {} : { files: JSON.stringify(fileSearches) }),
    ...(windowsRegistry.length === 0 ? {} : { windowsRegistry: JSON.stringify(keySearches) }),
  };
}
