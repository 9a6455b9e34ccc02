import { expect, it } from 'vitest';
import * as z from 'zod/mini';
import { describeIssues, reportInput } from '../../../../lambdas/shared/runtime/parse.ts';

const shape = z.object({ list: z.array(z.number()), word: z.enum(['a', 'b']) });

/** What is said about a value without the form above. */
function describeMistakes(value: unknown): string {
  const parsed = shape.safeParse(value, reportInput);
  return parsed.success ? 'no mistake' : describeIssues(parsed.error.issues);
}

it('every mistake is reported at once: where it is, what was received, what is expected', () => {
  expect(describeMistakes({ list: [1, 'two'], word: 'c' })).toMatch(
    /^list\.1: received "two"; .*expected number.*; word: received "c"; .*"a"\|"b"/,
  );
});

it('a missing field is reported as missing, and so is a mistake of the whole', () => {
  expect(describeMistakes({ list: [] })).toMatch(/^word: received nothing; /);
  expect(describeMistakes([])).toMatch(/^the value: received \[\]; .*expected object/);
});

it('a long value is cut, so that the line stays readable', () => {
  const [start] = describeMistakes({ list: [], word: 'x'.repeat(500) }).split(';');
  expect(start).toBe(`word: received "${'x'.repeat(79)}`);
});
