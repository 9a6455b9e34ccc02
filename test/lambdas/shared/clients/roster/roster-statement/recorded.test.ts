import { unmarshall } from '@aws-sdk/util-dynamodb';
import { expect, it } from 'vitest';
import { readEntry } from '../../../../../../lambdas/shared/clients/roster/roster-statement.ts';
import recorded from '../../../domain/roster/recorded-entries.json' with { type: 'json' };

/** Items of the table as version 0.1.0 wrote them in runs of the local cloud, one or two of each status and reason. */
it('an entry that version 0.1.0 wrote is read, with everything that it says', () => {
  expect(recorded.length).toBeGreaterThan(20);
  for (const item of recorded.map(clean)) expect(readEntry(item)).toEqual(unmarshall(item));
});

/** An item of the file; what the compiler joins to the others' form is not there. */
function clean(item: (typeof recorded)[number]) {
  return Object.fromEntries(Object.entries(item).flatMap(([name, value]) => (value ? [[name, value]] : [])));
}
