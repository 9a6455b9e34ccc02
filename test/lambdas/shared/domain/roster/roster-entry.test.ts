import { describe, expect, it } from 'vitest';
import {
  readEntry,
  readStanding,
  rosterStatuses,
} from '../../../../../lambdas/shared/domain/roster/roster-entry.ts';
import { anEntry, idOf, nowMs } from '../../../builders.ts';

describe('readEntry', () => {
  it.each(rosterStatuses)('returns an entry that is %s with all that belongs to it', (status) => {
    const entry = anEntry({ status, platform: 'Ubuntu' });
    expect(readEntry(entry)).toEqual(entry);
  });

  it('leaves out what does not belong to the status, and what is unknown', () => {
    const stopped = anEntry({ status: 'gone' });
    expect(readEntry({ ...stopped, leaseUntil: 1, ofAnotherVersion: 'x' })).toEqual(stopped);
  });

  it.each([
    ['without a revision', { ...anEntry(), revision: undefined }],
    ['in an unknown status', { ...anEntry(), status: 'lost' }],
    ['in a status that every object has', { ...anEntry(), status: 'toString' }],
    ['with a time in words', { ...anEntry(), changedAt: 'yesterday' }],
    ['with a lease that is a text', { ...anEntry({ status: 'claimed' }), leaseUntil: '1' }],
    ['that has a command which is not named', { ...anEntry({ status: 'commanded' }), commandId: undefined }],
  ])('rejects an entry %s, without an error', (_name, values) => {
    expect(readEntry(values)).toBeUndefined();
  });

  it('keeps a reason that only another version of Muster knows', () => {
    expect(readEntry({ ...anEntry(), reason: 'OfAnotherVersion' })?.reason).toBe('OfAnotherVersion');
  });
});

describe('readStanding', () => {
  const standing = {
    instanceId: idOf(1),
    status: 'excluded',
    reason: 'ExcludedByTag',
    launchedAt: nowMs,
    changedAt: nowMs,
  };

  it('needs only the five attributes', () => {
    expect(readStanding(standing)).toEqual(standing);
  });

  it.each(Object.keys(standing))('rejects one without its %s', (name) => {
    expect(readStanding({ ...standing, [name]: undefined })).toBeUndefined();
  });

  it('reads an earlier code as the present one', () => {
    expect(readStanding({ ...standing, reason: 'NoProfile' })?.reason).toBe('NoProfileMatches');
  });
});
