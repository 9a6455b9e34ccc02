import { ServiceError } from 'local-cloud';
import { newCloud } from 'local-cloud/test/cloud-bench.ts';
import { describe, expect, it } from 'vitest';
import type { FaultKind } from '../../../simulator/faults/fault-kinds.ts';
import { Faults } from '../../../simulator/faults/faults.ts';
import { faultsOfRunbooks } from '../../../simulator/faults/faults-of-runbooks.ts';

/** The faults of runbooks with one kind on, asked a thousand times. */
function ask(kind: FaultKind) {
  const { cloud } = newCloud();
  const faults = new Faults(1, [kind], () => undefined);
  const { evaluationTransit, refuseStepCall, loseStepAnswer } = faultsOfRunbooks(cloud, faults);
  const thousand = Array.from({ length: 1000 });
  const evaluated = { ruleName: 'rule', resourceId: 'i-1', usualMs: 30_000 };
  const step = { service: 'ec2', name: 'CreateTags' };
  return {
    waits: thousand.map(() => evaluationTransit?.(evaluated) ?? []),
    refused: thousand.flatMap(() => refuseStepCall?.(step) ?? []),
    lost: thousand.flatMap(() => loseStepAnswer?.(step) ?? []),
  };
}

describe('an evaluation', () => {
  it.each([
    ['evaluation-lost', (waits: readonly number[]) => waits.length === 0],
    ['evaluation-late', (waits: readonly number[]) => (waits[0] ?? 0) > 100_000],
    ['evaluation-repeated', (waits: readonly number[]) => waits.length === 2],
  ] as const)('may be struck by %s, and mostly takes place as usual', (kind, isStruck) => {
    const { waits } = ask(kind);
    expect(waits.filter(isStruck).length).toBeGreaterThan(0);
    expect(waits.filter((each) => each.length === 1 && each[0] === 30_000).length).toBeGreaterThan(500);
  });
});

describe('a call of a step', () => {
  it('may be throttled, as its service does it', () => {
    const { refused, lost } = ask('step-throttled');
    expect(refused.length).toBeGreaterThan(0);
    expect(refused[0]).toBeInstanceOf(ServiceError);
    expect(refused[0]?.code).toBe('RequestLimitExceeded');
    expect(lost).toEqual([]);
  });

  it('may fail before it is served, or after', () => {
    expect(ask('step-fails-before').refused.length).toBeGreaterThan(0);
    expect(ask('step-fails-before').lost).toEqual([]);
    expect(ask('step-fails-after').lost.length).toBeGreaterThan(0);
    expect(ask('step-fails-after').refused).toEqual([]);
  });
});
