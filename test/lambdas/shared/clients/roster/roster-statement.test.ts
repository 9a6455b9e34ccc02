import { convertToAttr } from '@aws-sdk/util-dynamodb';
import { describe, expect, it } from 'vitest';
import { toAttributes } from '../../../../../lambdas/shared/clients/roster/roster-item.ts';
import { writeStatement } from '../../../../../lambdas/shared/clients/roster/roster-statement.ts';
import { anAgent, anEntry, idOf, nowMs } from '../../../builders.ts';

describe('writeStatement', () => {
  it('inserts a first entry, every attribute as a parameter', () => {
    const to = anEntry({ dueAt: 9 });
    expect(writeStatement('Roster', { from: undefined, to })).toEqual({
      Statement:
        `INSERT INTO "Roster" VALUE {'instanceId': ?, 'status': ?, 'reason': ?, 'source': ?, 'revision': ?, ` +
        `'firstSeenAt': ?, 'launchedAt': ?, 'changedAt': ?, 'waitingSince': ?, 'dueAt': ?, 'dueShard': ?}`,
      Parameters: Object.values(toAttributes(to)).map((value) => convertToAttr(value)),
    });
  });

  it('updates what changed, removes what ended, from the status and revision that it names', () => {
    const from = anEntry({ status: 'claimed', revision: 2, orderId: 'o-1', dueAt: 5 });
    const to = anEntry({ status: 'commanded', revision: 3, orderId: 'o-1', commandId: 'c-1', dueAt: 5 });
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

  it('writes the agents as JSON text, and only when they have changed', () => {
    const agents = [anAgent('falcon', 'waiting')];
    const from = anEntry({ agents });
    const same = writeStatement('Roster', { from, to: anEntry({ revision: 2, agents: [...agents] }) });
    expect(same.Statement).not.toContain('agents');
    const changed = [anAgent('falcon', 'onboarded')];
    const { Statement, Parameters } = writeStatement('Roster', {
      from,
      to: anEntry({ revision: 2, agents: changed }),
    });
    expect(Statement).toContain('SET "agents"=?');
    expect(Parameters).toContainEqual({ S: JSON.stringify(changed) });
  });

  it('keeps instance-supplied text out of the statement', () => {
    const to = anEntry({ source: `asg:'}; DROP "x`, platform: '"?' });
    for (const from of [undefined, anEntry()]) {
      expect(writeStatement('Roster', { from, to }).Statement).not.toContain('DROP');
    }
  });

  it('has a parameter for every question mark', () => {
    const from = anEntry({ dueAt: 1 });
    for (const to of [
      anEntry({ revision: 2, status: 'gone', expiresAt: 3 }),
      anEntry({ revision: 2, dueAt: nowMs, profile: 'p' }),
    ]) {
      const { Statement = '', Parameters = [] } = writeStatement('Roster', { from, to });
      expect(Statement.split('?').length - 1).toBe(Parameters.length);
    }
  });
});
