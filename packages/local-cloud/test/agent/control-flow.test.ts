import { describe, expect, it } from 'vitest';
import { ends, equals, type RunChanges, run, shell } from './pretend-run.ts';

const three = (inputs: object = {}) => [shell('a', inputs), shell('b'), shell('c')];
const printing = (exitCode: number): Pick<RunChanges, 'script'> => ({
  script: { exitCodes: [exitCode], standardOutput: 'out', standardError: 'err\n' },
});

describe('a failed step', () => {
  it('does not stop the document unless it says so', () => {
    expect(ends(run(three(), printing(20)).steps)).toEqual({
      a: 'Failed/20',
      b: 'Failed/20',
      c: 'Failed/20',
    });
  });

  it('with onFailure exit stops it: the others are reported as skipped with a sentence', () => {
    const result = run(three({ onFailure: 'exit' }), printing(20));
    expect(result).toMatchObject({ status: 'Failed', scriptsRun: 1 });
    expect(ends(result.steps)).toEqual({ a: 'Failed/20', b: 'Skipped/0', c: 'Skipped/0' });
    expect(result.steps[1]?.output).toBe(
      'Plugin with name aws:runShellScript and id b skipped due to prior step with an exit condition',
    );
  });

  it('says so at the end of both streams, and not in the joined output', () => {
    const [first] = run(three({ onFailure: 'exit' }), printing(20)).steps;
    const sentence = '\nStep was found to have onFailure property. Further document steps will be skipped.';
    expect(first?.standardOutput).toBe(`out${sentence}`);
    expect(first?.standardError).toBe(`err\nfailed to run commands: exit status 20${sentence}`);
    expect(first?.output).toBe('out\n----------ERROR-------\nerr\nfailed to run commands: exit status 20');
  });

  it('with successAndExit becomes a success with code 168 and stops it', () => {
    const result = run(three({ onFailure: 'successAndExit' }), printing(20));
    expect(result.status).toBe('Success');
    expect(ends(result.steps)).toEqual({ a: 'Success/168', b: 'Skipped/0', c: 'Skipped/0' });
  });

  it('that could not start stops it too', () => {
    const steps = [shell('a', { onFailure: 'exit' }, equals('one', 'two')), shell('b')];
    expect(ends(run(steps).steps)).toEqual({ a: 'Failed/1', b: 'Skipped/0' });
  });
});

describe('an exit code', () => {
  it('168 succeeds, is shown, and stops; the errors are gone', () => {
    const result = run(three(), printing(168));
    expect(result).toMatchObject({ status: 'Success', scriptsRun: 1 });
    expect(ends(result.steps)).toEqual({ a: 'Success/168', b: 'Skipped/0', c: 'Skipped/0' });
    expect(result.steps[0]).toMatchObject({
      output: 'out',
      standardOutput:
        'out\nStep exited with code 168. Therefore, marking step as succeeded. Further document steps will be skipped.',
      standardError: '',
    });
  });

  it('169 fails and stops, with a sentence in both streams', () => {
    const result = run(three(), printing(169));
    const sentence =
      '\nStep exited with code 169. Therefore, marking step as Failed. Further document steps will be skipped.';
    expect(result.status).toBe('Failed');
    expect(ends(result.steps)).toEqual({ a: 'Failed/169', b: 'Skipped/0', c: 'Skipped/0' });
    expect(result.steps[0]?.standardOutput).toBe(`out${sentence}`);
    expect(result.steps[0]?.standardError).toBe(`err\nfailed to run commands: exit status 169${sentence}`);
  });
});

describe('other ways to go on', () => {
  it('onSuccess exit stops after a success, and not after a failure', () => {
    expect(ends(run(three({ onSuccess: 'exit' })).steps)).toMatchObject({ a: 'Success/0', b: 'Skipped/0' });
    expect(ends(run(three({ onSuccess: 'exit' }), printing(3)).steps)).toMatchObject({ b: 'Failed/3' });
  });

  it('the last step runs always when it says finallyStep, and no other does', () => {
    const steps = [
      shell('a', { onFailure: 'exit' }),
      shell('b', { finallyStep: true }),
      shell('c', { finallyStep: true }),
    ];
    expect(ends(run(steps, printing(5)).steps)).toEqual({ a: 'Failed/5', b: 'Skipped/0', c: 'Failed/5' });
  });

  it('an agent before 3.0.502.0 knows none of them', () => {
    const old = { agentVersion: '3.0.413.0' };
    expect(ends(run(three(), { ...printing(168), ...old }).steps)).toMatchObject({
      a: 'Failed/168',
      b: 'Failed/168',
    });
    expect(ends(run(three({ onFailure: 'exit' }), { ...printing(5), ...old }).steps)).toMatchObject({
      b: 'Failed/5',
    });
    expect(run(three({ onFailure: 'exit' }), { ...printing(5), ...old }).steps[0]?.standardOutput).toBe(
      'out',
    );
  });
});

describe('two steps of one name', () => {
  it('are one entry with the output of both, and the last status and code', () => {
    const script: RunChanges['script'] = { exitCodes: [7, 0], standardOutput: 'x\n' };
    const result = run([shell('a'), shell('a')], { script });
    expect(result.scriptsRun).toBe(2);
    expect(ends(result.steps)).toEqual({ a: 'Success/0' });
    expect(result.steps[0]).toMatchObject({
      standardOutput: 'x\nx\n',
      standardError: 'failed to run commands: exit status 7',
      startMs: 10_000,
      endMs: 20_000,
    });
    expect(result.status).toBe('Success');
  });

  it('the second hides the exit of the first', () => {
    const script: RunChanges['script'] = { exitCodes: [7, 0] };
    const steps = [shell('a', { onFailure: 'exit' }), shell('a'), shell('b')];
    expect(ends(run(steps, { script }).steps)).toEqual({ a: 'Success/0', b: 'Success/0' });
  });
});
