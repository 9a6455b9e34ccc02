import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { unitsOfWhole } from '../../../../lambdas/shared/domain/roster/survey.ts';
import { priceMeasure } from '../../../../simulator/bench/cost-report.ts';
import { distFolder } from '../../../synthesized.ts';
import { readBlocks, updateBlocks } from '../../../tree/docs/measured-blocks.ts';
import { Project } from '../../project.ts';
import { costBlocks } from './cost-blocks.ts';

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
const operators = z.strictObject({
  entries: z.int().positive(),
  commands: z.array(
    z.strictObject({
      command: z.string(),
      seconds: z.number().positive(),
      cpuSeconds: z.number().positive(),
      peakMegabytes: z.int().positive(),
    }),
  ),
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
  bill: z.record(z.string(), z.number()),
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
const phase = z.strictObject({
  hours: z.number().positive(),
  bill: z.record(z.string(), z.number()),
  metricCount: z.int(),
});
const bytes = z.strictObject({ table: z.number(), indexes: z.number() });
const measured = z.strictObject({
  seed: z.int(),
  launches: z.int(),
  empty: phase,
  launched: phase,
  standing: phase,
  ended: phase,
  closed: phase,
  standingCount: z.int(),
  standingBytes: bytes,
  closedBytes: bytes,
  deployed: z.strictObject({
    alarmMetrics: z.int(),
    polledQueues: z.int(),
    logDays: z.int(),
    closedEntryDays: z.int(),
    sweepsPerHour: z.number(),
  }),
  callsPerLaunch: z.number(),
});
const charge = z.strictObject({ unit: z.string(), amount: z.number(), dollars: z.number() });
const priced = z.strictObject({
  bill: z.record(z.string(), z.number()),
  charges: z.array(charge),
  dollars: z.number().positive(),
});
const report = z.strictObject({
  seed: z.int(),
  synthSeconds: z.number().positive(),
  functions: z.array(
    z.strictObject({ name: z.string(), kilobytes: z.int().positive(), coldStartMs: z.number().positive() }),
  ),
  scales: z.array(scale),
  rehearsals: z.array(rehearsal),
  operators,
  forms: z.array(form),
  timeliness: z.array(timed),
  cost: z.strictObject({
    measured,
    launches: priced,
    ends: priced,
    months: z.array(priced.extend({ fleet: z.string() })),
  }),
  prices: z.array(
    z.looseObject({ unit: z.string(), dollars: z.number().positive(), source: z.string().min(1) }),
  ),
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
  let printed: ReturnType<typeof bench>;
  beforeAll(() => {
    printed = bench(
      ...[
        '--json',
        '--launches',
        '40',
        '--rehearse',
        '1500',
        '--operate',
        '50',
        '--compare',
        '100',
        '--price',
        '1000',
      ],
      ...['--time', '10', '--cold-starts', '1'],
    );
  }, 240_000);
  const read = () => report.parse(JSON.parse(printed.stdout));

  it('measures each scale in a process of its own, each function, three forms, and two settings', () => {
    expect(printed.stderr).toBe('');
    expect(printed.status).toBe(0);
    const { scales, rehearsals, functions, forms, timeliness } = read();
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
  });

  it('times the commands of operators over a roster of a fleet that ran', () => {
    const { entries, commands } = read().operators;
    expect(entries).toBeGreaterThan(45);
    expect(commands.map(({ command }) => command)).toEqual([
      ...['status', 'unmanaged', 'failed', 'explain', 'plan', 'rollout plan'],
    ]);
  });

  it('prices what it measured', () => {
    const { cost } = read();
    const again = priceMeasure(cost.measured);
    expect(again).toEqual(cost);
  });

  it('measures of the sweep what the months compute: a scan of what runs, and nothing of what has ended', () => {
    const { empty, standing, closed, standingCount, standingBytes, deployed, launches } =
      read().cost.measured;
    const sweeps = standing.hours * deployed.sweepsPerHour;
    const readsOf = ({ bill }: { bill: Record<string, number> }) => bill['dynamodb.readUnits'] ?? 0;
    const measuredUnits = (readsOf(standing) - readsOf(empty)) / sweeps;
    expect(standingCount).toBeGreaterThan(launches * 0.9);
    expect(measuredUnits / unitsOfWhole(launches * (standingBytes.table - 100))).toBeCloseTo(1, 1);
    expect(readsOf(closed)).toBeLessThanOrEqual(readsOf(empty));
  });

  it('says the figures of README.md and docs/cost.md (UPDATE_GOLDEN=1 writes them anew)', () => {
    const { cost, forms } = read();
    for (const [file, blocks] of Object.entries(costBlocks(priceMeasure(cost.measured), forms))) {
      updateBlocks(file, blocks);
      expect(Object.fromEntries(readBlocks(file)), file).toEqual(blocks);
    }
  });

  it.each(['0', '1000001', 'many', '10,,20'])('refuses %s launches', (launches) => {
    const { status, stderr } = bench('--launches', launches);
    expect(status).toBe(2);
    expect(stderr).toContain('Allowed: a whole number from 1 to 1000000.');
  });
});
