import { expect, it } from 'vitest';
import type { Proposal } from '../../../lambdas/shared/domain/rollout/proposal.ts';
import type { RosterEntry } from '../../../lambdas/shared/domain/roster/roster-entry.ts';
import { propose } from '../../../lambdas/sweep/propose.ts';
import { byId, type EntryFields, idOf } from '../builders.ts';
import { anOld, document } from '../shared/domain/rollout/rollout-fixtures.ts';

const earlier = { configuration: 'digest-0' };

/** Proposes over entries, of which each is as its fields say. `noted` are the versions that are noted meanwhile. */
async function proposeOver(
  fields: readonly EntryFields[],
  {
    proposed = [],
    noted = [],
  }: { readonly proposed?: readonly string[]; readonly noted?: readonly string[] } = {},
) {
  const entries = byId(fields.map((one, index) => anOld({ ...one, instanceId: idOf(index + 1) })));
  const reads: string[] = [];
  const put: Proposal[] = [];
  const notes: string[] = [];
  const ports = {
    roster: {
      read: async (ids: readonly string[]): Promise<Map<string, RosterEntry>> => {
        reads.push(...ids);
        return new Map([...entries].filter(([id]) => ids.includes(id)));
      },
    },
    proposedVersions: {
      note: async (version: string) => {
        notes.push(version);
        return !noted.includes(version);
      },
    },
    announcements: { propose: async (some: readonly Proposal[]) => void put.push(...some) },
  };
  const known = {
    documentVersions: { [document]: '2' },
    configuration: 'digest-1',
    proposed: new Set(proposed),
  };
  await propose({ ...known, standings: entries }, ports);
  return { reads, put, notes };
}

it('a new version is proposed with the number of onboarded instances that have another one', async () => {
  const failed = { ...earlier, status: 'failed', reason: 'ScriptFailed' } as const;
  const { put, notes } = await proposeOver([earlier, earlier, { ...earlier, documentVersion: '2' }, failed]);
  expect(put).toEqual([{ document, documentVersion: '2', behind: 2 }]);
  expect(notes).toEqual([`${document}:2`]);
});

it('a version is not proposed again, and nothing is read for it', async () => {
  const again = await proposeOver([earlier], { proposed: [`${document}:2`] });
  expect(again).toEqual({ reads: [], put: [], notes: [] });
});

it('a version that another call notes first is proposed by that', async () => {
  expect((await proposeOver([earlier], { noted: [`${document}:2`] })).put).toEqual([]);
});

it('a version that nobody lacks is noted without an event', async () => {
  const { put, notes } = await proposeOver([{ ...earlier, documentVersion: '2' }]);
  expect([put, notes]).toEqual([[], [`${document}:2`]]);
});

it('who was decided under the present configuration is not read: it got the present version', async () => {
  expect((await proposeOver([{ configuration: 'digest-1' }])).reads).toEqual([]);
});
