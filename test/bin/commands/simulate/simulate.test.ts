import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exampleRemediation } from '../../../../simulator/remediation/example-remediation.ts';
import { assemblyFolder, assemblyFolderWith, distFolder } from '../../../synthesized.ts';
import { Project } from '../../project.ts';

const project = new Project();
const { folder } = project;
beforeAll(() => project.linkBuild());
afterAll(() => project.remove());

const run = (...flags: string[]) =>
  spawnSync(process.execPath, [join(distFolder(), 'muster.cjs'), 'simulate', '--launches', '30', ...flags], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
  });

describe('muster simulate', () => {
  it('prints the faults that were drawn, the outcomes, and that every promise was kept', () => {
    const { stdout, status } = run(
      '--seed',
      '4',
      '--faults',
      'event-duplicated,page-short',
      '--app',
      assemblyFolder(),
    );
    expect(stdout).toMatch(/^event-duplicated +1 +0\.\d+ +\d+$/m);
    expect(stdout).toMatch(/^\d+ onboarded, .* commands; .* virtual$/m);
    expect(stdout).toContain('Kept: every promise, for 30 launches of seed 4.');
    expect(status).toBe(0);
  });

  it('runs several seeds in workers, each as it would run alone, and prints one JSON document', () => {
    const trace = join(folder, 'run.trace');
    const many = run('--runs', '2', '--seed', '5', '--launches', '10', '--json', '--app', assemblyFolder());
    const alone = run(
      '--seed',
      '6',
      '--launches',
      '10',
      '--json',
      '--trace',
      trace,
      '--app',
      assemblyFolder(),
    );
    expect(many.stderr).toBe('');
    expect(many.status).toBe(0);
    const [, second] = JSON.parse(many.stdout).runs;
    expect(second).toEqual(JSON.parse(alone.stdout).runs[0]);
    expect(second).toMatchObject({ seed: 6, launches: 10, violationCount: 0 });
    expect(readFileSync(trace, 'utf8')).toMatch(/^\d+ ssm\.command \{"commandId":/m);
  }, 120_000);

  it('refuses an unknown fault, and lists the known ones', () => {
    const { stderr, status } = run('--faults', 'gremlins');
    expect(status).toBe(2);
    expect(stderr).toContain('there is no fault "gremlins"; allowed: default, none, or a list of outage');
  });

  it('refuses a folder that is not an assembly', () => {
    const { stderr, status } = run('--app', folder);
    expect(status).toBe(2);
    expect(stderr).toBe(
      `muster: --app ${folder}: there is no manifest.json; allowed is the folder of an assembly\n`,
    );
  });

  it('refuses to trace several runs into one file', () => {
    const { stderr, status } = run('--runs', '2', '--trace', join(folder, 'x'));
    expect(status).toBe(2);
    expect(stderr).toBe('muster: --trace is for one run; leave out --runs, or give the seed of the run\n');
  });

  it('refuses unknown settings, and an assembly or a trace beside the extremes', () => {
    expect(run('--settings', 'fast').stderr).toContain('Allowed choices are given, extremes.');
    const { stderr, status } = run('--settings', 'extremes', '--app', folder);
    expect(status).toBe(2);
    expect(stderr).toBe(
      'muster: --settings extremes synthesizes its own assemblies: it takes neither --app nor --trace\n',
    );
  });

  it('tells what runbooks did, where the assembly has any', () => {
    const app = assemblyFolderWith(exampleRemediation);
    const { stdout, status } = run('--faults', 'none', '--app', app);
    expect(stdout).toMatch(/^Runbooks: \d+ Success/m);
    expect(stdout).toMatch(/^ {2}.*\d+ Muster-AttachInstanceProfile/m);
    expect(status).toBe(0);
  }, 60_000);

  it('refuses an assembly beside the example of remediation', () => {
    const { stderr, status } = run('--remediation', 'example', '--app', folder);
    expect(status).toBe(2);
    expect(stderr).toBe(
      'muster: --remediation example synthesizes its own assembly: it takes neither --app nor --settings extremes\n',
    );
  });

  it('refuses a trace file that cannot be written', () => {
    const { stderr, status } = run('--trace', join(folder, 'no', 'such', 'folder'));
    expect(status).toBe(2);
    expect(stderr).toContain('cannot be written');
  });
});
