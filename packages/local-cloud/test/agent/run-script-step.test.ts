import { describe, expect, it } from 'vitest';
import { platforms } from '../../src/agent/platforms.ts';
import { ends, equals, run, shell, step } from './pretend-run.ts';

const first = (...args: Parameters<typeof run>) => run(...args).steps[0];

describe('inputs that the agent cannot read fail the step with code 1', () => {
  it.each([
    [
      { runCommand: 'echo hi' },
      'Invalid format in plugin properties map[runCommand:echo hi];\nerror json: cannot unmarshal string into Go struct field RunScriptPluginInput.RunCommand of type []string',
    ],
    [
      { runCommand: [['a']] },
      'Invalid format in plugin properties map[runCommand:[[a]]];\nerror json: cannot unmarshal array into Go struct field RunScriptPluginInput.RunCommand of type string',
    ],
    [{ runCommand: [5] }, 'cannot unmarshal number'],
    [{ environment: { A: 1 } }, 'RunScriptPluginInput.Environment of type string'],
    [{ workingDirectory: true }, 'cannot unmarshal bool'],
  ])('%j', (inputs, words) => {
    const result = run([shell('a', inputs)]);
    expect(result.scriptsRun).toBe(0);
    expect(result.steps[0]).toMatchObject({ status: 'Failed', exitCode: 1, standardOutput: '' });
    expect(result.steps[0]?.standardError).toContain(words);
  });

  it('a list parameter inside the list of lines, for it becomes a list in a list', () => {
    const parameters = { lines: { type: 'StringList' } } as const;
    const given = { lines: ['a'] };
    expect(first([shell('a', { runCommand: ['{{ lines }}'] })], { parameters, given })?.status).toBe(
      'Failed',
    );
    const whole = run([shell('a', { runCommand: '{{ lines }}' })], { parameters, given });
    expect(whole.scripts[0]?.text).toBe('a\n');
  });
});

describe('the place of a script', () => {
  it('that is missing fails the step with code 1', () => {
    const steps = [shell('a', { workingDirectory: '/opt/app' })];
    expect(first(steps)).toMatchObject({
      status: 'Failed',
      exitCode: 1,
      standardError: 'failed to run commands: fork/exec /usr/bin/sh: no such file or directory',
    });
    expect(first(steps, { folders: ['/opt/app'] })?.status).toBe('Success');
  });

  it('is the usual one for a relative folder that no step downloaded to', () => {
    expect(
      run([shell('a', { workingDirectory: 'app' })]).scripts[0]?.context.workingDirectory,
    ).toBeUndefined();
  });

  it('with a space in the name of the step is not found by the shell: 127', () => {
    const path = '/var/lib/amazon/ssm/i-1/document/orchestration/command-1/my';
    expect(first([shell('my step')])).toMatchObject({
      status: 'Failed',
      exitCode: 127,
      standardError: `sh: 1: ${path}: not found\nfailed to run commands: exit status 127`,
    });
    expect(first([shell('my step')], { platform: platforms.rhel9 })?.standardError).toContain(
      `sh: line 1: ${path}: No such file or directory`,
    );
  });

  it('PowerShell is missing on Linux, and a space does not disturb it on Windows', () => {
    const power = [step('my step', 'aws:runPowerShellScript', { runCommand: ['$true'] })];
    expect(first(power)).toMatchObject({ status: 'Failed', exitCode: 1 });
    expect(first(power, { platform: platforms.windowsServer2022 })?.status).toBe('Success');
  });
});

describe('the end of a script', () => {
  it('at its time limit is TimedOut with 137, which does not trigger onFailure', () => {
    const script = { ending: 'hangs', standardOutput: 'so far' } as const;
    const parameters = { limit: { type: 'String' } } as const;
    const steps = [shell('a', { timeoutSeconds: '{{ limit }}', onFailure: 'exit' }), shell('b')];
    const result = run(steps, { script, parameters, given: { limit: ['60'] } });
    expect(ends(result.steps)).toEqual({ a: 'TimedOut/137', b: 'TimedOut/137' });
    expect(result).toMatchObject({ status: 'TimedOut', durationMs: (60 + 3600) * 1000 });
    expect(result.steps[0]).toMatchObject({ standardOutput: 'so far', standardError: '' });
  });

  it('whose own process is killed is TimedOut with 137, which does not trigger onFailure', () => {
    const result = run([shell('a', { onFailure: 'exit' }), shell('b')], { script: { exitCodes: [137, 0] } });
    expect(ends(result.steps)).toEqual({ a: 'TimedOut/137', b: 'Success/0' });
    expect(result.durationMs).toBe(20_000);
  });

  it('all of whose processes are killed is Failed with -1, which does trigger it', () => {
    const result = run([shell('a', { onFailure: 'exit' }), shell('b')], { script: { exitCodes: [-1] } });
    expect(ends(result.steps)).toEqual({ a: 'Failed/-1', b: 'Skipped/0' });
    expect(result.steps[0]?.standardError).toMatch(/^failed to run commands: signal: killed\n/);
  });

  it('with 3010 on Linux is 194, for a code has eight bits there: it reboots', () => {
    expect(run([shell('a')], { script: { exitCodes: [3010, 0] } })).toMatchObject({ scriptsRun: 2 });
  });
});

describe('what a script is given', () => {
  it('are its lines, the environment of the step and of the agent', () => {
    const [script] = run([
      shell('a', { runCommand: ['one', 'two'], environment: { A: 'b' }, timeoutSeconds: 90.5 }),
    ]).scripts;
    expect(script?.text).toBe('one\ntwo\n');
    expect(script?.context).toMatchObject({ step: 'a', instanceId: 'i-1', timeoutSeconds: 90 });
    expect(script?.context.environment).toEqual({
      A: 'b',
      SSM_COMMAND_ID: 'command-1',
      AWS_SSM_INSTANCE_ID: 'i-1',
      AWS_SSM_REGION_NAME: 'eu-west-1',
      AWS_SSM_PLATFORM_NAME: 'Debian GNU/Linux',
      AWS_SSM_PLATFORM_VERSION: '12',
    });
  });

  it('has no environment of the step on an agent before 2.3.1509.0', () => {
    const steps = [shell('a', { environment: { A: 'b' } })];
    expect(run(steps, { agentVersion: '2.3.1508.9' }).scripts[0]?.context.environment).not.toHaveProperty(
      'A',
    );
    expect(run(steps, { agentVersion: '2.3.1509.0' }).scripts[0]?.context.environment).toHaveProperty('A');
  });

  it('has the text of a parameter that asks for the environment, on an agent that does not know it', () => {
    const parameters = { word: { type: 'String', interpolationType: 'ENV_VAR' } } as const;
    const steps = [shell('a', { runCommand: ['echo {{ word }}'] })];
    expect(run(steps, { parameters, given: { word: ['hi'] } }).scripts[0]?.text).toBe('echo hi\n');
  });
});

it('a step that is not for this platform does not run', () => {
  expect(run([shell('a', {}, equals('platformType', 'Windows'))]).scripts).toEqual([]);
});
