import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeBundle } from '../cloud-bench.ts';
import { payloadOf, sandboxBench } from './sandbox-bench.ts';

/** The folder of a function with these files beside `index.js`. */
function folderWith(index: string, files: Readonly<Record<string, string>>): string {
  const folder = writeBundle(index);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

/** What the handler returns. */
async function resultOf(folder: string, handler?: string): Promise<unknown> {
  const bench = sandboxBench();
  return payloadOf(await bench.call(bench.loadFolder(folder, handler)));
}

describe('a function of several files', () => {
  it('loads them once each, also in a circle, and JSON', async () => {
    const folder = folderWith(
      "const { count } = require('./lib'); const { twice } = require('./lib/twice.js'); exports.handler = () => twice(count());",
      {
        'lib/index.js':
          "let n = require('./start.json').value; exports.count = () => ++n; require('./twice');",
        'lib/twice.js': "const lib = require('.'); exports.twice = (n) => [2 * n, lib.count()];",
        'lib/start.json': '{"value": 20}',
      },
    );
    expect(await resultOf(folder)).toEqual([42, 22]);
  });

  it('has its own packages', async () => {
    const folder = folderWith("exports.handler = () => require('left-pad').pad();", {
      'node_modules/left-pad/package.json': '{"main": "main.js"}',
      'node_modules/left-pad/main.js': "exports.pad = () => __filename + ' ' + new Date().getFullYear();",
    });
    expect(await resultOf(folder)).toBe('/var/task/node_modules/left-pad/main.js 2026');
  });

  it('is called by the file and the export that its handler names', async () => {
    const folder = folderWith('', { 'src/app.cjs': 'exports.main = () => 7;' });
    expect(await resultOf(folder, 'src/app.main')).toBe(7);
    expect(() => sandboxBench().loadFolder(folder, 'src/app.other')).toThrow(
      expect.objectContaining({
        name: 'Runtime.HandlerNotFound',
        message: 'src/app.other is undefined or not exported',
      }),
    );
    expect(() => sandboxBench().loadFolder(folder, 'src/none.main')).toThrow(
      expect.objectContaining({
        name: 'Runtime.ImportModuleError',
        message: "Cannot find module 'src/none'",
      }),
    );
  });

  it('cannot find what the project around it has, as on Lambda', () => {
    expect(() => sandboxBench().load("require('vitest')")).toThrow("Cannot find module 'vitest'");
    expect(() => sandboxBench().load("require('../other')")).toThrow("Cannot find module '../other'");
  });
});

describe('the SDK of the runtime', () => {
  it('is there without being bundled, runs on virtual time, and each environment has its own', async () => {
    const bench = sandboxBench();
    const sandbox = bench.load(`const { SQSClient, ListQueuesCommand } = require('@aws-sdk/client-sqs');
      const client = new SQSClient({ region: 'eu-west-1', endpoint: 'https://known.example', maxAttempts: 1,
        credentials: { accessKeyId: 'a', secretAccessKey: 'b' } });
      exports.handler = () => client.send(new ListQueuesCommand({})).catch((error) => error.name);`);
    await bench.call(sandbox);
    expect(bench.requests).toMatchObject([
      { host: 'known.example', headers: { 'x-amz-target': 'AmazonSQS.ListQueues' } },
    ]);
    expect(bench.requests[0]?.headers['x-amz-date']).toMatch(/^20260101T/);
  });
});
