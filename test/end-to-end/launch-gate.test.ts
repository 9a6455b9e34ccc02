import { describe, expect, it } from 'vitest';
import { otherAccountId } from '../accounts.ts';
import { GatedGroup } from './scaling-group.ts';

/** An agent that never registers. */
const silent = { registration: { kind: 'never', cause: 'no-network' } } as const;
const unready = 'Muster/AutoScaling/LaunchesUnready';
const statesOf = async (group: GatedGroup) => [...(await group.states()).values()];
const statusOf = (group: GatedGroup) =>
  [...group.application.roster().values()].map(({ status, reason }) => `${status} ${reason}`);

describe('an instance of a group with a gate', () => {
  it('enters service when it is onboarded, and not before', async () => {
    const group = await GatedGroup.start('careful');
    await group.scaleTo(1);
    for (let minutes = 0; minutes < 30; minutes++) {
      await group.application.pass(1);
      for (const [id, state] of await group.states())
        if (state === 'InService') expect(group.application.roster().get(id)?.['status']).toBe('onboarded');
    }
    expect(await statesOf(group)).toEqual(['InService']);
    expect(group.rung()).toEqual([]);
  });

  it('is given up and replaced when it is not onboarded for too long', async () => {
    const group = await GatedGroup.start('careful', silent);
    await group.scaleTo(1);
    await group.application.pass(29);
    const [first] = await group.states();
    expect(first?.[1]).toBe('Pending:Wait');
    await group.application.pass(5);
    const now = await group.states();
    expect([...now.keys()]).not.toContain(first?.[0]);
    expect([...now.values()]).toEqual(['Pending:Wait']);
    expect(group.rung()).toEqual([unready]);
  });

  it('enters service all the same when its group wants that', async () => {
    const group = await GatedGroup.start('generous', silent);
    await group.scaleTo(1);
    const minutes = await group.minutesUntilService(40);
    expect(minutes).toBeGreaterThan(29);
    expect(minutes).toBeLessThan(33);
    await group.application.pass(5);
    expect(group.rung()).toEqual([unready]);
  });

  it('does not wait when its document has failed', async () => {
    const script = {
      ending: 'exits',
      exitCodes: [1],
      standardOutput: '',
      durationSeconds: { min: 1, max: 2 },
    } as const;
    const group = await GatedGroup.start('generous', { script });
    await group.scaleTo(1);
    expect(await group.minutesUntilService(40)).toBeLessThan(20);
    expect(statusOf(group).join()).toMatch(/^failed /);
    await group.application.pass(5);
    expect(group.rung()).toContain(unready);
  });

  it('does not wait when Muster leaves it alone', async () => {
    const group = await GatedGroup.start('careful', { tags: { 'muster:exclude': 'true' } });
    await group.scaleTo(1);
    expect(await group.minutesUntilService(40)).toBeLessThan(12);
    expect(statusOf(group).join()).toMatch(/^excluded /);
    expect(group.rung()).toEqual([]);
  });
});

it('a hundred instances of one scale-out enter service when they are onboarded', async () => {
  const group = await GatedGroup.start('careful');
  await group.scaleTo(100);
  await group.application.pass(25);
  const states = await group.states();
  expect(new Set(states.values())).toEqual(new Set(['InService']));
  expect([...states.keys()].sort()).toEqual([...group.application.roster().keys()].sort());
  expect(group.rung()).toEqual([]);
});

it('a gate works in an account of another partition, and no call of it is denied', async () => {
  const place = { account: otherAccountId, region: 'cn-north-1' };
  const group = await GatedGroup.start('careful', {}, place);
  await group.scaleTo(1);
  expect(await group.minutesUntilService(30)).toBeLessThan(20);
  expect(group.application.cloud.observations.refusals).toEqual({});
});
