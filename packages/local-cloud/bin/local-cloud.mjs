#!/usr/bin/env node
/**
 * Starts the built command, and builds it first if necessary. npm links to this file, because it exists before the
 * build.
 */
import { existsSync } from 'node:fs';

const built = new URL('../dist/local-cloud.cjs', import.meta.url);
if (!existsSync(built)) {
  const { buildCommand } = await import('../build-command.mjs');
  await buildCommand();
}
await import(built);
