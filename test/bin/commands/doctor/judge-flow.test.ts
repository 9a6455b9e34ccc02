import { expect, it } from 'vitest';
import {
  judgeFunctions,
  judgeRoles,
  judgeTriggers,
  type SeenFunction,
} from '../../../../bin/commands/doctor/judge-flow.ts';

const deployedAtMs = Date.UTC(2026, 0, 1);
const good: SeenFunction = {
  ...{ name: 'onboard', state: 'Active', updateStatus: 'Successful', reserved: undefined },
  ...{ changedAtMs: deployedAtMs - 5_000, deployedAtMs },
};

it.each<[string, Partial<SeenFunction>, string]>([
  ['that is not there', { state: undefined }, 'fail'],
  ['that failed', { state: 'Failed' }, 'fail'],
  ['that is being made', { state: 'Pending' }, 'warn'],
  ['that sleeps because nobody called it', { state: 'Inactive' }, 'ok'],
  ['whose update failed', { updateStatus: 'Failed' }, 'fail'],
  ['that is stopped', { reserved: 0 }, 'fail'],
  ['with a reservation', { reserved: 5 }, 'ok'],
  ['that was changed by hand', { changedAtMs: deployedAtMs + 3_600_000 }, 'warn'],
  ['that CloudFormation changed a moment before it said so', { changedAtMs: deployedAtMs + 30_000 }, 'ok'],
])('a function %s: %s is %s', (_, changes, verdict) => {
  expect(judgeFunctions([good, { ...good, ...changes }]).verdict).toBe(verdict);
});

it.each([
  ['mapping', 'Enabled', 'ok'],
  ['mapping', 'Updating', 'warn'],
  ['mapping', 'Disabled', 'fail'],
  ['rule', 'ENABLED', 'ok'],
  ['rule', 'DISABLED', 'fail'],
  ['schedule', undefined, 'fail'],
] as const)('a %s that is %s is %s', (kind, state, verdict) => {
  expect(judgeTriggers([{ kind, name: 'one', state }]).verdict).toBe(verdict);
});

it('a role that is not there is a failure, and so is an instance profile without a role', () => {
  const role = { kind: 'role', name: 'onboard', isThere: true } as const;
  const profile = { kind: 'instance profile', name: 'managed', isThere: true, roles: 1 } as const;
  expect(judgeRoles([role, profile]).verdict).toBe('ok');
  expect(judgeRoles([{ ...role, isThere: false }, profile]).verdict).toBe('fail');
  expect(judgeRoles([role, { ...profile, roles: 0 }]).found).toBe('the instance profile managed has no role');
});

it('that nothing was found is not taken for well', () => {
  expect([judgeFunctions([]), judgeTriggers([]), judgeRoles([])].map(({ verdict }) => verdict)).toEqual(
    Array(3).fill('fail'),
  );
});
