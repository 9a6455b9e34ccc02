import { expect, it } from 'vitest';
import {
  isLateInvocation,
  readAnswer,
} from '../../../../../lambdas/shared/domain/verification/check-answer.ts';
import { anInvocation, hourMs } from '../../../builders.ts';

const answer = (fields: Parameters<typeof anInvocation>[0], ageMs = 0, isOnline = false) =>
  readAnswer(anInvocation(fields), { ageMs, isOnline });

it('a check that succeeds is well', () => {
  expect(answer({})).toEqual({ kind: 'well' });
});

it.each([
  [23, 'AgentUnhealthy'],
  [28, 'WrongVersion'],
  [35, 'NotInstalled'],
  [7, 'ScriptFailed'],
])('a check that ends with %i has drifted', (exitCode, reason) => {
  expect(answer({ statusDetails: 'Failed', exitCode })).toEqual({ kind: 'drifted', reason });
});

it.each([
  ['Failed', 27, 'InstallerBusy'],
  ['Failed', 29, 'CannotRun'],
  ['Failed', 31, 'SecretDenied'],
  ['Failed', -1, 'StepCutOff'],
  ['Failed', 137, 'TimedOut'],
  ['Undeliverable', undefined, 'Undelivered'],
  ['DeliveryTimedOut', undefined, 'Undelivered'],
  ['Cancelled', undefined, 'CommandEnded'],
  ['AccessDenied', undefined, 'InvocationDenied'],
  ['InvalidPlatform', undefined, 'UnsupportedPlatform'],
])('%s with %s says nothing of the agent', (statusDetails, exitCode, reason) => {
  const ended = exitCode === undefined ? {} : { exitCode };
  const { exitCode: _, ...invocation } = anInvocation({ statusDetails });
  expect(readAnswer({ ...invocation, ...ended }, { ageMs: 0, isOnline: true })).toEqual({
    kind: 'none',
    reason,
  });
});

it('one that runs is waited for, for an hour', () => {
  expect(answer({ statusDetails: 'InProgress' }, hourMs - 1)).toEqual({ kind: 'running' });
  expect(readAnswer(undefined, { ageMs: hourMs - 1, isOnline: true })).toEqual({ kind: 'running' });
  expect(isLateInvocation(anInvocation({ statusDetails: 'InProgress' }), hourMs - 1)).toBe(false);
  expect(isLateInvocation(anInvocation({ statusDetails: 'InProgress' }), hourMs)).toBe(true);
  expect(isLateInvocation(anInvocation(), hourMs)).toBe(false);
});

it('one that takes longer is not well where the node answers, and says nothing where it does not', () => {
  expect(answer({ statusDetails: 'InProgress' }, hourMs, true)).toEqual({
    kind: 'drifted',
    reason: 'TimedOut',
  });
  expect(answer({ statusDetails: 'InProgress' }, hourMs, false)).toEqual({
    kind: 'none',
    reason: 'Undelivered',
  });
  expect(answer({ statusDetails: 'ExecutionTimedOut' }, hourMs)).toEqual({
    kind: 'drifted',
    reason: 'TimedOut',
  });
  expect(readAnswer(undefined, { ageMs: hourMs, isOnline: true })).toEqual({
    kind: 'none',
    reason: 'CommandEnded',
  });
});
