import * as z from 'zod';

/** The form of `associations` in `muster.config.ts`. Given at all, even as `{}`, it turns the capability on. */
export const associations = z.strictObject({}, 'an object { }');

/** The settings of the capability, with every default filled in. */
export type AssociationsSettings = z.output<typeof associations>;
