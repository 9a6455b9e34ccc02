import asyncHooks from 'node:async_hooks';
import buffer from 'node:buffer';
import { Console } from 'node:console';
import crypto from 'node:crypto';
import events from 'node:events';
import path from 'node:path';
import process from 'node:process';
import stream from 'node:stream';
import stringDecoder from 'node:string_decoder';
import url from 'node:url';
import util from 'node:util';
import zlib from 'node:zlib';
import type { Random } from '../core/random.ts';
import { NotEmulatedError } from '../core/service.ts';
import type { localHttp } from './http.ts';

/**
 * The Node.js modules that a bundle may use. Those without time, randomness, files or network are the real ones. The
 * rest are replaced.
 */
export function sandboxModules(options: {
  readonly random: Random;
  readonly http: ReturnType<typeof localHttp>;
  readonly process: Readonly<Record<string, unknown>>;
}): (name: string) => unknown {
  const { random, http } = options;
  const noFile = (file: unknown) =>
    Object.assign(new Error(`ENOENT: no such file, open '${file}'`), { code: 'ENOENT' });
  const files = {
    readFileSync: (file: unknown) => {
      throw noFile(file);
    },
    existsSync: () => false,
    promises: { readFile: async (file: unknown) => Promise.reject(noFile(file)) },
  };
  const modules: Readonly<Record<string, unknown>> = {
    async_hooks: asyncHooks,
    buffer,
    console: { Console },
    crypto: localCrypto(random),
    events,
    fs: files,
    'fs/promises': files.promises,
    http,
    https: http,
    os: {
      homedir: () => '/nonexistent',
      hostname: () => 'localhost',
      platform: () => 'linux',
      release: () => '6',
      EOL: '\n',
    },
    path,
    process: options.process,
    stream,
    string_decoder: stringDecoder,
    url,
    util,
    zlib: localZlib(),
  };
  return (name) => {
    const module = modules[name.replace(/^node:/, '')];
    if (module === undefined) throw new NotEmulatedError(`the Node.js module ${name} in a function`);
    return module;
  };
}

/** The random functions of `node:crypto`, except `randomUUID` and `randomInt`. */
const chanceNames = [
  'generateKey',
  'generateKeyPair',
  'generateKeyPairSync',
  'generateKeySync',
  'generatePrime',
  'generatePrimeSync',
  'getRandomValues',
  'pseudoRandomBytes',
  'randomBytes',
  'randomFill',
  'randomFillSync',
];

/**
 * `node:crypto` with seeded UUIDs and integers. Other random functions are refused. So is work on threads, which takes
 * real time.
 */
function localCrypto(random: Random): Readonly<Record<string, unknown>> {
  const refuse = () => {
    throw new NotEmulatedError('random bytes in a function (only randomUUID and randomInt)');
  };
  const refused = Object.fromEntries(chanceNames.map((name) => [name, refuse]));
  const seeded = { randomUUID: () => random.uuid(), randomInt: seededInt(random) };
  return { ...crypto, ...refused, subtle: undefined, webcrypto: undefined, ...seeded };
}

/** `randomInt(max)` and `randomInt(min, max)`, whose result is below `max`. Callbacks are not emulated. */
function seededInt(random: Random): (first: number, second?: number) => number {
  return (first, second) => {
    const [min, max] = second === undefined ? [0, first] : [first, second];
    if (typeof max !== 'number') throw new NotEmulatedError('randomInt with a callback in a function');
    if (!Number.isSafeInteger(min) || !Number.isSafeInteger(max) || max <= min)
      throw new RangeError(
        `The value of "max" is out of range. It must be greater than the value of "min" (${min}). Received ${max}`,
      );
    return random.integer(min, max - 1);
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

/** Replaces `process` in a sandbox. */
export function sandboxProcess(options: {
  readonly environment: Readonly<Record<string, string>>;
  readonly nodeMajor: string;
  readonly write: (text: string) => void;
  readonly uptimeMs: () => number;
}): Record<string, unknown> {
  const version = `${options.nodeMajor}.0.0`;
  const output = new stream.Writable({
    write: (chunk, _encoding, done) => {
      options.write(String(chunk));
      done();
    },
  });
  return {
    env: { ...options.environment },
    version: `v${version}`,
    versions: { node: version },
    release: { name: 'node' },
    platform: 'linux',
    arch: 'arm64',
    argv: ['node'],
    execArgv: [],
    pid: 1,
    cwd: () => '/var/task',
    nextTick: process.nextTick,
    emitWarning: () => undefined,
    uptime: () => options.uptimeMs() / 1000,
    hrtime: hrtimeOf(() => BigInt(Math.round(options.uptimeMs() * 1e6))),
    memoryUsage: () => ({ rss: 0, heapTotal: 0, heapUsed: 0, external: 0, arrayBuffers: 0 }),
    on: () => undefined,
    once: () => undefined,
    off: () => undefined,
    stdout: output,
    stderr: output,
  };
}

/** `process.hrtime` by a count of nanoseconds. */
function hrtimeOf(bigint: () => bigint) {
  const billion = 1_000_000_000n;
  const hrtime = ([seconds, nanoseconds]: readonly [number, number] = [0, 0]) => {
    const passed = bigint() - (BigInt(seconds) * billion + BigInt(nanoseconds));
    return [Number(passed / billion), Number(passed % billion)];
  };
  return Object.assign(hrtime, { bigint });
}
