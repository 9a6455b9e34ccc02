import * as z from 'zod';

/** The form of `sessions` in `muster.config.ts`. Given at all, even as `{}`, it turns the capability on. */
export const sessions = z.strictObject({}, 'an object { }');

/** The settings of the capability, with every default filled in. */
export type SessionsSettings = z.output<typeof sessions>;
