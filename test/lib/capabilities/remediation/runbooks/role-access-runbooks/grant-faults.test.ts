import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type RoleBench, roleBench } from '../../role-bench.ts';

let bench: RoleBench;
beforeAll(async () => {
  bench = await roleBench();
});
beforeEach(() => bench.heal());

const grant = (instance: { id: string }, more: Readonly<Record<string, string>> = {}) =>
  bench.run('GrantInstanceAccess', { InstanceId: instance.id, ...more });
const revoke = (instance: { id: string }, more: Readonly<Record<string, string>> = {}) =>
  bench.run('RevokeInstanceAccess', { InstanceId: instance.id, ...more });

/** An instance whose role lacks the policy, and how all roles are before anything happens. */
async function needy(changes: Parameters<RoleBench['makeRole']>[0] = {}) {
  const role = bench.makeRole(changes);
  const instance = await bench.launchWith(role);
  return { role, instance, before: bench.stateOfRoles() };
}

const calls = ['DescribeInstances', 'GetInstanceProfile', 'GetRole', 'ListAttachedRolePolicies'];
const callsOfGrant = [...calls, 'ListInstanceProfilesForRole', 'TagRole', 'AttachRolePolicy'];
const callsOfRevoke = [...calls, 'DetachRolePolicy', 'UntagRole'];

/** How a call may be struck so that its function dies, or does not hear of what has happened. */
const strikes = ['crash-after', 'call-hangs-after', 'call-cut-after'] as const;
/** The calls of a run that grants: six to look, the same six again, and two to change. The others only look, too. */
const struckCalls = [1, 7, 12, 13, 14];

describe('a call of the function', () => {
  it.each(callsOfGrant)('to %s that is throttled three times is repeated', async (operation) => {
    const { role, instance } = await needy();
    bench.refuseFunction(operation, 'Throttling', 3);
    expect((await grant(instance)).FailureMessage).toBeUndefined();
    expect(role.attachedPolicyArns.size).toBe(1);
    await revoke(instance);
  });

  it.each(callsOfGrant)(
    'to %s that is refused fails the run, and the next run mends it',
    async (operation) => {
      const { instance, before } = await needy();
      bench.refuseFunction(operation, 'AccessDenied', Number.POSITIVE_INFINITY);
      expect((await grant(instance)).AutomationExecutionStatus).toBe('Failed');
      bench.heal();
      expect((await grant(instance)).AutomationExecutionStatus).toBe('Success');
      await revoke(instance);
      expect(bench.stateOfRoles()).toEqual(before);
    },
  );

  it.each(callsOfRevoke)('to %s that is refused leaves it to the next inverse', async (operation) => {
    const { instance, before } = await needy();
    await grant(instance);
    bench.refuseFunction(operation, 'AccessDenied', Number.POSITIVE_INFINITY);
    expect((await revoke(instance)).AutomationExecutionStatus).toBe('Failed');
    bench.heal();
    await revoke(instance);
    expect(bench.stateOfRoles()).toEqual(before);
  });

  it.each([...strikes])(
    'that is struck by %s, at whatever call, leaves nothing that is not undone',
    async (kind) => {
      for (const nth of struckCalls) {
        const { instance, before } = await needy();
        bench.strikeFrom(nth, kind);
        await grant(instance);
        bench.heal();
        await revoke(instance);
        expect(bench.stateOfRoles(), `${kind} at call ${nth}`).toEqual(before);
      }
    },
  );
});

describe('the call of the function by a step', () => {
  it('is repeated when it was throttled once, and fails the run when it is refused', async () => {
    const { instance, before } = await needy();
    bench.refuse('lambda', 'Invoke', 'TooManyRequestsException', 1);
    expect((await grant(instance)).FailureMessage).toBeUndefined();
    bench.refuse('lambda', 'Invoke', 'AccessDeniedException', 3);
    expect((await revoke(instance)).AutomationExecutionStatus).toBe('Failed');
    await revoke(instance);
    expect(bench.stateOfRoles()).toEqual(before);
  });
});

describe('an execution that is stopped', () => {
  it('is undone whenever that was', async () => {
    for (let seconds = 0; seconds < 6; seconds += 0.5) {
      const { instance, before } = await needy();
      const executionId = await bench.start('GrantInstanceAccess', { InstanceId: instance.id });
      await bench.cloud.pass(seconds);
      await bench.stop(executionId);
      await bench.cloud.pass(300);
      await revoke(instance);
      expect(bench.stateOfRoles(), `stopped after ${seconds} s`).toEqual(before);
    }
  });
});
