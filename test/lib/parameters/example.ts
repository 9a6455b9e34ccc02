import type { MusterConfig } from '../../../lib/config.ts';

/** The capability with everything on. */
export const parametersExample = {} satisfies MusterConfig['parameters'];
