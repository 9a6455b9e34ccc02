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
import type { Random } from '../random.ts';
import { NotEmulatedError } from '../service.ts';
import type { localHttp } from './http.ts';

/** The Node.js modules a bundle may use: those without time, chance, files or network as they are, the rest local. */
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
  const refuseChance = () => {
    throw new NotEmulatedError('random bytes in a function (only randomUUID)');
  };
  const modules: Readonly<Record<string, unknown>> = {
    async_hooks: asyncHooks,
    buffer,
    console: { Console },
    crypto: {
      ...crypto,
      randomUUID: () => random.uuid(),
      randomBytes: refuseChance,
      randomInt: refuseChance,
    },
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
    zlib,
  };
  return (name) => {
    const module = modules[name.replace(/^node:/, '')];
    if (module === undefined) throw new NotEmulatedError(`the Node.js module ${name} in a function`);
    return module;
  };
}

/** What stands in a sandbox for `process`. */
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
    hrtime: Object.assign(() => [0, 0], { bigint: () => BigInt(Math.round(options.uptimeMs() * 1e6)) }),
    memoryUsage: () => ({ rss: 0, heapTotal: 0, heapUsed: 0, external: 0, arrayBuffers: 0 }),
    on: () => undefined,
    once: () => undefined,
    off: () => undefined,
    stdout: output,
    stderr: output,
  };
}
