import type { SettingsOf } from '../../configuration/settings.ts';
import { targetsOf } from '../associations/association.ts';
import { type Capability, section, stackOf } from '../capability.ts';
import { findInventoryMistakes } from './inventory-mistakes.ts';
import { inventory } from './inventory-schema.ts';
import { InventoryStack } from './inventory-stack.ts';
import { listInventory } from './list-inventory.ts';

const fields = {
  inventory: section(inventory, 'What is installed where, gathered and ready to be queried.'),
};

declare module '../../configuration/settings.ts' {
  interface Settings extends SettingsOf<typeof fields> {}
}

/** What is installed where. */
export const inventoryCapability: Capability<typeof fields> = {
  name: 'inventory',
  description: 'what is installed where.',
  fields,
  findMistakes: findInventoryMistakes,
  listTargets: (settings) => targetsOf(listInventory(settings)),
  createStack: stackOf(InventoryStack, ({ inventory: own }) => own),
};
