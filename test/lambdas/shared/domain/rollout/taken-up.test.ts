import { expect, it } from 'vitest';
import { readTakenUp, writeTakenUp } from '../../../../../lambdas/shared/domain/rollout/taken-up.ts';

it.each([
  { rolloutId: 'r1', versions: {} },
  { rolloutId: 'r1', versions: { 'Muster-Agent-base-Linux': '12', 'Muster-Agent-web-Linux': '3' } },
  { rolloutId: 'r1', versions: { 'arn:aws:ssm:us-east-1:000000000000:document/shared': '$LATEST' } },
])('what an entry notes is read again: $versions', (takenUp) => {
  expect(readTakenUp(writeTakenUp(takenUp))).toEqual(takenUp);
});

it.each([undefined, ''])('an entry that no roll-out has taken up notes nothing: %s', (text) => {
  expect(readTakenUp(text)).toBeUndefined();
});
