import type { MusterConfig } from '../../../lib/config.ts';

/** The capability with everything on. */
export const patchingExample = {} satisfies MusterConfig['patching'];
