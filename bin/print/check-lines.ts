import { styleText } from 'node:util';
import type { Check, Verdict } from '../commands/doctor/doctor-check.ts';
import { visibleText } from './visible-text.ts';

const marks: Record<Verdict, string> = {
  ok: styleText('green', 'ok    '),
  warn: styleText('yellow', 'warn  '),
  fail: styleText('red', 'FAIL  '),
  unseen: styleText('dim', '?     '),
};

/** What `muster doctor` prints: each check with what it found and what to do, and how many there are of each kind. */
export function checkLines(checks: readonly Check[]): string[] {
  const of = (verdict: Verdict) => checks.filter((check) => check.verdict === verdict).length;
  const counts = [
    `${of('ok')} well`,
    `${of('warn')} to mind`,
    `${of('fail')} failed`,
    ...(of('unseen') === 0 ? [] : [`${of('unseen')} not looked at`]),
  ];
  return [...checks.flatMap(linesOf), '', `${counts.join(', ')}.`];
}

function linesOf({ name, verdict, found, remedy }: Check): string[] {
  const text = verdict === 'unseen' ? `not looked at: ${found}` : found;
  return [
    `${marks[verdict]}${name}: ${visibleText(text)}`,
    ...(remedy === undefined ? [] : [`      What to do: ${remedy}`]),
  ];
}
