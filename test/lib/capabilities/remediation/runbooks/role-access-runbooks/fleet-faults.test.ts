import { beforeEach, describe, expect, it } from 'vitest';
import { answerOf, type RoleBench, roleBench } from '../../role-bench.ts';

let bench: RoleBench;
let before: unknown;
beforeEach(async () => {
  bench = await roleBench();
  for (let made = 0; made < roles; made++) bench.makeRole();
  before = bench.stateOfRoles();
});

const roles = 3;
/** A call that lists roles, and two for each. */
const callsOfRun = 1 + 2 * roles;
const now = { DryRun: 'false' };
const prepare = () => bench.run('PrepareFleetRoles', now);
const release = () => bench.run('ReleaseFleetRoles', now);
const strikes = ['crash-after', 'call-hangs-after', 'call-cut-after'] as const;
const always = Number.POSITIVE_INFINITY;

describe('a run for all roles', () => {
  it.each(['GetAccountAuthorizationDetails', 'TagRole', 'AttachRolePolicy'])(
    'fails when %s is refused, and the next run does it',
    async (operation) => {
      bench.refuseFunction(operation, 'AccessDenied', always);
      expect((await prepare()).AutomationExecutionStatus).toBe('Failed');
      bench.heal();
      expect(bench.stateOfRoles()).toEqual(before);
      expect(answerOf(await prepare(), 'prepare')).toMatchObject({ Changed: roles });
      await release();
      expect(bench.stateOfRoles()).toEqual(before);
    },
  );

  it.each(['GetAccountAuthorizationDetails', 'DetachRolePolicy', 'UntagRole'])(
    'is undone by the next inverse when %s was refused',
    async (operation) => {
      await prepare();
      bench.refuseFunction(operation, 'AccessDenied', always);
      expect((await release()).AutomationExecutionStatus).toBe('Failed');
      bench.heal();
      await release();
      expect(bench.stateOfRoles()).toEqual(before);
    },
  );

  it.each(['GetAccountAuthorizationDetails', 'TagRole', 'AttachRolePolicy'])(
    'repeats %s when it is throttled',
    async (operation) => {
      bench.refuseFunction(operation, 'Throttling', 4);
      expect(answerOf(await prepare(), 'prepare')).toMatchObject({ Changed: roles, Failed: 0 });
    },
  );

  it('stops at a call that is throttled for long, and leaves the others to the next run', async () => {
    bench.refuseFunction('AttachRolePolicy', 'Throttling', always);
    const ended = await prepare();
    expect(ended.AutomationExecutionStatus).toBe('Failed');
    expect(answerOf(ended, 'prepare')).toMatchObject({ Changed: 0, Failed: 1, Left: roles - 1 });
    bench.heal();
    expect(answerOf(await prepare(), 'prepare')).toMatchObject({ Changed: roles });
    await release();
    expect(bench.stateOfRoles()).toEqual(before);
  });

  it('does the same when it is started twice at once, and so does its inverse', async () => {
    for (const id of ['PrepareFleetRoles', 'ReleaseFleetRoles'] as const) {
      const other = await bench.start(id, now);
      const ended = [await bench.run(id, now), await bench.execution(other)];
      expect(ended.map(({ FailureMessage }) => FailureMessage)).toEqual([undefined, undefined]);
    }
    expect(bench.stateOfRoles()).toEqual(before);
  });

  it.each(strikes)('that is struck by %s, at whatever call, is undone', async (kind) => {
    for (let nth = 1; nth <= callsOfRun; nth++) {
      bench.strikeFrom(nth, kind);
      await prepare();
      bench.heal();
      await release();
      expect(bench.stateOfRoles(), `${kind} at call ${nth}`).toEqual(before);
    }
  });

  it.each(strikes)('whose inverse is struck by %s, at whatever call, is undone by the next', async (kind) => {
    for (let nth = 1; nth <= callsOfRun; nth++) {
      await prepare();
      bench.strikeFrom(nth, kind);
      await release();
      bench.heal();
      await release();
      expect(bench.stateOfRoles(), `${kind} at call ${nth}`).toEqual(before);
    }
  });

  it('is undone whenever it was stopped, once its function has come to its end', async () => {
    for (let seconds = 0; seconds < 4; seconds += 0.25) {
      const executionId = await bench.start('PrepareFleetRoles', now);
      await bench.cloud.pass(seconds);
      await bench.stop(executionId);
      await bench.cloud.pass(300);
      await release();
      expect(bench.stateOfRoles(), `stopped after ${seconds} s`).toEqual(before);
    }
  });
});
