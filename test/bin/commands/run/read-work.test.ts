import { expect, it } from 'vitest';
import { readWork } from '../../../../bin/commands/run/read-work.ts';

it('joins the words of a command by spaces, and gives it an hour', () => {
  expect(readWork(['df', '-h'], {})).toEqual({ kind: 'script', script: 'df -h', timeoutSeconds: 3600 });
  expect(readWork(['sleep 9'], { timeout: 5 })).toMatchObject({ script: 'sleep 9', timeoutSeconds: 5 });
});

it.each([
  [['a=1', 'b=x=y', 'a=2'], { a: ['1', '2'], b: ['x=y'] }],
  [['{"a":["1","2"],"b":"3"}'], { a: ['1', '2'], b: ['3'] }],
  [[], {}],
])('reads the parameters %j of a document', (parameters, read) => {
  const work = readWork([], { document: 'D', parameters });
  expect(work).toEqual({ kind: 'document', document: 'D', parameters: read });
});

it.each([
  [[], {}, 'no command'],
  [['  '], {}, 'no command'],
  [['x'], { document: 'D' }, 'not both'],
  [[], { document: 'D', timeout: 5 }, '--timeout is for a command'],
  [['x'], { parameters: ['a=1'] }, '--parameters is for --document'],
  [[], { document: 'D', parameters: ['a'] }, 'allowed is Name=value'],
  [[], { document: 'D', parameters: ['{"a":[1]}'] }, 'allowed is JSON'],
  [[], { document: 'D', parameters: ['{'] }, 'allowed is JSON'],
  [['x'.repeat(70_000)], {}, 'the command has 70000 bytes'],
])('refuses %#', (words, flags, line) => {
  expect(() => readWork(words, flags)).toThrow(line);
});
