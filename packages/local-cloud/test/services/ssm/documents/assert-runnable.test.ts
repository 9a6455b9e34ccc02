import { describe, expect, it } from 'vitest';
import { NotEmulatedError } from '../../../../src/core/service.ts';
import { assertRunnable } from '../../../../src/services/ssm/documents/assert-runnable.ts';
import { shell, step } from '../../../agent/pretend-run.ts';

const send = (one: ReturnType<typeof shell>, parameters = {}, versions = ['3.3.4177.0']) =>
  assertRunnable({ schemaVersion: '2.2', parameters, steps: [one] }, { from: 'Git' }, versions);
const inEnvironment = { word: { type: 'String', interpolationType: 'ENV_VAR' } };

describe('a document cannot be sent', () => {
  it.each([
    [step('a', 'aws:configurePackage'), /aws:configurePackage/],
    [shell(' a'), /the step name {2}a/],
    [step('a', 'aws:downloadContent', { sourceType: '{{ from }}' }), /aws:downloadContent from Git/],
    [shell('a; reboot'), /the step name a; reboot/],
    [shell('a', { runCommand: ['echo {{ssm:/x}}'] }), /\{\{ssm:...\}\} in step a/],
  ])('with %j, which is not emulated', (one, message) => {
    expect(() => send(one)).toThrow(NotEmulatedError);
    expect(() => send(one)).toThrow(message);
  });

  it('when a parameter asks for the environment and the agent may know that', () => {
    expect(() => send(shell('a'), inEnvironment)).toThrow(/interpolationType ENV_VAR of parameter word/);
    expect(() => send(shell('a'), inEnvironment, ['3.3.2745.9'])).not.toThrow();
  });
});

it('a document that the agents emulate can be sent, one with successAndExit too', () => {
  expect(() => send(shell('my step', { onFailure: 'successAndExit' }))).not.toThrow();
  expect(() => send(step('a', 'aws:downloadContent', { sourceType: 'S3' }))).not.toThrow();
});
