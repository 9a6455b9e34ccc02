import * as z from 'zod';

/** The form of `groups` in `muster.config.ts`. Given at all, even as `{}`, it turns the capability on. */
export const groups = z.strictObject({}, 'an object { }');

/** The settings of the capability, with every default filled in. */
export type GroupsSettings = z.output<typeof groups>;
