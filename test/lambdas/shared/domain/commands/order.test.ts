import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  chunk,
  groupOrders,
  type OrderItem,
  rolloutOfOrder,
} from '../../../../../lambdas/shared/domain/commands/order.ts';
import { anOrderItem, idOf, idsTo } from '../../../builders.ts';

const itemsOf = (count: number, fields: Partial<OrderItem> = {}) =>
  idsTo(count).map((instanceId) => anOrderItem({ instanceId, ...fields }));

const anyItems = fc.uniqueArray(
  fc.record({
    instanceId: fc.integer({ min: 1, max: 500 }).map(idOf),
    document: fc.constantFrom('A', 'B'),
    documentVersion: fc.constantFrom('1', '2'),
    parameters: fc.constantFrom({}, { P: ['1'] }, { P: ['1', '2'] }),
  }),
  { selector: (item) => item.instanceId, minLength: 0, maxLength: 250, size: 'max' },
);

describe('groupOrders', () => {
  it('puts instances that get the same into one order, numbered from the request', () => {
    const [order, ...others] = groupOrders(itemsOf(3), 'request-9');
    expect(others).toEqual([]);
    expect(order).toEqual({
      orderId: 'request-9.1',
      document: 'Muster-Linux',
      documentVersion: '7',
      parameters: { Version: ['1.2.3'] },
      instanceIds: idsTo(3),
    });
  });

  it('cuts at 50 instances', () => {
    const sizes = (count: number) =>
      groupOrders(itemsOf(count), 'r').map((order) => order.instanceIds.length);
    expect(sizes(50)).toEqual([50]);
    expect(sizes(51)).toEqual([50, 1]);
    expect(sizes(120)).toEqual([50, 50, 20]);
    expect(sizes(0)).toEqual([]);
  });

  it.each([
    ['document', { document: 'Other' }],
    ['version', { documentVersion: '8' }],
    ['parameters', { parameters: { Version: ['2'] } }],
    ['number of parameter values', { parameters: { Version: ['1.2.3', ''] } }],
  ])('keeps instances of another %s apart', (_name, fields) => {
    const orders = groupOrders([anOrderItem(), anOrderItem({ instanceId: idOf(2), ...fields })], 'r');
    expect(orders.map((order) => order.instanceIds)).toEqual([[idOf(1)], [idOf(2)]]);
    expect(orders.map((order) => order.orderId)).toEqual(['r.1', 'r.2']);
  });

  it('keeps errands apart from what belongs to a profile, and names their roll-out', () => {
    const items = [undefined, '2026-01-31-1', '2026-01-31-2'].map((rolloutId, index) =>
      anOrderItem({ instanceId: idOf(index + 1), ...(rolloutId === undefined ? {} : { rolloutId }) }),
    );
    const ids = groupOrders(items, 'request-1').map((order) => order.orderId);
    expect(ids).toEqual(['request-1.1', 'request-1.2/2026-01-31-1', 'request-1.3/2026-01-31-2']);
    expect(ids.map(rolloutOfOrder)).toEqual([undefined, '2026-01-31-1', '2026-01-31-2']);
  });

  it('conserves the items: each once, with its own document, version and parameters', () => {
    fc.assert(
      fc.property(anyItems, (items) => {
        const orders = groupOrders(items, 'r');
        const back = orders.flatMap(({ orderId: _id, instanceIds, ...rest }) =>
          instanceIds.map((instanceId) => ({ instanceId, ...rest })),
        );
        const sorted = (list: OrderItem[]) => list.toSorted((a, b) => (a.instanceId < b.instanceId ? -1 : 1));
        expect(sorted(back)).toEqual(sorted(items));
        expect(new Set(orders.map((order) => order.orderId)).size).toBe(orders.length);
        for (const order of orders) expect(order.instanceIds.length).toBeLessThanOrEqual(50);
        const kinds = new Set(items.map(({ instanceId: _id, ...rest }) => JSON.stringify(rest)));
        expect(orders.length).toBeLessThanOrEqual(kinds.size + Math.floor(items.length / 50));
      }),
    );
  });
});

describe('chunk', () => {
  it('cuts a list into runs of the size, the last as short as it must be', () => {
    expect(chunk([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]]);
    expect(chunk([], 2)).toEqual([]);
  });
});
