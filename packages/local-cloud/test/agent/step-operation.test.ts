import { describe, expect, it } from 'vitest';
import { platforms } from '../../src/agent/platforms.ts';
import { ends, equals, run, shell, step } from './pretend-run.ts';

const mode = { mode: { type: 'String', default: 'on' } } as const;
const only = (...[changes, options]: [object, Parameters<typeof run>[1]?]) =>
  run([shell('a', {}, changes)], options).steps[0];

describe('a precondition', () => {
  it('that is unmet skips the step and quotes the condition, and all skipped is success', () => {
    const result = run([shell('a', {}, equals('platformType', 'Windows'))]);
    expect(result).toMatchObject({ status: 'Success', durationMs: 0, scriptsRun: 0 });
    expect(result.steps[0]).toMatchObject({
      status: 'Skipped',
      exitCode: 0,
      output: `Step execution skipped due to unsatisfied preconditions: '"StringEquals": [platformType, Windows]'. Step name: a`,
      standardOutput: '',
      standardError: '',
    });
  });

  it('compares the platform without case, on either side', () => {
    expect(only(equals('LINUX', 'platformType'))).toMatchObject({ status: 'Success' });
  });

  it('on a parameter is met by its value', () => {
    const status = (value: string) =>
      only(equals('{{ mode }}', 'on'), { parameters: mode, given: { mode: [value] } })?.status;
    expect([status('on'), status('off')]).toEqual(['Success', 'Skipped']);
  });

  it.each([
    [
      equals('{{ other }}', 'on'),
      `at least one of operator's arguments must contain a valid document parameter`,
    ],
    [equals('one', 'two'), `at least one of operator's arguments must contain a valid document parameter`],
    [equals('platformType', 'platformType'), `"StringEquals": [platformType platformType]`],
    [equals('{{ mode }}', '{{ mode }}'), `operator's arguments can't be identical`],
    [equals('platformType', '{{ mode }}'), `can't contain document parameters`],
    [equals('{{ssm:a}}', 'on'), `can't contain SSM parameters`],
    [equals('platformType'), 'operator accepts exactly 2 arguments'],
    [{ precondition: { StringLike: ['platformType', 'Lin*'] } }, 'unrecognized operator: "StringLike"'],
  ])('%j fails the step with code 1', (changes, words) => {
    const result = run([shell('a', {}, changes), shell('b')], { parameters: mode });
    expect(ends(result.steps)).toEqual({ a: 'Failed/1', b: 'Success/0' });
    expect(result.steps[0]?.output).toContain(words);
    expect(result.status).toBe('Failed');
  });

  it('in a document of schema 2.0 fails the step, met or unmet', () => {
    for (const platform of ['Linux', 'Windows'])
      expect(only(equals('platformType', platform), { schemaVersion: '2.0' })).toMatchObject({
        status: 'Failed',
        exitCode: 1,
        output: 'Precondition is not supported for document schema version prior to 2.2. Step name: a',
      });
  });
});

describe('an action that the platform does not have', () => {
  it('is skipped in schema 2.2 and fails before it', () => {
    const options = { platform: platforms.windowsServer2022 };
    expect(only({}, options)).toMatchObject({
      status: 'Skipped',
      output: 'Step execution skipped due to unsupported plugin: aws:runShellScript. Step name: a',
    });
    expect(only({}, { ...options, schemaVersion: '2.0' })).toMatchObject({
      status: 'Failed',
      exitCode: 1,
      output: 'Plugin with name aws:runShellScript is not supported in current platform. Step name: a',
    });
  });

  it('downloads and nested documents are skipped on macOS', () => {
    const steps = [step('a', 'aws:downloadContent'), step('b', 'aws:runDocument')];
    expect(ends(run(steps, { platform: platforms.macos14 }).steps)).toEqual({
      a: 'Skipped/0',
      b: 'Skipped/0',
    });
  });
});

it('inventory is gathered for an association alone: in a command the step fails', () => {
  const [only] = run([step('a', 'aws:softwareInventory')]).steps;
  expect(only).toMatchObject({
    ...{ status: 'Failed', exitCode: 1 },
    standardError: 'aws:softwareInventory plugin can only be invoked via ssm-associate',
  });
});

it('a precondition on a list, over which the agent stumbles, is not emulated', () => {
  const parameters = { list: { type: 'StringList', default: ['a'] } } as const;
  expect(() => run([shell('a', {}, equals('{{ list }}', 'a'))], { parameters })).toThrow(
    /a precondition on \{\{ list \}\}, which is no text/,
  );
});
