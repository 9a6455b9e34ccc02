import assert from 'node:assert';
import asyncHooks from 'node:async_hooks';
import buffer from 'node:buffer';
import { Console } from 'node:console';
import constants from 'node:constants';
import diagnosticsChannel from 'node:diagnostics_channel';
import events from 'node:events';
import { isBuiltin } from 'node:module';
import path from 'node:path';
import process from 'node:process';
import querystring from 'node:querystring';
import stream from 'node:stream';
import streamPromises from 'node:stream/promises';
import streamWeb from 'node:stream/web';
import stringDecoder from 'node:string_decoder';
import url from 'node:url';
import util from 'node:util';
import zlib from 'node:zlib';
import type { Random } from '../core/random.ts';
import { NotEmulatedError } from '../core/service.ts';
import type { localHttp } from './http.ts';
import { localCrypto } from './sandbox-crypto.ts';

/** What the replaced modules stand on. */
export interface ModulePorts {
  readonly random: Random;
  readonly http: ReturnType<typeof localHttp>;
  readonly process: Readonly<Record<string, unknown>>;
  /** `node:perf_hooks`, `node:timers` and `node:timers/promises`, by their names. */
  readonly clocks: Readonly<Record<string, unknown>>;
}

/**
 * The Node.js modules that a bundle may use. Those without time, randomness, files or network are the real ones. Some of
 * the rest are replaced. Of the others, only the constants are there: a bundle may load them, as the SDK loads
 * `node:http2`, and may not call them.
 */
export function sandboxModules(ports: ModulePorts): (name: string) => unknown {
  const replaced = replacedModules(ports);
  const known: Readonly<Record<string, unknown>> = { ...realModules, ...replaced };
  const stubs = new Map<string, unknown>();
  return (fullName) => {
    const name = fullName.replace(/^node:/, '');
    if (Object.hasOwn(known, name)) return known[name];
    const stub = stubs.get(name) ?? stubOf(name);
    stubs.set(name, stub);
    return stub;
  };
}

const realModules = {
  assert,
  async_hooks: asyncHooks,
  buffer,
  constants,
  diagnostics_channel: diagnosticsChannel,
  events,
  path,
  'path/posix': path.posix,
  querystring,
  stream,
  'stream/promises': streamPromises,
  'stream/web': streamWeb,
  string_decoder: stringDecoder,
  url,
  util,
  'util/types': util.types,
};

function replacedModules({ random, http, process, clocks }: ModulePorts) {
  const files = noFiles();
  return {
    console: { Console },
    crypto: localCrypto(random),
    fs: files,
    'fs/promises': files['promises'],
    http,
    https: http,
    os: {
      ...stubOf('os'),
      homedir: () => '/nonexistent',
      hostname: () => 'localhost',
      platform: () => 'linux',
      release: () => '6',
      type: () => 'Linux',
      arch: () => 'arm64',
      tmpdir: () => '/tmp',
    },
    ...clocks,
    process,
    zlib: localZlib(),
  };
}

/** A folder without files: reading one fails as it does where it is missing. */
function noFiles(): Record<string, unknown> {
  const noFile = (file: unknown) =>
    Object.assign(new Error(`ENOENT: no such file, open '${file}'`), { code: 'ENOENT' });
  const refuse = (file: unknown): never => {
    throw noFile(file);
  };
  const rejectLater = async (file: unknown) => refuse(file);
  return {
    ...stubOf('fs'),
    readFileSync: refuse,
    statSync: refuse,
    existsSync: () => false,
    promises: { ...stubOf('fs/promises'), readFile: rejectLater, stat: rejectLater, access: rejectLater },
  };
}

/**
 * A module that loads, and whose functions and classes refuse to be called.
 * @throws NotEmulatedError for a name that is no module of Node.js.
 */
function stubOf(name: string): Record<string, unknown> {
  const real: unknown = isBuiltin(name) ? process.getBuiltinModule(name) : undefined;
  if (typeof real !== 'object' && typeof real !== 'function')
    throw new NotEmulatedError(`the Node.js module ${name} in a function`);
  return Object.fromEntries(
    Object.entries(real ?? {}).map(([member, value]) => [
      member,
      typeof value === 'function' ? refusing(`${member} of the Node.js module ${name} in a function`) : value,
    ]),
  );
}

/** A function that may be a class that others extend, and that refuses to be called. */
function refusing(what: string) {
  return function refused(): never {
    throw new NotEmulatedError(what);
  };
}

/**
 * `node:zlib` without the functions that run on threads. Their results would arrive in real time, after virtual time
 * has moved on.
 */
function localZlib(): Readonly<Record<string, unknown>> {
  const refuse = () => {
    throw new NotEmulatedError(
      'asynchronous compression in a function (only the functions that end in Sync)',
    );
  };
  const isAtOnce = (name: string, value: unknown) =>
    typeof value !== 'function' || name.endsWith('Sync') || name === 'crc32';
  return Object.fromEntries(
    Object.entries(zlib).map(([name, value]) => [name, isAtOnce(name, value) ? value : refuse]),
  );
}
