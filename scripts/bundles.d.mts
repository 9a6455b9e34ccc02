import type { Plugin } from 'esbuild';

/** What the tests take of `bundles.mjs`. */
export function bundleFunctions(
  project: string,
  folder: string,
  options?: {
    readonly plugins?: readonly Plugin[];
    readonly external?: readonly string[];
    readonly isWanted?: (name: string) => boolean;
  },
): Promise<unknown>;
export function bundleCommandLine(
  project: string,
  folder: string,
  plugins?: readonly Plugin[],
): Promise<unknown>;
