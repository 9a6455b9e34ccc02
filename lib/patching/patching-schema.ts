import * as z from 'zod';

/** The form of `patching` in `muster.config.ts`. Given at all, even as `{}`, it turns the capability on. */
export const patching = z.strictObject({}, 'an object { }');

/** The settings of the capability, with every default filled in. */
export type PatchingSettings = z.output<typeof patching>;
