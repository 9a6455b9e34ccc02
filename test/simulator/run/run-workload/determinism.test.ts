import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../../../simulator/run/run-report.ts';
import { assemblyFolder } from '../../../synthesized.ts';
import { runOnce } from './run-once.ts';

const launches = 60;
const run = (seed: number) => runOnce(assemblyFolder(), launches, seed);

/** Runs the same workload in another process, with other hash seeds, addresses and start times. */
async function runProcess(seed: number): Promise<Report> {
  const folder = mkdtempSync(join(tmpdir(), 'muster-determinism-'));
  try {
    symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
    const script = `
      import { runOnce } from './test/simulator/run/run-workload/run-once.ts';
      const [assembly, launches, seed] = process.argv.slice(2);
      runOnce(assembly, Number(launches), Number(seed)).then((report) => console.log(JSON.stringify(report)));`;
    const outfile = join(folder, 'run.cjs');
    await build({
      stdin: { contents: script, resolveDir: resolve('.'), loader: 'ts' },
      outfile,
      bundle: true,
      platform: 'node',
      format: 'cjs',
      target: 'node20',
      external: ['@aws-sdk/*', '@smithy/*', 'yaml'],
    });
    const args = [outfile, assemblyFolder(), String(launches), String(seed)];
    const environment = { PATH: process.env['PATH'], TZ: 'Asia/Kathmandu', LANG: 'tr_TR.UTF-8' };
    const { stdout } = await promisify(execFile)(process.execPath, args, {
      env: environment,
      maxBuffer: 2 ** 26,
    });
    return JSON.parse(stdout);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe('the application with 60 launches', () => {
  let first: Report;
  beforeAll(async () => {
    first = await run(3);
  });

  it('does something', () => {
    expect([first.launched, first.accounted]).toEqual([launches, true]);
    expect(first.traceHash).toMatch(/^[0-9a-f]{64}$/);
  });

  it('leaves the same trace and report twice with one seed', async () => {
    expect(await run(3)).toEqual(first);
  });

  it('leaves another trace with another seed', async () => {
    expect((await run(4)).traceHash).not.toBe(first.traceHash);
  });

  it('leaves the same trace and report in another process, time zone and language', async () => {
    expect(await runProcess(3)).toEqual(JSON.parse(JSON.stringify(first)));
  });
});
