#!/usr/bin/env node
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * The entry of `muster`. In a checkout it builds what has changed and runs it. For help it bundles only the
 * command line, which is fast and leaves `dist` alone. An installed package is built already.
 */
const ownFolder = dirname(import.meta.dirname);
const project = existsSync('muster.config.ts') ? process.cwd() : ownFolder;
const given = process.argv.slice(2);
/** What follows `--` is for a node (`muster run -- df --help`). */
const args = given.includes('--') ? given.slice(0, given.indexOf('--')) : given;
const wantsHelp = args.length === 0 || args[0] === 'help' || args.some((arg) => /^(-h|--help)$/.test(arg));

const program = existsSync(join(project, 'bin', 'muster.ts')) ? await buildProgram() : builtProgram();
if (program !== undefined) {
  process.argv[1] = program; // workers start the program from this path, so they run this very build
  await import(pathToFileURL(program));
}

function builtProgram() {
  return join(project, 'dist', 'muster.cjs');
}

/** Builds the program from the present sources. Undefined, with an exit code, when it cannot be built. */
async function buildProgram() {
  const scripts = await importScripts();
  if (scripts === undefined) return fail('the packages are not installed; type: npm ci');
  try {
    if (wantsHelp && !scripts.isBuilt(project)) return await bundleHelp(scripts);
    return (await scripts.buildProject(project)) ? builtProgram() : fail('the project could not be built');
  } catch (error) {
    if (!isOfDisk(error)) throw error;
    return fail(
      `the project cannot be built in ${project}: ${error.message}; use a folder that can be written to`,
    );
  }
}

/** True when the folder is read-only or belongs to somebody else, or the disk is full. */
function isOfDisk({ code }) {
  return ['EACCES', 'EDQUOT', 'ENOSPC', 'EPERM', 'EROFS'].includes(code);
}

/** The build scripts, or undefined when the packages that they need are not installed. */
async function importScripts() {
  try {
    return { ...(await import('../scripts/build-project.mjs')), ...(await import('../scripts/bundles.mjs')) };
  } catch (error) {
    if (error.code === 'ERR_MODULE_NOT_FOUND') return undefined;
    throw error;
  }
}

/** Bundles the command line alone, beside the packages that it imports. The bundle is deleted at the end. */
async function bundleHelp({ bundleCommandLine }) {
  const cache = join(project, 'node_modules', '.cache', 'muster');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'draft-'));
  process.on('exit', () => rmSync(folder, { recursive: true }));
  await bundleCommandLine(project, folder);
  return join(folder, 'muster.cjs');
}

/** Prints one line, and sets the exit code for a wrong file (bin/failure.ts). */
function fail(problem) {
  process.stderr.write(`muster: ${problem}\n`);
  process.exitCode = 2;
}
