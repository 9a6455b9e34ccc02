import { describe, expect, it } from 'vitest';
import {
  type Drift,
  driftsOf,
  openDrifts,
  writeDrifts,
} from '../../../../../lambdas/shared/domain/roster/drift.ts';
import {
  type EntryChange,
  identityOf,
  moveEntry,
} from '../../../../../lambdas/shared/domain/roster/move-entry.ts';
import { anAgent, anEntry, type EntryFields, hourMs, minuteMs, nowMs } from '../../../builders.ts';

const drift = (status: Drift['status'], fields: Partial<Drift> = {}): Drift => ({
  ...{ document: 'Muster-Linux', status, reason: 'NotInstalled', sinceMs: nowMs - hourMs },
  ...(status === 'told' ? {} : { sentAtMs: nowMs - 30 * minuteMs }),
  ...fields,
});

it('drifts are read as they were written, and what is in another form is left out', () => {
  const drifts = [drift('told'), drift('sent', { document: 'Muster-Falcon' })];
  const text = writeDrifts(drifts);
  expect(text).toMatch(/^Muster-Linux told NotInstalled \d+; Muster-Falcon sent NotInstalled \d+ \d+$/);
  expect(driftsOf({ drift: text })).toEqual(drifts);
  expect(driftsOf({ drift: `a later form; ${text}; Muster-Linux new NotInstalled 1` })).toEqual(drifts);
  expect(driftsOf(undefined)).toEqual([]);
});

it('those of an onboarded entry count that nothing is under way for', () => {
  const text = writeDrifts((['told', 'sent', 'back', 'mended'] as const).map((status) => drift(status)));
  expect(openDrifts({ status: 'onboarded', drift: text }).map(({ status }) => status)).toEqual([
    'told',
    'back',
  ]);
  expect(openDrifts({ status: 'gone', drift: text })).toEqual([]);
});

describe('after a move that does not say it', () => {
  /** The drifts after a move of an entry. */
  function driftsAfter(from: EntryFields, change: EntryChange, drifts: readonly Drift[]): string[] {
    const entry = anEntry({ document: 'Muster-Linux', drift: writeDrifts(drifts), ...from });
    const { to } = moveEntry(entry, { ...identityOf(entry), ...change }, nowMs);
    return driftsOf(to).map(({ document, status }) => `${document} ${status}`);
  }
  const onboarded = { status: 'onboarded', reason: 'Onboarded', onboardedAt: nowMs } as const;

  it('a stop and a start change nothing: what was removed is still not there', () => {
    expect(
      driftsAfter({ status: 'onboarded' }, { status: 'gone', reason: 'Stopped' }, [drift('told')]),
    ).toEqual(['Muster-Linux told']);
    expect(driftsAfter({ status: 'gone', onboardedAt: 1 }, onboarded, [drift('told')])).toEqual([
      'Muster-Linux told',
    ]);
  });

  it('a document that ran for another reason has mended what was told of it, and of no other', () => {
    const drifts = [drift('told'), drift('back', { document: 'Muster-Falcon' })];
    expect(driftsAfter({ status: 'commanded' }, onboarded, drifts)).toEqual(['Muster-Falcon back']);
    const next = { status: 'waiting', reason: 'NextAgent', waitingSince: nowMs, dueAt: nowMs } as const;
    expect(driftsAfter({ status: 'commanded' }, next, drifts)).toEqual(['Muster-Falcon back']);
  });

  it('an onboarded entry says so as long as something is told', () => {
    const told = anEntry({
      status: 'gone',
      reason: 'Stopped',
      onboardedAt: 1,
      drift: writeDrifts([drift('told')]),
    });
    const back = moveEntry(told, { ...identityOf(told), ...onboarded }, nowMs).to;
    expect(back.reason).toBe('Drifted');
    const errand = moveEntry(back, { ...identityOf(back), ...onboarded, reason: 'ErrandFailed' }, nowMs).to;
    expect(errand.reason).toBe('ErrandFailed');
  });

  it('a document that ran because of a drift stays noted until it is verified', () => {
    expect(driftsAfter({ status: 'commanded' }, onboarded, [drift('sent')])).toEqual(['Muster-Linux sent']);
  });

  it('an errand says nothing of it', () => {
    const errand = `r1 Muster-Linux:1 sent ${nowMs}`;
    expect(driftsAfter({ status: 'commanded', errand }, onboarded, [drift('told')])).toEqual([
      'Muster-Linux told',
    ]);
  });

  it('a failure tells more', () => {
    const failed = { status: 'failed', reason: 'InstallerFailed' } as const;
    expect(driftsAfter({ status: 'commanded' }, failed, [drift('sent')])).toEqual([]);
  });

  it('what was to be sent again and was not is told', () => {
    const agents = [anAgent('falcon', 'waiting', { document: 'Muster-Linux', changedAt: nowMs - hourMs })];
    expect(driftsAfter({ status: 'waiting' }, onboarded, [drift('sent')])).toEqual(['Muster-Linux told']);
    expect(driftsAfter({ status: 'waiting', agents }, onboarded, [drift('sent')])).toEqual([
      'Muster-Linux told',
    ]);
    expect(driftsAfter({ status: 'unmanaged', sentAt: nowMs - hourMs }, onboarded, [drift('sent')])).toEqual([
      'Muster-Linux told',
    ]);
    expect(driftsAfter({ status: 'gone', sentAt: nowMs - minuteMs }, onboarded, [drift('sent')])).toEqual([
      'Muster-Linux sent',
    ]);
  });
});
