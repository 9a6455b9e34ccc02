import { expect, it } from 'vitest';
import { countUnsettled } from '../../../../lambdas/shared/runtime/queue-record.ts';
import { aRecord } from '../../invoke.ts';

it('a message that comes back is unsettled from its fifth delivery on', () => {
  const records = [1, 4, 5, 28].map((deliveries) => {
    const record = aRecord(`m-${deliveries}`, '');
    return {
      ...record,
      attributes: { ...record.attributes, ApproximateReceiveCount: String(deliveries) },
    };
  });
  const failures = ['m-1', 'm-4', 'm-5', 'm-28'].map((itemIdentifier) => ({ itemIdentifier }));
  expect(countUnsettled(records, failures)).toBe(2);
  expect(countUnsettled(records, failures.slice(0, 3))).toBe(1);
  expect(countUnsettled(records, [])).toBe(0);
});
