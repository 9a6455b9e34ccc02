import { expect, it } from 'vitest';
import { type Drift, writeDrifts } from '../../../../../lambdas/shared/domain/roster/drift.ts';
import type { CheckAnswer } from '../../../../../lambdas/shared/domain/verification/check-answer.ts';
import { findDrifts } from '../../../../../lambdas/shared/domain/verification/find-drifts.ts';
import { anEntry, hourMs, nowMs } from '../../../builders.ts';

const [a, b] = ['Muster-Falcon', 'Muster-Datadog'];
const gone: CheckAnswer = { kind: 'drifted', reason: 'NotInstalled' };
const well: CheckAnswer = { kind: 'well' };
const before = nowMs - 24 * hourMs;
const drift = (status: Drift['status'], fields: Partial<Drift> = {}): Drift => ({
  ...{ document: a, status, reason: 'AgentUnhealthy', sinceMs: before },
  ...fields,
});

function find(
  answers: Readonly<Record<string, CheckAnswer>>,
  earlier: readonly Drift[] = [],
  onDrift: 'tell' | 'send' = 'tell',
  documents: readonly string[] = [a, b],
): readonly Drift[] {
  const entry = anEntry({
    status: 'onboarded',
    ...(earlier.length === 0 ? {} : { drift: writeDrifts(earlier) }),
  });
  return findDrifts(entry, { answers: new Map(Object.entries(answers)), documents, onDrift, nowMs });
}

it('nothing is told while all is well', () => {
  expect(find({ [a]: well, [b]: well })).toEqual([]);
});

it('each document is told by itself, since when it was found first', () => {
  expect(find({ [a]: gone, [b]: well })).toEqual([
    { document: a, status: 'told', reason: 'NotInstalled', sinceMs: nowMs },
  ]);
  expect(find({ [a]: gone }, [drift('told')])).toEqual([drift('told', { reason: 'NotInstalled' })]);
});

it('a good verification ends it, one without an answer does not', () => {
  expect(find({ [a]: well }, [drift('told')])).toEqual([]);
  expect(find({ [a]: { kind: 'none', reason: 'InstallerBusy' } }, [drift('told')])).toEqual([drift('told')]);
  expect(find({ [a]: { kind: 'none', reason: 'Undelivered' } })).toEqual([]);
});

it('what is not verified any more is told no more', () => {
  expect(find({ [b]: well }, [drift('told')], 'tell', [b])).toEqual([]);
});

it('the document is sent again where the setting says so, also when it was told before', () => {
  const sent = { status: 'sent', reason: 'NotInstalled', sentAtMs: nowMs } as const;
  expect(find({ [a]: gone }, [], 'send')).toEqual([drift('sent', { ...sent, sinceMs: nowMs })]);
  expect(find({ [a]: gone }, [drift('told')], 'send')).toEqual([drift('sent', sent)]);
});

it('what is there again after that is told, and sent no more until a verification is well', () => {
  const sent = { sentAtMs: before };
  const back = drift('back', { ...sent, reason: 'NotInstalled' });
  expect(find({ [a]: gone }, [drift('sent', sent)], 'send')).toEqual([back]);
  expect(find({ [a]: gone }, [back], 'send')).toEqual([back]);
  expect(find({ [a]: well }, [back], 'send')).toEqual([]);
});

it('no document is sent twice within a day', () => {
  const lately = { sentAtMs: nowMs - 23 * hourMs };
  const mended = drift('mended', lately);
  expect(find({ [a]: well }, [drift('sent', lately)], 'send')).toEqual([mended]);
  expect(find({ [a]: gone }, [mended], 'send')).toEqual([
    drift('back', { ...lately, reason: 'NotInstalled', sinceMs: nowMs }),
  ]);
  expect(find({ [a]: gone }, [drift('mended', { sentAtMs: before })], 'send')).toMatchObject([
    { status: 'sent', sentAtMs: nowMs, sinceMs: nowMs },
  ]);
});
