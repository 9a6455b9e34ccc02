import { expect, it } from 'vitest';
import {
  isTurnOver,
  readTurn,
  type Turn,
  writeTurn,
} from '../../../../../lambdas/shared/domain/verification/turn.ts';
import { idOf, nowMs } from '../../../builders.ts';

const turn: Turn = {
  turnId: '1-2/0',
  handedOverMs: nowMs,
  openIds: [idOf(1)],
  sent: [{ commandId: 'command-1', document: 'Muster-Linux', sentAtMs: nowMs, instanceIds: [idOf(2)] }],
};

it('a turn is read as it was written', () => {
  expect(readTurn('1-2/0', writeTurn(turn))).toEqual(turn);
});

it.each([
  ['no text', undefined],
  ['no JSON', '{'],
  ['another form', '{"openIds":[]}'],
  ['other commands', JSON.stringify({ ...turn, sent: [{ commandId: 1 }] })],
  ['other ids', JSON.stringify({ ...turn, openIds: [1] })],
])('%s is no turn', (_, text) => {
  expect(readTurn('1-2/0', text)).toBeUndefined();
});

it('a turn is over when nobody is left', () => {
  expect(isTurnOver(turn)).toBe(false);
  expect(isTurnOver({ ...turn, openIds: [] })).toBe(false);
  expect(isTurnOver({ ...turn, openIds: [], sent: [] })).toBe(true);
});
