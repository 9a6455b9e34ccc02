import type { FoundSettings, FoundTable, WantedTable } from '../../../lambdas/kept-roster/plan-roster.ts';

/** What the tests want of a table. */
export const wanted: WantedTable = {
  partition: { name: 'instanceId', type: 'S' },
  indexes: [
    {
      name: 'ByDue',
      partition: { name: 'dueShard', type: 'S' },
      sort: { name: 'dueAt', type: 'N' },
      projection: 'ALL',
    },
    {
      name: 'ByProblem',
      partition: { name: 'problemShard', type: 'S' },
      sort: { name: 'changedAt', type: 'N' },
      projection: 'KEYS_ONLY',
    },
  ],
  expiryAttribute: 'expiresAt',
  tag: { key: 'muster:table', value: 'roster' },
};

export const byDue = {
  name: 'ByDue',
  key: ['dueShard:S', 'dueAt:N'],
  projection: 'ALL',
  isReady: true,
};

export const byProblem = {
  name: 'ByProblem',
  key: ['problemShard:S', 'changedAt:N'],
  projection: 'KEYS_ONLY',
  isReady: true,
};

/** A table as AWS restores it, with its indexes. */
export function aTable(fields: Partial<FoundTable> = {}): FoundTable {
  return {
    arn: 'arn',
    status: 'ACTIVE',
    key: ['instanceId:S'],
    indexes: [byDue, byProblem],
    isProtected: false,
    ...fields,
  };
}

/** The settings of such a table. */
export function bareSettings(fields: Partial<FoundSettings> = {}): FoundSettings {
  return {
    timeToLive: { status: 'DISABLED', attribute: undefined },
    isRecoverable: false,
    tags: {},
    ...fields,
  };
}

/** The settings of a roster. */
export const wholeSettings: FoundSettings = {
  timeToLive: { status: 'ENABLED', attribute: 'expiresAt' },
  isRecoverable: true,
  tags: { 'muster:table': 'roster', team: 'a' },
};
