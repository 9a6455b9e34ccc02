#!/usr/bin/env node
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * The entry of `muster`. In a checkout it builds what has changed, and runs it; help is bundled alone, at once and
 * apart from `dist`. An installed package is built already.
 */
const ownFolder = dirname(import.meta.dirname);
const project = existsSync('muster.config.ts') ? process.cwd() : ownFolder;
const args = process.argv.slice(2);
const wantsHelp = args.length === 0 || args[0] === 'help' || args.some((arg) => /^(-h|--help)$/.test(arg));

const program = existsSync(join(project, 'bin', 'muster.ts')) ? await buildProgram() : builtProgram();
if (program !== undefined) {
  process.argv[1] = program; // what starts the program again, for its workers, starts this very build
  await import(pathToFileURL(program));
}

function builtProgram() {
  return join(project, 'dist', 'muster.cjs');
}

/** The program, built of the sources as they are; undefined, with an exit code, when it cannot be built. */
async function buildProgram() {
  const scripts = await importScripts();
  if (scripts === undefined) return fail('the packages are not installed; type: npm ci');
  if (wantsHelp && !scripts.isBuilt(project)) return bundleHelp(scripts);
  return (await scripts.buildProject(project)) ? builtProgram() : fail('the project could not be built');
}

/** The scripts that build, or undefined when what they need is not installed. */
async function importScripts() {
  try {
    return { ...(await import('../scripts/build-project.mjs')), ...(await import('../scripts/bundles.mjs')) };
  } catch (error) {
    if (error.code === 'ERR_MODULE_NOT_FOUND') return undefined;
    throw error;
  }
}

/** The command line alone, beside the packages that it imports; gone when it has ended. */
async function bundleHelp({ bundleCommandLine }) {
  const cache = join(project, 'node_modules', '.cache', 'muster');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'draft-'));
  process.on('exit', () => rmSync(folder, { recursive: true }));
  await bundleCommandLine(project, folder);
  return join(folder, 'muster.cjs');
}

/** One line, and the exit code of a file that is wrong (bin/failure.ts). */
function fail(problem) {
  process.stderr.write(`muster: ${problem}\n`);
  process.exitCode = 2;
}
