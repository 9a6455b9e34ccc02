import { expect, it } from 'vitest';
import { tellFormerSize } from '../../../simulator/faults/faults-of-sizes.ts';

const answer = (status: number, body: object) => ({ status, headers: {}, body: JSON.stringify(body) });

it('a size of some hours ago is told in the place of the present one, and nothing else changes', () => {
  const told = tellFormerSize(answer(200, { Table: { TableName: 'Roster', TableSizeBytes: 0 } }));
  if (told instanceof Error) throw told;
  const { Table } = JSON.parse(told.body);
  expect(Table.TableSizeBytes).toBeGreaterThan(100_000_000);
  expect(Table.TableName).toBe('Roster');
});

it.each([answer(400, { __type: 'ThrottlingException' }), answer(200, {}), new Error('read ECONNRESET')])(
  'an answer without a size stays as it is',
  (given) => {
    expect(tellFormerSize(given)).toBe(given);
  },
);
