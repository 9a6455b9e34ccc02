import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { readItem, toAttributes } from '../../../../../../lambdas/shared/clients/roster/roster-item.ts';
import { writeStatement } from '../../../../../../lambdas/shared/clients/roster/roster-statement.ts';
import { presentReason } from '../../../../../../lambdas/shared/domain/roster/earlier-codes.ts';
import {
  type EntryChange,
  identityOf,
  moveEntry,
} from '../../../../../../lambdas/shared/domain/roster/move-entry.ts';
import { rosterStatuses } from '../../../../../../lambdas/shared/domain/roster/roster-entry.ts';
import { isLegalMove } from '../../../../../../lambdas/shared/domain/roster/roster-move.ts';
import { nowMs } from '../../../../builders.ts';
import recorded from '../../../domain/roster/recorded-entries.json' with { type: 'json' };

/**
 * Items as version 0.1.0 wrote them in runs of the local cloud: each set of attributes of each status and
 * reason. During a deployment, old and new functions work on one table, so each must read what the other
 * writes.
 */
const items = recorded.map((item): Record<string, AttributeValue> => {
  const values = Object.entries(item).filter(([, value]) => value !== undefined);
  return Object.fromEntries(values);
});
const named = items.map((item) => [`${item['status']?.S} ${item['reason']?.S}`, item] as const);

function read(item: Record<string, AttributeValue>) {
  const entry = readItem(item);
  if (entry === undefined) throw new Error(`not read: ${JSON.stringify(item)}`);
  return entry;
}

it('the recorded entries are of every status', () => {
  expect([...new Set(items.map(({ status }) => status?.S))].toSorted()).toEqual(rosterStatuses.toSorted());
});

describe('an entry of version 0.1.0', () => {
  it.each(named)('(%s) is read completely, and has the same item', (_name, item) => {
    const { reason, ...others } = unmarshall(item);
    expect(toAttributes(read(item))).toEqual({ ...others, reason: presentReason(String(reason)) });
  });

  it.each(named)('(%s) can be moved on', (_name, item) => {
    const from = read(item);
    const excluded = { status: 'excluded', reason: 'ExcludedByTag' } as const;
    const gone = { status: 'gone', reason: 'Terminated', expiresAt: nowMs } as const;
    const change = isLegalMove(from.status, 'excluded') ? excluded : gone;
    const move = moveEntry(from, { ...identityOf(from), ...change }, nowMs);
    const { Statement = '', Parameters = [] } = writeStatement('Roster', move);
    expect(Statement).toContain('WHERE "instanceId"=? AND "status"=? AND "revision"=?');
    expect(Parameters.slice(-3)).toEqual([item['instanceId'], item['status'], item['revision']]);
  });
});

/** What version 0.1.0 accepts as an entry. It strips unknown fields, and reads any reason. */
const readByVersion010 = z.object({
  instanceId: z.string(),
  status: z.enum(['waiting', 'claimed', 'commanded', 'onboarded', 'failed', 'unmanaged', 'excluded', 'gone']),
  reason: z.string(),
  launchedAt: z.number(),
  changedAt: z.number(),
  source: z.string(),
  revision: z.number(),
  firstSeenAt: z.number(),
  ...Object.fromEntries(
    ['platform', 'profile', 'document', 'documentVersion', 'orderId', 'commandId', 'step', 'statusDetails']
      .concat('causeDetail', 'causeCertainty', 'notLookedAt', 'problemShard', 'dueShard')
      .map((name) => [name, z.exactOptional(z.string())]),
  ),
  ...Object.fromEntries(
    ['attempts', 'exitCode', 'onboardedAt', 'waitingSince', 'leaseUntil', 'dueAt', 'expiresAt'].map(
      (name) => [name, z.exactOptional(z.number())],
    ),
  ),
});

const first = { instanceId: 'i-1', source: 'standalone', firstSeenAt: 1, launchedAt: 1 };
const command = { orderId: 'request-1.1', commandId: 'command-1' } as const;
const changes: readonly EntryChange[] = [
  { status: 'waiting', reason: 'NotRegistered', waitingSince: 1, dueAt: 2, attempts: 1 },
  { status: 'claimed', reason: 'CommandClaimed', orderId: 'request-1.1', leaseUntil: 2, dueAt: 2 },
  { status: 'commanded', reason: 'CommandSent', ...command, dueAt: 2 },
  { status: 'onboarded', reason: 'Onboarded', ...command, onboardedAt: 1, exitCode: 0, step: 'install' },
  { status: 'failed', reason: 'ChecksumWrong', ...command, exitCode: 21, statusDetails: 'Failed' },
  {
    status: 'unmanaged',
    reason: 'NoRoute',
    waitingSince: 1,
    dueAt: 2,
    ...{ causeDetail: 'subnet-1 of vpc-1', causeCertainty: 'likely', notLookedAt: 'a; b' },
  },
  { status: 'excluded', reason: 'NoProfileMatches', platform: 'Ubuntu' },
  { status: 'gone', reason: 'Terminated', expiresAt: 1_000 },
];

const agents = [
  { agent: 'falcon', status: 'failed', reason: 'SecretDenied', changedAt: 1, launchedAt: 1, exitCode: 31 },
  { agent: 'datadog', status: 'waiting', reason: 'NextAgent', changedAt: 1, launchedAt: 1 },
] as const;

describe('version 0.1.0 reads', () => {
  it.each(changes)('an entry that is $status as it is written now, all but the history', (change) => {
    const { to } = moveEntry(undefined, { ...first, ...change }, nowMs);
    const { history: _, ...others } = toAttributes(to);
    expect(readByVersion010.parse(toAttributes(to))).toEqual(others);
  });

  it.each(changes)(
    'an entry of several agents that is $status, all but the agents and the history',
    (change) => {
      const { to } = moveEntry(undefined, { ...first, ...change, agent: 'falcon', agents }, nowMs);
      const { agent: _, agents: __, history: ___, ...others } = toAttributes(to);
      expect(readByVersion010.parse(unmarshall(marshall(toAttributes(to))))).toEqual(others);
      expect(readItem(marshall(toAttributes(to)))).toEqual(to);
    },
  );
});

it('what another version wrote as agents, and this one cannot read, is not moved on', () => {
  const { to } = moveEntry(
    undefined,
    { ...first, status: 'excluded', reason: 'ExcludedByTag', agents },
    nowMs,
  );
  for (const written of [
    'not JSON',
    '{}',
    '[{"agent":"falcon"}]',
    JSON.stringify([{ ...agents[0], exitCode: '31' }]),
  ])
    expect(readItem(marshall({ ...toAttributes(to), agents: written }))).toBeUndefined();
});
