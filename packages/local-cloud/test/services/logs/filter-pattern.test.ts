import { describe, expect, it } from 'vitest';
import { NotEmulatedError, ServiceError } from '../../../src/core/service.ts';
import { compileFilter } from '../../../src/services/logs/filter-pattern.ts';

const json = '{"level":"ERROR","ms":12,"user":{"tags":["a","b"]},"note":null,"ok":true}';

describe('a filter pattern', () => {
  it.each([
    ['', 'anything', true],
    ['ERROR', 'an ERROR here', true],
    ['error', 'an ERROR here', false],
    ['ERROR Exit', 'ERROR without', false],
    ['ERROR -Exit', 'ERROR Exit', false],
    ['ERROR -Exit', 'ERROR', true],
    ['?ERROR ?WARN', 'a WARN', true],
    ['?ERROR ?WARN', 'an INFO', false],
    ['ERROR ?WARN', 'an ERROR', true],
    ['"a phrase"', 'it has a phrase', true],
    ['"a phrase"', 'a long phrase', false],
    ['-"a-b"', 'x a-b', false],
    ['"say \\"x\\""', 'say "x"', true],
    ['{ $.level = "ERROR" }', json, true],
    ['{ $.level = ERR* }', json, true],
    ['{ $.level != "ERROR" }', json, false],
    ['{ $.missing != "x" }', json, false],
    ['{ $.ms > 11 && $.ms <= 12 }', json, true],
    ['{ $.ms < 12 }', json, false],
    ['{ $.ms >= 13 || $.ms = 12 }', json, true],
    ['{ $.level >= 1 }', json, false],
    ['{ ($.ms = 1 || $.ms = 12) && $.level = "ERROR" }', json, true],
    ['{ $.user.tags[1] = "b" }', json, true],
    ['{ $.note IS NULL }', json, true],
    ['{ $.ok IS TRUE }', json, true],
    ['{ $.ok IS FALSE }', json, false],
    ['{ $.other NOT EXISTS }', json, true],
    ['{ $.ok NOT EXISTS }', json, false],
    ['{ $.level = "ERROR" }', 'no JSON', false],
  ])('%s against %s: %s', (pattern, line, matches) => {
    expect(compileFilter(pattern)(line)).toBe(matches);
  });

  it.each([
    'a-b',
    'x=1',
    '{ $.a }',
    '{ level = "x" }',
    '{ $.a = "x"',
    '{ $.a > "x" }',
    '{ $.a IS MAYBE }',
    '{ $.a "x" }',
  ])('refuses %s', (pattern) => {
    expect(() => compileFilter(pattern)).toThrow(ServiceError);
  });

  it.each(['[ip, user]', '%AUTH.*%', '{ $.a = %x% }'])('of the form %s is not emulated', (pattern) => {
    expect(() => compileFilter(pattern)).toThrow(NotEmulatedError);
  });
});
