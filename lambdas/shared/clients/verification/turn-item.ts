import { rosterKeys } from '../../runtime/contract.ts';

/** The key of a turn. */
export function keyOfTurn(turnId: string): string {
  return `${rosterKeys.turns}${turnId}`;
}

/** The id of the turn whose item has this key; undefined for every other item. */
export function turnIdOf(key: string): string | undefined {
  return key.startsWith(rosterKeys.turns) ? key.slice(rosterKeys.turns.length) : undefined;
}
