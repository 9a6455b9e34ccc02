import { isObject } from '../is-object.ts';
import { parseJson } from '../parse-json.ts';

/** A command that verifies, and the instances whose answer has not been read. */
export interface SentVerification {
  readonly commandId: string;
  readonly document: string;
  /** By the clock of the function, in epoch milliseconds. */
  readonly sentAtMs: number;
  readonly instanceIds: readonly string[];
}

/** Instances that are verified together: a sweep hands them over, and the recheck verifies them. */
export interface Turn {
  readonly turnId: string;
  /** When the sweep handed it over, in epoch milliseconds. */
  readonly handedOverMs: number;
  /** Those that nothing was sent to yet. */
  readonly openIds: readonly string[];
  readonly sent: readonly SentVerification[];
}

/** Few enough for one call and one item of DynamoDB, and enough for full orders. */
export const turnSizeMax = 500;

/** What is older is not verified any more: the next turn of the same instances has come. */
export const turnAgeMsMax = 24 * 60 * 60_000;

export function isTurnOver({ openIds, sent }: Turn): boolean {
  return openIds.length === 0 && sent.length === 0;
}

/** A turn as text. */
export function writeTurn({ handedOverMs, openIds, sent }: Turn): string {
  return JSON.stringify({ handedOverMs, openIds, sent });
}

/** The turn of a text; undefined when another version of Muster wrote it in another form. */
export function readTurn(turnId: string, text: unknown): Turn | undefined {
  const value = typeof text === 'string' ? parseJson(text) : undefined;
  if (!isObject(value)) return undefined;
  const { handedOverMs, openIds, sent } = value;
  if (typeof handedOverMs !== 'number' || !isTexts(openIds) || !Array.isArray(sent)) return undefined;
  return sent.every(isSent) ? { turnId, handedOverMs, openIds, sent } : undefined;
}

function isSent(value: unknown): value is SentVerification {
  if (!isObject(value)) return false;
  const { commandId, document, sentAtMs, instanceIds } = value;
  const areTexts = typeof commandId === 'string' && typeof document === 'string';
  return areTexts && typeof sentAtMs === 'number' && isTexts(instanceIds);
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}
