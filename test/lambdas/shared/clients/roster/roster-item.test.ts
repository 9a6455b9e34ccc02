import { marshall } from '@aws-sdk/util-dynamodb';
import { describe, expect, it } from 'vitest';
import {
  readItem,
  readItemStanding,
  toAttributes,
} from '../../../../../lambdas/shared/clients/roster/roster-item.ts';
import { dueShardOf, problemShardOf } from '../../../../../lambdas/shared/clients/roster/shards.ts';
import { rosterStatuses } from '../../../../../lambdas/shared/domain/roster/roster-entry.ts';
import { anEntry, idOf, nowMs } from '../../../builders.ts';

describe('the item of an entry', () => {
  it.each(rosterStatuses)('that is %s is read back as the entry', (status) => {
    const entry = anEntry({ status, orderId: 'o-1', commandId: 'c-1', expiresAt: nowMs });
    expect(readItem(marshall(toAttributes(entry)))).toEqual(entry);
  });

  it.each(rosterStatuses)('that is %s is in the index of due entries exactly while it is due', (status) => {
    const entry = anEntry({ status });
    expect(toAttributes(entry)['dueShard']).toBe('dueAt' in entry ? dueShardOf(idOf(1)) : undefined);
  });

  it.each(rosterStatuses)(
    'that is %s is in the index of problems exactly while it is a problem',
    (status) => {
      const isProblem = status === 'failed' || status === 'unmanaged';
      expect(toAttributes(anEntry({ status }))['problemShard']).toBe(
        isProblem ? problemShardOf(idOf(1)) : undefined,
      );
    },
  );

  it('expires in whole seconds, as DynamoDB wants it', () => {
    expect(toAttributes(anEntry({ status: 'gone', expiresAt: 7_999 }))['expiresAt']).toBe(7);
  });
});

it('the standing of an entry is read from its own attributes alone', () => {
  const { instanceId, status, reason, launchedAt, changedAt } = anEntry();
  const standing = { instanceId, status, reason, launchedAt, changedAt };
  expect(readItemStanding(marshall(standing))).toEqual(standing);
  expect(readItemStanding(marshall({ ...standing, status: 'lost' }))).toBeUndefined();
});
