import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { reasons } from '../../../lambdas/shared/domain/roster/reason.ts';
import { configSchema } from '../../../lib/configuration/config-schema.ts';
import { deployed } from './deployed.ts';
import { proseOf } from './saying.ts';
import { sayings } from './sayings.ts';

/**
 * Numbers of our own settings that the documentation says. A number stands in prose where a reader needs it there; the
 * code or the golden template has it, and decides.
 */

/** A number as prose says it: digits, a word, or half of something. */
function readNumber(text: string): number {
  const words = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];
  if (text === 'half') return 0.5;
  if (text === 'twice') return 2;
  return words.includes(text) ? words.indexOf(text) : Number(text.replaceAll(',', ''));
}

/** What a file says where the pattern matches. */
function readSayings(file: string, pattern: RegExp): { file: string; words: string; number: number }[] {
  return [...proseOf(file).matchAll(pattern)].map(([words, number = '']) => ({
    file,
    words,
    number: readNumber(number.toLowerCase()),
  }));
}

describe('a number in prose', () => {
  it.each(sayings)('says $what as it is', ({ files = [], anyOf = [], pattern, value }) => {
    const found = [...files, ...anyOf].flatMap((file) => readSayings(file, pattern));
    expect(found.filter(({ number }) => number !== value)).toEqual([]);
    const speakers = new Set(found.map(({ file }) => file));
    expect(
      files.filter((file) => !speakers.has(file)),
      'files that say it no more',
    ).toEqual([]);
    expect(speakers.size, 'files that say it').toBeGreaterThan(0);
  });
});

describe('the given configuration', () => {
  it('deploys the defaults, so a default in prose and a number of the template are the same', () => {
    const defaults = configSchema.parse({});
    expect(deployed.logDays).toEqual([defaults.retention.logDays]);
    expect(defaults).toMatchObject({
      launchDelaySeconds: deployed.launchDelaySeconds,
      batchingWindowSeconds: deployed.batchingWindowSeconds,
      concurrencyMax: deployed.concurrencyMax,
      recheckMinutes: deployed.recheckMinutes,
      horizonMinutes: deployed.horizonSeconds / 60,
      commandAttemptsMax: deployed.attemptsMax,
      retention: {
        closedEntryDays: deployed.closedEntryDays,
        deadLetterDays: deployed.deadLetterDays,
      },
    });
  });
});

describe('the exit codes of the installers', () => {
  const contract = [...readFileSync('documents/README.md', 'utf8').matchAll(/^\| (\d+) \| ([a-z ]+) \|/gm)];
  const codes = contract.map(([, code]) => Number(code)).filter((code) => code !== 0);

  it('are those of the reasons, each once', () => {
    const sentences = Object.values(reasons).map(({ sentence }) => sentence);
    const named = sentences.flatMap((sentence) => sentence.match(/(?<=\(exit code )\d+/g) ?? []).map(Number);
    expect(named.toSorted((a, b) => a - b)).toEqual(codes);
  });

  it('are the same in docs/errors.md', () => {
    const named = readFileSync('docs/errors.md', 'utf8').match(/(?<=\(exit code )\d+/g) ?? [];
    expect(named.map(Number).toSorted((a, b) => a - b)).toEqual(codes);
  });

  it('and README.md names no other', () => {
    const text = readFileSync('README.md', 'utf8').replace(/\s+/g, ' ');
    const [, list = ''] = text.match(/exit code says why: (.*?), and so on/) ?? [];
    const said = [...list.matchAll(/(\d+) ([a-z ]+)/g)].map(([, code]) => Number(code));
    expect(said.length).toBeGreaterThan(3);
    expect(said.filter((code) => !codes.includes(code))).toEqual([]);
  });
});
