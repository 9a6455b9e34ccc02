import { createRequire } from 'node:module';
import { isRecord } from '../is-record.ts';

/** What a client of the SDK exports: its schemas among others. */
export type Sdk = Readonly<Record<string, unknown>>;

/**
 * A client of the SDK that is loaded when it is first asked for. Loading takes some 80 ms, and most runs ask for none of
 * these clients. `import.meta.url` is `__filename` in a bundle.
 */
export function lazySdk(name: string): () => Sdk {
  let loaded: Sdk | undefined;
  return () => {
    loaded ??= load(name);
    return loaded;
  };
}

function load(name: string): Sdk {
  const sdk: unknown = createRequire(import.meta.url)(name);
  if (!isRecord(sdk)) throw new Error(`${name} exports nothing`);
  return sdk;
}
