import { describe, expect, it } from 'vitest';
import { findUnsafeReferences } from '../../../lib/documents/script-references.ts';

const strict = { allowedPattern: '^[a-z]*$' };

/** What is allowed instead of each line, by a script with these parameters. */
function refusalsOf(line: string, Word: object = strict, action = 'aws:runShellScript'): string[] {
  const step = { action, inputs: { runCommand: ['echo', line] } };
  const problems = findUnsafeReferences({
    parameters: { Word },
    mainSteps: [{ action: 'aws:runDocument', inputs: {} }, step],
  });
  for (const { path, received } of problems)
    expect([path, received]).toEqual([['mainSteps', 1, 'inputs', 'runCommand', 1], line]);
  return problems.map(({ allowed }) => allowed);
}

describe('a line of a script that names a parameter', () => {
  it('assigns it in single quotes, in each language', () => {
    expect(refusalsOf("some_word='{{ Word }}'")).toEqual([]);
    expect(refusalsOf("$SomeWord = '{{ Word }}'", strict, 'aws:runPowerShellScript')).toEqual([]);
    expect(refusalsOf('echo {a} { {b} }')).toEqual([]);
  });

  it.each([
    'echo {{ Word }}',
    'word={{ Word }}',
    'word="{{ Word }}"',
    "word='{{ Word }}'; echo",
    "word='x{{ Word }}'",
    " word='{{ Word }}'",
    "word='{{Word}}'",
    "export word='{{ Word }}'",
    "$Word = '{{ Word }}'",
    "word='{{ssm:/a}}'",
    '{{ Word }}',
  ])('refuses to be %s', (line) => {
    expect(refusalsOf(line)).toEqual([expect.stringMatching(/^a line without \{\{ \}\}, or one/)]);
  });

  it('refuses the form of the other language', () => {
    expect(refusalsOf("word='{{ Word }}'", strict, 'aws:runPowerShellScript')).toHaveLength(1);
  });

  it('refuses a name that no parameter has', () => {
    expect(refusalsOf("word='{{ Wrod }}'")).toEqual(['references to Word']);
  });
});

describe('the parameter that it names', () => {
  const take = (parameter: object) => refusalsOf("word='{{ Word }}'", parameter).length === 0;

  it.each([
    '^[A-Za-z0-9@._-]{0,127}$',
    '^(latest|(>=)?[0-9]+)$',
    '^\\s*([a-z]+/(x86_64|arm64)=https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?(\\s+|$))+$',
    "^[^'\u2018-\u201b]*$",
    '^[\\]\\w-]\\d\\.$',
    '^[ !#-&(-~]*$',
  ])('may have the pattern %s', (allowedPattern) => {
    expect(take({ allowedPattern })).toBe(true);
  });

  it.each([
    '^.*$',
    "^[a-z']*$",
    '^[ -~]*$',
    "^it's$",
    '^[^"]*$',
    "^[^']*$",
    '^\\S+$',
    '^\\W$',
    '^(a|[\\D])$',
    "^\\'$",
  ])('refuses to have the pattern %s, which takes a quote', (allowedPattern) => {
    expect(take({ allowedPattern })).toBe(false);
  });

  it('may have values without quotes', () => {
    expect(take({ allowedValues: ['Scan', 'Install'] })).toBe(true);
    expect(take({ allowedValues: ['Scan', "it's"] })).toBe(false);
    expect(take({ allowedValues: ['a', 'b'], allowedPattern: '^.$' })).toBe(false);
    expect(take({})).toBe(false);
  });
});
