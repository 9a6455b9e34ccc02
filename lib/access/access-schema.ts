import * as z from 'zod';

/** The form of `access` in `muster.config.ts`. Given at all, even as `{}`, it turns the capability on. */
export const access = z.strictObject({}, 'an object { }');

/** The settings of the capability, with every default filled in. */
export type AccessSettings = z.output<typeof access>;
