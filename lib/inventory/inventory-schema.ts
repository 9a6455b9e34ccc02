import * as z from 'zod';

/** The form of `inventory` in `muster.config.ts`. Given at all, even as `{}`, it turns the capability on. */
export const inventory = z.strictObject({}, 'an object { }');

/** The settings of the capability, with every default filled in. */
export type InventorySettings = z.output<typeof inventory>;
