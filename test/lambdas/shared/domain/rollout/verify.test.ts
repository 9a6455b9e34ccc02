import { describe, expect, it } from 'vitest';
import type { Invocation } from '../../../../../lambdas/shared/domain/commands/invocation.ts';
import { planRollout } from '../../../../../lambdas/shared/domain/rollout/plan-rollout.ts';
import type {
  RolloutProgress,
  Verifying,
} from '../../../../../lambdas/shared/domain/rollout/rollout-state.ts';
import { verifyItems } from '../../../../../lambdas/shared/domain/rollout/verify.ts';
import { type EntryFields, idOf, minuteMs, nowMs } from '../../../builders.ts';
import { anOld, aPlan, document, known, renewed } from './rollout-fixtures.ts';

const plan = aPlan({ gate: { failedPercentMax: 25, bakeSeconds: 600, verify: [document] } });
const asked = { plan, silentIds: new Set<string>() };
const sent = (
  minutes: number,
  others: Partial<Verifying> = {},
): { readonly was: Partial<RolloutProgress> } => {
  const sentAt = nowMs - minutes * minuteMs;
  return { was: { verifying: { beganAt: sentAt, sentAt, commandIds: ['command-1'], ...others } } };
};
const ended = (number: number, statusDetails: string): Invocation => ({
  instanceId: idOf(number),
  statusDetails,
});
const wave = [renewed, renewed, renewed, renewed, renewed] as const;
const second = (others: Parameters<typeof known>[2]) =>
  planRollout(known(1, wave, { plan, ...others, was: { wave: 1, ...others?.was } }));

describe('the verification at the end of the bake time', () => {
  it('asks whoever of the wave answers, once', () => {
    const step = planRollout(known(0, [renewed], asked));
    expect(step).toMatchObject({ ask: [], progress: { reason: 'Verifying', wave: 0 } });
    expect(step.verify).toEqual([
      { instanceId: idOf(1), document, documentVersion: '2', parameters: { Operation: ['Verify'] } },
    ]);
    expect(planRollout(known(0, [renewed], { plan, ...sent(1) }))).toMatchObject({
      ...{ ask: [], verify: [] },
      progress: { reason: 'Verifying', wave: 0 },
    });
  });

  it('asks nobody when no document can verify itself', () => {
    const step = planRollout(known(0, [renewed], { silentIds: new Set() }));
    expect(step).toMatchObject({ verify: [], progress: { wave: 1 } });
  });

  it('opens the gate when all are well', () => {
    const invocations = [ended(1, 'Success')];
    const step = planRollout(known(0, [renewed], { plan, ...sent(1), invocations }));
    expect(step.progress).toMatchObject({ status: 'running', wave: 1 });
    expect(step.progress.verifying).toBeUndefined();
  });

  it('closes the gate when more are not well than it allows, and names them', () => {
    const of = (...unwell: readonly number[]) =>
      [2, 3, 4, 5].map((number) => ended(number, unwell.includes(number) ? 'Failed' : 'Success'));
    expect(second({ ...sent(1), invocations: of(2) }).progress.status).toBe('done');
    expect(second({ ...sent(1), invocations: of(2, 4) }).progress).toMatchObject({
      ...{ status: 'stopped', reason: 'GateClosed', unwellIds: [idOf(2), idOf(4)] },
      counts: { failed: 2, done: 3 },
    });
  });

  it('counts who was refused as not well after five minutes, and who never ends after an hour', () => {
    const told = (minutes: number, invocations: readonly Invocation[]) =>
      planRollout(known(0, [renewed], { plan, ...sent(minutes), invocations })).progress.reason;
    expect([told(4, []), told(6, [])]).toEqual(['Verifying', 'GateClosed']);
    const running = [ended(1, 'InProgress')];
    expect([told(59, running), told(61, running)]).toEqual(['Verifying', 'GateClosed']);
  });

  it('asks those who could not be asked before, however long ago that was, and nobody twice', () => {
    const partly = sent(10, { isPartial: true });
    const asksAgain = (numbers: readonly number[]) =>
      second({ ...partly, invocations: numbers.map((number) => ended(number, 'Success')) });
    const step = asksAgain([2, 4]);
    expect(step.verify.map(({ instanceId }) => instanceId)).toEqual([idOf(3), idOf(5)]);
    expect(step.progress).toMatchObject({ status: 'running', reason: 'Verifying' });
    expect(asksAgain([2, 3, 4, 5]).progress.status).toBe('done');
  });

  it('begins anew when somebody of the wave is taken up again meanwhile', () => {
    const step = second({ ...sent(1), entries: entriesWith({ documentVersion: '1' }) });
    expect(step.takeUp).toEqual([idOf(2)]);
    const later = second({ ...sent(1), entries: entriesWith({ ...renewed, changedAt: nowMs }) });
    expect(later.progress).toMatchObject({ reason: 'Baking' });
    expect(later.progress.verifying).toBeUndefined();
  });
});

describe('what verifies an instance', () => {
  it('has the parameters that its profile sends', () => {
    const profiles = [
      {
        name: 'web',
        tags: {},
        documents: { Linux: { document, parameters: { Source: ['a'], Operation: ['Install'] } } },
      },
    ];
    const [item] = verifyItems(anOld({ profile: 'web' }), plan, profiles);
    expect(item?.parameters).toEqual({ Source: ['a'], Operation: ['Verify'] });
  });

  it('is one document for each agent that succeeded', () => {
    const state = { ...{ changedAt: 0, launchedAt: 0, reason: 'Onboarded' }, documentVersion: '2' } as const;
    const agents = [
      { ...state, agent: 'one', status: 'onboarded', document },
      { ...state, agent: 'two', status: 'failed', document: 'Other' },
    ] as const;
    const both = {
      ...plan,
      versions: { [document]: '2', Other: '3' },
      gate: { ...plan.gate, verify: [document, 'Other'] },
    };
    expect(verifyItems(anOld({ agents }), both, []).map((item) => item.document)).toEqual([document]);
  });
});

function entriesWith(fields: EntryFields) {
  return new Map(
    wave.map((others, index) => {
      const instanceId = idOf(index + 1);
      return [instanceId, anOld({ ...(index === 1 ? { ...fields } : others), instanceId })] as const;
    }),
  );
}
