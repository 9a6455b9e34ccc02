import type { RecheckRun } from '../../../lambdas/recheck/recheck.ts';
import type { RosterEntry } from '../../../lambdas/shared/domain/roster/roster-entry.ts';
import { hourMs, nowMs, someSettings, someVerification } from '../builders.ts';
import { type FakeAccount, fakeAccount } from '../fakes.ts';

/** A call that has an hour. */
export const run: RecheckRun = {
  ...{ requestId: 'request-1', lastOrderAtMs: nowMs + hourMs, settings: someSettings() },
  verification: someVerification(),
};

/** The fields of an entry that is due now. */
export const due = { dueAt: nowMs };

/** An account in which every instance of these entries runs and is managed. */
export function accountWith(...entries: RosterEntry[]): FakeAccount {
  const account = fakeAccount();
  account.start(entries.map(({ instanceId }) => instanceId));
  for (const entry of entries) account.entries.set(entry.instanceId, entry);
  return account;
}
