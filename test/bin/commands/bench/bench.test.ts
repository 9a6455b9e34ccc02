import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { distFolder } from '../../../synthesized.ts';
import { Project } from '../../project.ts';

const percentiles = z.strictObject({
  count: z.int(),
  p50: z.int().optional(),
  p95: z.int().optional(),
  p99: z.int().optional(),
});
const scale = z.strictObject({
  launches: z.int(),
  seconds: z.number().positive(),
  launchesPerSecond: z.number().positive(),
  peakMegabytes: z.int().positive(),
  outcomes: z.record(z.string(), z.int()),
  callsPerLaunch: z.record(z.string(), z.number()),
  secondsToCommand: percentiles,
  traceHash: z.string().regex(/^[0-9a-f]{64}$/),
});
const rehearsal = z.strictObject({
  instances: z.int(),
  megabytes: z.number().positive(),
  cpuSeconds: z.number().positive(),
  peakMegabytes: z.int().positive(),
  ran: z.int().positive(),
  outcomes: z.record(z.string(), z.int()),
});
const form = z.strictObject({
  form: z.enum(['muster', 'wait-then-send', 'send-at-once']),
  faults: z.enum(['none', 'default']),
  launches: z.int(),
  lost: z.int(),
  sentTwice: z.int(),
  commands: z.int(),
  callsPerLaunch: z.number(),
  systemsManagerCallsPerLaunch: z.number(),
  secondsToCommand: percentiles,
  dollarsPerThousand: z.number().positive(),
  usage: z.record(z.string(), z.number()),
});
const longestToo = percentiles.extend({ max: z.int().optional() });
const timed = z.strictObject({
  settings: z.enum(['given', 'fast']),
  fleet: z.enum(['example', 'scattered']),
  launches: z.int(),
  early: longestToo,
  late: longestToo,
  all: longestToo,
  forgotten: z.int(),
  systemsManagerCallsPerLaunch: z.number(),
  systemsManagerCallsToCommand: z.number(),
});
const report = z.strictObject({
  seed: z.int(),
  synthSeconds: z.number().positive(),
  functions: z.array(
    z.strictObject({ name: z.string(), kilobytes: z.int().positive(), coldStartMs: z.number().positive() }),
  ),
  scales: z.array(scale),
  rehearsals: z.array(rehearsal),
  forms: z.array(form),
  timeliness: z.array(timed),
  prices: z.record(z.string(), z.union([z.string(), z.number()])),
});

const project = new Project();
beforeAll(() => project.linkBuild());
afterAll(() => project.remove());

const bench = (...flags: string[]) =>
  spawnSync(process.execPath, [join(distFolder(), 'muster.cjs'), 'bench', ...flags], {
    cwd: project.folder,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
  });

describe('npm run bench', () => {
  it('measures each scale in a process of its own, each function, three forms, and two settings', () => {
    const { status, stdout, stderr } = bench(
      ...['--json', '--launches', '40', '--rehearse', '1500', '--compare', '30', '--time', '10'],
      ...['--cold-starts', '1'],
    );
    expect(stderr).toBe('');
    expect(status).toBe(0);
    const { scales, rehearsals, functions, forms, timeliness } = report.parse(JSON.parse(stdout));
    expect(scales.map(({ launches }) => launches)).toEqual([40]);
    // Of 1,500 instances one in fifty stands out in each of four ways.
    expect(rehearsals).toMatchObject([
      { instances: 1500, outcomes: { onboarded: 1380, unmanaged: 90, excluded: 30 } },
    ]);
    expect(rehearsals[0]?.ran).toBeLessThan(20);
    expect(functions.map(({ name }) => name)).toContain('onboard');
    expect(forms.map((result) => `${result.form} ${result.faults}`)).toEqual([
      'muster none',
      'wait-then-send none',
      'send-at-once none',
      'muster default',
      'wait-then-send default',
      'send-at-once default',
    ]);
    expect(timeliness.map(({ settings, fleet }) => `${settings} ${fleet}`)).toEqual([
      'given example',
      'given scattered',
      'fast example',
      'fast scattered',
    ]);
    const [given, , fast] = timeliness;
    expect(fast?.early.p50).toBeLessThan(given?.early.p50 ?? 0);
    for (const { sentTwice } of forms.filter((result) => result.form === 'muster')) expect(sentTwice).toBe(0);
    const [muster, naive] = forms;
    expect(muster?.lost).toBeLessThan(naive?.lost ?? 0);
  }, 240_000);

  it.each(['0', '1000001', 'many', '10,,20'])('refuses %s launches', (launches) => {
    const { status, stderr } = bench('--launches', launches);
    expect(status).toBe(2);
    expect(stderr).toContain('Allowed: a whole number from 1 to 1000000.');
  });
});
