import * as z from 'zod';

/** The form of `parameters` in `muster.config.ts`. Given at all, even as `{}`, it turns the capability on. */
export const parameters = z.strictObject({}, 'an object { }');

/** The settings of the capability, with every default filled in. */
export type ParametersSettings = z.output<typeof parameters>;
