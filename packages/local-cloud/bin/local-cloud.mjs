#!/usr/bin/env node
/** Starts the built command; builds it first in a checkout where nobody has. npm links to this file, which is there. */
import { existsSync } from 'node:fs';

const built = new URL('../dist/local-cloud.cjs', import.meta.url);
if (!existsSync(built)) {
  const { buildCommand } = await import('../build-command.mjs');
  await buildCommand();
}
await import(built);
