import { describe, expect, it } from 'vitest';
import { ends, equals, type RunChanges, run, shell } from './pretend-run.ts';

const MINUTE_MS = 60_000;

describe('finished steps', () => {
  it('are reported at once, each at its end', () => {
    const result = run([shell('a'), shell('b', {}, equals('one', 'two')), shell('c')]);
    expect(result.reports.map(({ atMs, step }) => [atMs, step.name])).toEqual([
      [10_000, 'a'],
      [10_000, 'b'],
      [20_000, 'c'],
    ]);
  });

  it('successive orders use successive exit codes, and the last one for ever', () => {
    const statuses = [0, 1, 2].map(
      (scriptsRunBefore) => run([shell('a')], { script: { exitCodes: [20, 0] }, scriptsRunBefore }).status,
    );
    expect(statuses).toEqual(['Failed', 'Success', 'Success']);
  });

  it('a failed one decides before one that timed out', () => {
    expect(run([shell('a'), shell('b')], { script: { exitCodes: [137, 1] } }).status).toBe('Failed');
  });
});

describe('a reboot', () => {
  const script: RunChanges['script'] = { exitCodes: [194, 0], standardOutput: 'x\n' };
  const result = run([shell('a'), shell('b')], { script });

  it('is reported as SuccessAndReboot with 194', () => {
    expect(result.reports[0]).toMatchObject({
      atMs: 10_000,
      step: { name: 'a', status: 'SuccessAndReboot', exitCode: 194, output: 'x\n' },
    });
  });

  it('runs the same step again: the output of both runs, the first start time', () => {
    expect(result).toMatchObject({ status: 'Success', scriptsRun: 3 });
    expect(result.steps[0]).toMatchObject({
      status: 'Success',
      exitCode: 0,
      standardOutput: 'x\nx\n',
      startMs: 0,
      endMs: 10_000 + 90_000 + 10_000,
    });
  });

  it('leaves alone what had ended before it', () => {
    const later = run([shell('a'), shell('b')], { script: { exitCodes: [5, 194, 0] } });
    expect(later.scriptsRun).toBe(3);
    expect(ends(later.steps)).toEqual({ a: 'Failed/5', b: 'Success/0' });
    expect(later.status).toBe('Failed');
  });
});

describe('an order to cancel', () => {
  const cancelled = run(
    [shell('a'), shell('b'), shell('c'), shell('d', {}, equals('platformType', 'Windows'))],
    {
      cancelledAtMs: 15_000,
      script: { standardOutput: 'so far' },
    },
  );

  it('kills the running step with 137 and its output, and ends the following with 1', () => {
    expect(ends(cancelled.steps)).toEqual({
      a: 'Success/0',
      b: 'Cancelled/137',
      c: 'Cancelled/1',
      d: 'Skipped/0',
    });
    expect(cancelled.steps[1]).toMatchObject({ standardOutput: 'so far', standardError: '', endMs: 15_000 });
    expect(cancelled.steps[2]?.output).toBe('');
  });

  it('makes the document Cancelled, unless a step had failed', () => {
    expect(cancelled).toMatchObject({ status: 'Cancelled', durationMs: 15_000 });
    const failed = run([shell('a'), shell('b')], { cancelledAtMs: 15_000, script: { exitCodes: [4] } });
    expect(failed.status).toBe('Failed');
  });

  it('that comes after the end changes nothing', () => {
    expect(run([shell('a')], { cancelledAtMs: 10_001 }).status).toBe('Success');
  });
});

describe('an agent', () => {
  it('that vanishes has reported what had ended', () => {
    const result = run([shell('a', {}, equals('one', 'two')), shell('b')], {
      script: { ending: 'vanishes' },
    });
    expect(result.status).toBeUndefined();
    expect(ends(result.steps)).toEqual({ a: 'Failed/1' });
    expect(result.durationMs).toBe(5_000);
  });

  it('whose document worker is killed reports the first step as Failed with 1, a minute later, and no other', () => {
    const result = run([shell('a'), shell('b')], { script: { ending: 'worker-killed' } });
    expect(result).toMatchObject({ status: 'Failed', durationMs: 5_000 + MINUTE_MS });
    expect(ends(result.steps)).toEqual({ a: 'Failed/1' });
    expect(result.steps[0]?.output).toBe(
      'document process failed unexpectedly: ipc messaging received timeout signal , check [ssm-document-worker]/[ssm-session-worker] log for crash reason',
    );
  });

  it('whose worker is killed in a later step blames the first one, which had ended well', () => {
    const skipped = shell('a', {}, equals('platformType', 'Windows'));
    const result = run([skipped, shell('b')], { script: { ending: 'worker-killed' } });
    expect(ends(result.steps)).toEqual({ a: 'Failed/1' });
  });
});
