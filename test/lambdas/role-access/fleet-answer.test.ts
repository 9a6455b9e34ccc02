import { expect, it } from 'vitest';
import { answerOf, shownSkipped } from '../../../lambdas/role-access/fleet-answer.ts';

const names = (count: number) => Array.from({ length: count }, (_, index) => `${index}`.padStart(64, 'r'));
const skipped = (count: number) => names(count).map((roleName) => ({ roleName, reason: 'x'.repeat(3000) }));

it('an answer stays below the 100 KB of an output, and its numbers are exact', () => {
  const outcome = { changed: names(5000), failed: skipped(5000), left: names(5000) };
  const answer = { ...answerOf(outcome, false), RefusedRoles: shownSkipped(skipped(5000)) };
  expect(answer).toMatchObject({ Changed: 5000, Failed: 5000, Left: 5000 });
  // Automation shows the text inside of JSON, with its quotes escaped.
  expect(JSON.stringify(JSON.stringify(answer)).length).toBeLessThan(100_000);
});

const none = { changed: [], failed: [], left: [] };
it.each([
  ['only looked', none, true],
  ['came to its end', none, false],
  ['came to its end', { ...none, changed: ['a'], failed: skipped(1) }, false],
  ['goes on with the next run', { ...none, changed: ['a'], left: ['b'] }, false],
  ['nothing was changed', { ...none, failed: skipped(1), left: ['b'] }, false],
])('it says: %s', (decision, outcome, isDryRun) => {
  expect(answerOf(outcome, isDryRun).Decision).toBe(decision);
});
