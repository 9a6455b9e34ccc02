import { stripVTControlCharacters } from 'node:util';
import { expect, it } from 'vitest';
import { checkLines } from '../../../bin/print/check-lines.ts';

it('a check shows what it found and what to do, and obeys nothing that others wrote', () => {
  const lines = checkLines([
    { name: 'Alarms', verdict: 'fail', found: 'red\u001b[2J', remedy: 'Look.' },
    { name: 'Agents', verdict: 'unseen', found: 'no right' },
  ]);
  expect(lines.map(stripVTControlCharacters)).toEqual([
    'FAIL  Alarms: red\\u001b[2J',
    '      What to do: Look.',
    '?     Agents: not looked at: no right',
    '',
    '0 well, 0 to mind, 1 failed, 1 not looked at.',
  ]);
});
