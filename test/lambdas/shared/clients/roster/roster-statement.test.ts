import { convertToAttr, marshall } from '@aws-sdk/util-dynamodb';
import { describe, expect, it } from 'vitest';
import { readEntry, writeStatement } from '../../../../../lambdas/shared/clients/roster/roster-statement.ts';
import {
  type RosterEntry,
  rosterStatuses,
} from '../../../../../lambdas/shared/domain/roster/roster-entry.ts';
import { anEntry, idOf, nowMs } from '../../../builders.ts';

describe('writeStatement', () => {
  it('inserts a first entry, every attribute as a parameter', () => {
    const to = anEntry({ dueAt: 9, dueShard: 'due-03' });
    expect(writeStatement('Roster', { from: undefined, to })).toEqual({
      Statement:
        `INSERT INTO "Roster" VALUE {'instanceId': ?, 'status': ?, 'reason': ?, 'source': ?, 'revision': ?, ` +
        `'firstSeenAt': ?, 'launchedAt': ?, 'changedAt': ?, 'dueAt': ?, 'dueShard': ?}`,
      Parameters: Object.values(to).map((value) => convertToAttr(value)),
    });
  });

  it('updates what changed, removes what ended, from the status and revision that it names', () => {
    const from = anEntry({ status: 'claimed', reason: 'CommandClaimed', revision: 2, leaseUntil: 5 });
    const { leaseUntil: _lease, ...rest } = from;
    const to = {
      ...rest,
      status: 'commanded',
      reason: 'CommandSent',
      revision: 3,
      commandId: 'c-1',
    } as const;
    expect(writeStatement('Roster', { from, to })).toEqual({
      Statement:
        `UPDATE "Roster" SET "status"=? SET "reason"=? SET "revision"=? SET "commandId"=? REMOVE "leaseUntil" ` +
        `WHERE "instanceId"=? AND "status"=? AND "revision"=?`,
      Parameters: [
        { S: 'commanded' },
        { S: 'CommandSent' },
        { N: '3' },
        { S: 'c-1' },
        { S: idOf(1) },
        { S: 'claimed' },
        { N: '2' },
      ],
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
  });

  it('keeps instance-supplied text out of the statement', () => {
    const to = anEntry({ source: `asg:'}; DROP "x`, platform: '"?' });
    for (const from of [undefined, anEntry()]) {
      expect(writeStatement('Roster', { from, to }).Statement).not.toContain('DROP');
    }
  });

  it('has a parameter for every question mark', () => {
    const from = anEntry({ dueAt: 1, dueShard: 'due-00' });
    for (const to of [
      anEntry({ revision: 2, expiresAt: 3 }),
      anEntry({ revision: 2, dueAt: nowMs, profile: 'p' }),
    ]) {
      const { Statement = '', Parameters = [] } = writeStatement('Roster', { from, to });
      expect(Statement.split('?').length - 1).toBe(Parameters.length);
    }
  });
});

describe('readEntry', () => {
  /** Every field that an entry can have: a new one must be added here, and is then read back. */
  const full: Required<RosterEntry> = {
    ...anEntry(),
    platform: 'Ubuntu',
    profile: 'default',
    document: 'Muster-Linux',
    documentVersion: '7',
    orderId: 'r.1',
    commandId: 'c-1',
    attempts: 2,
    step: 'install',
    statusDetails: 'Failed',
    exitCode: 27,
    onboardedAt: 4,
    waitingSince: 5,
    leaseUntil: 1,
    causeDetail: 'vpc-1 has no available endpoint of ssm',
    problemShard: 'problem-00',
    dueAt: 2,
    dueShard: 'due-00',
    expiresAt: 3,
  };

  it.each(rosterStatuses)('reads back what was written of an entry that is %s', (status) => {
    expect(readEntry(marshall({ ...full, status }))).toEqual({ ...full, status });
    expect(readEntry(marshall(anEntry({ status })))).toEqual(anEntry({ status }));
  });

  it.each([
    ['without a revision', { revision: undefined }],
    ['in an unknown status', { status: 'lost' }],
    ['with a time in words', { changedAt: 'yesterday' }],
    ['with a lease that is a text', { leaseUntil: '1' }],
  ])('takes an entry %s for none of ours, without an error', (_name, fields) => {
    const item = marshall({ ...full, ...fields }, { removeUndefinedValues: true });
    expect(readEntry(item)).toBeUndefined();
  });

  it('reads an entry whose reason only another version of Muster knows', () => {
    const entry = { ...full, reason: 'OfAnotherVersion' };
    expect(readEntry(marshall(entry))).toEqual(entry);
  });
});
