import { describe, expect, it } from 'vitest';
import { succeedingScript } from '../../src/agent/instance-spec.ts';
import { objectionToScriptTag, scriptByTags, scriptsGuide } from '../../src/agent/script-tags.ts';

describe('the script of an instance', () => {
  it('is that of its spec, and the very same object, when no tag is about it', () => {
    expect(scriptByTags(succeedingScript, { Name: 'web' })).toBe(succeedingScript);
  });

  it('has the exit code, the output, the errors, the time and the ending of the tags', () => {
    const tags = {
      'local-cloud:exit-code': '3',
      'local-cloud:output': 'hello',
      'local-cloud:errors': 'oh',
      'local-cloud:seconds': '5',
      'local-cloud:ending': 'hangs',
    };
    expect(scriptByTags(succeedingScript, tags)).toEqual({
      ending: 'hangs',
      exitCodes: [3],
      durationSeconds: { min: 5, max: 5 },
      standardOutput: 'hello\n',
      standardError: 'oh\n',
    });
  });

  it('keeps what no tag changes', () => {
    const script = { ...succeedingScript, exitCodes: [20, 0] as const, standardOutput: 'kept' };
    expect(scriptByTags(script, { 'local-cloud:seconds': '0' })).toEqual({
      ...script,
      durationSeconds: { min: 0, max: 0 },
    });
  });

  it('prints nothing more than the tag says when that is nothing, or ends a line', () => {
    const tags = { 'local-cloud:output': '', 'local-cloud:errors': 'a\nb\n' };
    const printed = { standardOutput: '', standardError: 'a\nb\n' };
    expect(scriptByTags(succeedingScript, tags)).toMatchObject(printed);
  });

  it('throws for a tag of a spec that says nothing', () => {
    expect(() => scriptByTags(succeedingScript, { 'local-cloud:seconds': 'soon' })).toThrow(RangeError);
  });
});

describe('a tag', () => {
  it.each([
    ['local-cloud:exit-code', '256', /received '256'; allowed is a whole number from 0 to 255/],
    ['local-cloud:exit-code', '-1', /allowed is a whole number/],
    ['local-cloud:exit-code', '194', /reboot for ever/],
    ['local-cloud:seconds', '172801', /from 0 to 172800/],
    ['local-cloud:ending', 'well', /one of exits, hangs, vanishes, worker-killed/],
    ['local-cloud:exitcode', '3', /one of the keys local-cloud:exit-code, /],
  ])('refuses %s of %s', (key, value, words) => {
    expect(objectionToScriptTag(key, value)).toMatch(words);
  });

  it.each([
    ['local-cloud:exit-code', '255'],
    ['local-cloud:output', ''],
    ['Name', 'local-cloud:nothing'],
  ])('takes %s of %j', (key, value) => {
    expect(objectionToScriptTag(key, value)).toBeUndefined();
  });
});

it('the guide names only tags that there are', () => {
  const tags = [...scriptsGuide.matchAll(/Key=([a-z:-]+),Value=(\w+)/g)];
  expect(tags.map(([, key = '', value = '']) => objectionToScriptTag(key, value))).toEqual(
    Array(4).fill(undefined),
  );
});
