import { describe, expect, it } from 'vitest';
import type { ParameterDeclarations } from '../../src/agent/command-document.ts';
import { refuseDocument } from '../../src/agent/document-refusal.ts';
import { run, shell } from './pretend-run.ts';

const refusal = (parameters: ParameterDeclarations, values: object, isNested = false) =>
  refuseDocument({ schemaVersion: '2.2', parameters, steps: [shell('a')] }, { ...values }, isNested);

describe('the agent refuses a document', () => {
  it('whose pattern has a look-ahead: it fails without a step', () => {
    const parameters = { v: { type: 'String', allowedPattern: '^(?=a)' } } as const;
    const result = run([shell('a')], { parameters, given: { v: ['a'] } });
    expect(result).toMatchObject({ status: 'Failed', reports: [], durationMs: 0, scriptsRun: 0 });
    expect(refusal(parameters, { v: 'a' })).toBe(
      "all errors during param validation errors: error thrown in 'AllowedRegexParamValidator' while validating parameter /v/: encountered error while compiling allowed pattern - internal error: error parsing regexp: invalid or unsupported Perl syntax: `(?=`",
    );
  });

  it('with a value that does not match, a list with one that does not, and a number where a pattern is declared', () => {
    const pattern = { allowedPattern: '^a+$' };
    expect(refusal({ v: { type: 'String', ...pattern } }, { v: 'b' })).toContain(
      'parameter value /b/ does not match the allowed pattern /^a+$/',
    );
    expect(refusal({ v: { type: 'StringList', ...pattern } }, { v: ['a', 'b'] })).toContain('/b/');
    expect(refusal({ v: { type: 'Integer', ...pattern } }, { v: 5 })).toContain(
      'invalid parameter type Integer with parameter value 5',
    );
    expect(refusal({ v: { type: 'String', ...pattern } }, { v: null })).toContain('<nil>');
    expect(refusal({ v: { type: 'String', ...pattern } }, { v: 'aa' })).toBeUndefined();
  });

  it('with a precondition that is not a list of texts', () => {
    const steps = [shell('a', {}, { precondition: { StringEquals: 'platformType' } })];
    expect(run(steps)).toMatchObject({ status: 'Failed', reports: [] });
  });
});

describe('of the other declarations the agent', () => {
  const declarations: [ParameterDeclarations[string], unknown, string][] = [
    [{ type: 'String', allowedValues: ['on', 'of'] }, 'off', '/off/ is not in the allowed list [on of]'],
    [{ type: 'StringList', allowedValues: ['a'] }, ['a', 'b'], '/b/ is not in the allowed list [a]'],
    [
      { type: 'String', allowedValues: ['on'] },
      null,
      'invalid parameter type String with parameter value <nil>',
    ],
    [{ type: 'String', minChars: 2 }, 'a', '/a/ is less than the min char limit /2/'],
    [{ type: 'String', maxChars: 2 }, 'äa', '/äa/ is exceeding the max chars /2/'],
    [{ type: 'StringList', minItems: 2 }, ['a'], 'list length /1/ is less the min item count'],
    [{ type: 'StringList', maxItems: 1 }, ['a', 'b'], 'list length /1/ has exceeded the max item count'],
    [{ type: 'StringMap', maxItems: 1 }, { a: 1, b: 2 }, 'list length /1/ has exceeded the max item count'],
    [{ type: 'Integer', default: 4 }, 5, '/5/ not equal to default /4/ for Integer'],
    [{ type: 'Boolean', default: true }, false, '/false/ not equal to default for Boolean'],
  ];

  it.each(declarations)(
    'obeys %j when aws:runDocument runs the document, and only then',
    (declared, value, words) => {
      expect(refusal({ v: declared }, { v: value }, true)).toContain(words);
      expect(refusal({ v: declared }, { v: value }, true)).toContain('while validating parameter /v/: ');
      expect(refusal({ v: declared }, { v: value })).toBeUndefined();
    },
  );
});
