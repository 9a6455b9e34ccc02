import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { beginOrder, planNextPart } from '../../../lambdas/onboard/plan-parts.ts';
import type { Order, OrderAnswer, RefusalKind } from '../../../lambdas/shared/domain/commands/order.ts';
import { anOrder, idOf, idsTo } from '../builders.ts';

/**
 * Sends an order in parts to a Systems Manager that refuses every part with one of these instances, without
 * naming it.
 */
function sendTo(instanceIds: readonly string[], refusals: ReadonlyMap<string, RefusalKind>) {
  const parts: Order[] = [];
  const answer = (part: Order): OrderAnswer => {
    parts.push(part);
    const kind = part.instanceIds.map((id) => refusals.get(id)).find((found) => found !== undefined);
    return kind === undefined ? { commandId: `command-${parts.length}` } : { kind, message: kind };
  };
  let progress = beginOrder(anOrder(instanceIds));
  while (progress.next !== undefined) progress = planNextPart(progress, answer(progress.next));
  const { sent, refused } = progress.result;
  return {
    parts,
    sentIds: sent.flatMap((part) => part.instanceIds),
    refused: refused.map(({ kind, instanceIds: ids }) => [kind, ids] as const),
    commandIds: sent.map(({ commandId }) => commandId),
  };
}
const refusing = (kind: RefusalKind, ids: readonly string[]) =>
  new Map(ids.map((id): [string, RefusalKind] => [id, kind]));

it('an order that is taken is one part', () => {
  const { parts, sentIds, refused } = sendTo(idsTo(50), new Map());
  expect(parts).toEqual([anOrder(idsTo(50))]);
  expect([sentIds, refused]).toEqual([idsTo(50), []]);
});

describe('an order with refused instances', () => {
  it.each(['NotReady', 'UnsupportedPlatform', 'Denied'] as const)(
    'finds the one of fifty (%s): 49 are sent, in order and in a few parts',
    (kind) => {
      const { parts, sentIds, refused, commandIds } = sendTo(idsTo(50), refusing(kind, [idOf(37)]));
      expect(sentIds).toEqual(idsTo(50).filter((id) => id !== idOf(37)));
      expect(new Set(commandIds).size).toBe(commandIds.length);
      expect(refused).toEqual([[kind, [idOf(37)]]]);
      expect(parts.length).toBeLessThanOrEqual(13);
    },
  );

  it('returns every instance as refused when every one is bad', () => {
    const { refused, sentIds } = sendTo(idsTo(3), refusing('NotReady', idsTo(3)));
    expect(sentIds).toEqual([]);
    expect(refused).toEqual(idsTo(3).map((id) => ['NotReady', [id]]));
  });

  it('keeps the sends of one half when the other gets no answer', () => {
    const refusals = new Map<string, RefusalKind>([
      [idOf(1), 'NotReady'],
      [idOf(2), 'Unknown'],
    ]);
    const { sentIds, refused } = sendTo(idsTo(4), refusals);
    expect(sentIds).toEqual([idOf(3), idOf(4)]);
    expect(refused).toEqual([
      ['NotReady', [idOf(1)]],
      ['Unknown', [idOf(2)]],
    ]);
  });

  it('sends or refuses every instance once, whichever are bad', () => {
    const kind = fc.constantFrom<RefusalKind>(
      'NotReady',
      'UnsupportedPlatform',
      'Denied',
      'Throttled',
      'Unknown',
    );
    const bad = fc.dictionary(fc.constantFrom(...idsTo(12)), kind);
    fc.assert(
      fc.property(bad, fc.integer({ min: 1, max: 12 }), (refusals, count) => {
        const { sentIds, refused } = sendTo(idsTo(count), new Map(Object.entries(refusals)));
        expect([...sentIds, ...refused.flatMap(([, ids]) => ids)].toSorted()).toEqual(idsTo(count));
        for (const id of sentIds) expect(refusals).not.toHaveProperty(id);
      }),
    );
  });
});

it.each(['DocumentRefused', 'Throttled', 'Unknown'] as const)(
  'an order that is refused as %s is not halved: no instance is at fault',
  (kind) => {
    const { parts, refused } = sendTo(idsTo(2), refusing(kind, [idOf(1)]));
    expect(parts).toHaveLength(1);
    expect(refused).toEqual([[kind, idsTo(2)]]);
  },
);

it('an order whose document is denied is given up after its first half: no instance is at fault', () => {
  const { parts, refused } = sendTo(idsTo(50), refusing('Denied', idsTo(50)));
  // 50, 25, 13, 7, 4, 2, and the two instances of the last part.
  expect(parts.map(({ instanceIds }) => instanceIds.length)).toEqual([50, 25, 13, 7, 4, 2, 1, 1]);
  expect(refused.flatMap(([, ids]) => ids).toSorted()).toEqual(idsTo(50));
});

it('one denied instance of two says nothing of the document: the other is sent', () => {
  const { sentIds, refused } = sendTo(idsTo(2), refusing('Denied', [idOf(1)]));
  expect([sentIds, refused]).toEqual([[idOf(2)], [['Denied', [idOf(1)]]]]);
});
