import { describe, expect, it } from 'vitest';
import {
  type Placed,
  type Selector,
  selectMembers,
} from '../../../../../lambdas/shared/domain/rollout/select-members.ts';
import { type EntryFields, idOf } from '../../../builders.ts';
import { anOld, document, renewed, waiting } from './rollout-fixtures.ts';

const running: Placed = { zone: 'a', tags: {} };

/** The numbers of the instances that are in the roll-out, and why the others are not. */
function select(entries: readonly EntryFields[], selector: Partial<Selector>, version: string) {
  const own = entries.map((fields, index) => anOld({ ...fields, instanceId: idOf(index + 1) }));
  const placed = new Map(own.map(({ instanceId }) => [instanceId, running]));
  const { candidates, leftOut } = selectMembers(own, placed, {
    selector: { tags: {}, ...selector },
    aim: { versions: { [document]: version } },
  });
  const numberOf = (id: string) => own.findIndex(({ instanceId }) => instanceId === id) + 1;
  const told = Object.entries(leftOut).filter(([, ids]) => ids.length > 0);
  return {
    members: candidates.map(({ instanceId }) => numberOf(instanceId)),
    leftOut: Object.fromEntries(told.map(([reason, ids]) => [reason, ids.map(numberOf)])),
  };
}

describe('selecting the members of a roll-out', () => {
  it('means everybody who lacks the version, and tells why the others are left out', () => {
    const entries = [{}, renewed, { status: 'excluded', reason: 'ExcludedByTag' }, waiting] as const;
    expect(select(entries, {}, '2')).toEqual({
      members: [1],
      leftOut: { current: [2], excluded: [3], launching: [4] },
    });
  });

  it('means who is onboarded on a system that its document is for, when it sends an errand', () => {
    const errand = { document: 'Acme-Rotate', documentVersion: '1', parameters: {} };
    const all = [
      { platform: 'Ubuntu' },
      { platform: 'Microsoft Windows Server 2022 Datacenter' },
      { platform: 'macOS' },
      {},
      { status: 'failed', reason: 'ScriptFailed' },
    ] as const;
    const own = all.map((fields, index) => anOld({ ...fields, instanceId: idOf(index + 1) }));
    const placed = new Map(own.map(({ instanceId }) => [instanceId, running]));
    const selector = { tags: {}, platformTypes: ['Linux'] };
    const { candidates, leftOut } = selectMembers(own, placed, { selector, aim: { versions: {}, errand } });
    expect(candidates.map(({ instanceId }) => instanceId)).toEqual([idOf(1), idOf(4)]);
    expect(leftOut).toMatchObject({ otherPlatform: [idOf(2), idOf(3)], failed: [idOf(5)], current: [] });
  });

  describe('to take a roll-out back', () => {
    const reachedBy = { rolloutId: 'r1', versions: { [document]: '2' } };

    it('means who has what it sent, also after a new start of the instance', () => {
      const restarted = { documentVersion: '2' };
      expect(select([{}, renewed, restarted], { reachedBy }, '1')).toEqual({ members: [2, 3], leftOut: {} });
    });

    it('means whom it still has in hand, and not whom a launch has', () => {
      const launched = { status: 'waiting', reason: 'NotRegistered', waitingSince: 0, dueAt: 0 } as const;
      expect(select([waiting, { ...launched }], { reachedBy }, '1').members).toEqual([1]);
    });

    it('means who failed with what it sent', () => {
      const failed = { ...renewed, status: 'failed', reason: 'ScriptFailed' } as const;
      expect(
        select([failed, { status: 'failed', reason: 'ScriptFailed' }], { reachedBy }, '1').members,
      ).toEqual([1]);
    });
  });

  it('leaves out who has no entry, and means them alone when it adopts', () => {
    const known = anOld({ instanceId: idOf(1) });
    const all = new Map([idOf(1), idOf(2), idOf(3)].map((id) => [id, { ...running, tags: { n: id } }]));
    const aim = { versions: { [document]: '2' } };
    const plain = selectMembers([known], all, { selector: { tags: {} }, aim });
    expect(plain.leftOut.notAdopted).toEqual([idOf(2), idOf(3)]);
    const selector = { tags: { n: idOf(3) }, isNotAdopted: true } as const;
    const adopting = selectMembers([known], all, { selector, aim });
    expect(adopting.candidates.map(({ instanceId }) => instanceId)).toEqual([idOf(3)]);
  });
});
