import { describe, expect, it } from 'vitest';
import { planEntryNotices } from '../../../lambdas/notice/plan-entry-notices.ts';
import type { RosterEntry } from '../../../lambdas/shared/domain/roster/roster-entry.ts';

const minute = 60_000;
const fromMs = 100 * minute;

/** An instance that is unmanaged since a minute, and was looked at in another one. */
function unmanaged(sinceMinute: number, lookedMinute = sinceMinute): RosterEntry {
  return {
    ...{ instanceId: 'i-1', status: 'unmanaged', reason: 'NoEndpoint', source: 'standalone', revision: 3 },
    ...{ firstSeenAt: 0, launchedAt: 0, waitingSince: 0, dueAt: 0, changedAt: lookedMinute * minute },
    ...{ causeDetail: 'vpc-1 has no endpoint of ssm', causeCertainty: 'certain' },
    history: `0 waiting NotRegistered; ${sinceMinute * 60} unmanaged NoEndpoint`,
  };
}

describe('a notice about an entry', () => {
  it('says what is wrong, where, how sure that is, and what to do', () => {
    expect(planEntryNotices([unmanaged(110)], fromMs)).toEqual([
      {
        ...{ topic: 'unmanaged', id: 'i-1', what: 'NoEndpoint', sinceMs: 110 * minute },
        more: [
          'The VPC has endpoints of Systems Manager, but not all that an agent needs, and no other way out.',
          'Where: vpc-1 has no endpoint of ssm',
          'This is certain.',
          'What to do: Create the interface endpoints that are missing: ssm and ssmmessages.',
        ],
      },
    ]);
  });

  it('is made until it was told, and again when the entry has come to rest again', () => {
    const told = (toldOf: number) => planEntryNotices([{ ...unmanaged(110), toldOf }], fromMs).length;
    expect([told(110 * minute), told(90 * minute)]).toEqual([0, 1]);
  });

  it('is made although a later look has found the same, and not because of it', () => {
    expect(planEntryNotices([unmanaged(110, 120)], fromMs)).toHaveLength(1);
    expect(planEntryNotices([{ ...unmanaged(110, 120), toldOf: 110 * minute }], fromMs)).toEqual([]);
  });

  it('is not made of what is old', () => {
    expect(planEntryNotices([unmanaged(99, 110)], fromMs)).toEqual([]);
  });

  it('names the agent that failed, and tells a code of another version of Muster as it is', () => {
    const {
      causeDetail: _,
      causeCertainty: __,
      waitingSince: ___,
      dueAt: ____,
      ...rest
    } = {
      ...unmanaged(110),
      ...{ causeDetail: '', causeCertainty: '', waitingSince: 0, dueAt: 0 },
    };
    const failed: RosterEntry = { ...rest, status: 'failed', reason: 'LaterReason', agent: 'falcon' };
    expect(planEntryNotices([failed], fromMs)).toEqual([
      { topic: 'failed', id: 'i-1', what: 'LaterReason, agent falcon', more: [], sinceMs: 110 * minute },
    ]);
  });
});
