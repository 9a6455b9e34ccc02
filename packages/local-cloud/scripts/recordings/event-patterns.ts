import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { isRecord } from '../../src/core/is-record.ts';
import type { Members, Replay } from './replay.ts';

const file = 'events/test_events_patterns';

/** A replay, and what was recorded of it. */
export interface Recorded {
  readonly replay: Replay;
  readonly recorded: Members;
}

/**
 * Every event pattern in the folder of the recordings, with its event. The name of a file says what came of it: true,
 * false for `_NEG`, and a refusal for `_EXC`, which `refusalOf` gives.
 */
export function eventPatterns(folder: string, refusalOf: (test: string) => Members): Recorded[] {
  const templates = join(folder, 'tests/aws/services/events/event_pattern_templates');
  return readdirSync(templates)
    .filter((name) => name.endsWith('.json5'))
    .map((name) => patternOf(join(templates, name), refusalOf));
}

function patternOf(path: string, refusalOf: (test: string) => Members): Recorded {
  const name = basename(path, '.json5');
  const test = `TestEventPattern::test_event_pattern[${name}]`;
  const { Event: event, EventPattern: pattern } = members(readJson5(path));
  const input = { Event: JSON.stringify(event), EventPattern: JSON.stringify(pattern) };
  const isRefused = name.endsWith('_EXC');
  const result = { Result: !name.endsWith('_NEG'), ResponseMetadata: { HTTPStatusCode: 200 } };
  return {
    replay: { file, test, calls: [['events:TestEventPattern', input, name]] },
    recorded: { [name]: isRefused ? firstLine(members(refusalOf(test)[name])) : result },
  };
}

/** The first line of a refusal. The others say where in the pattern the problem is, which the local cloud does not. */
function firstLine({ exception_message: refusal }: Members): Members {
  const { Error: error, ...rest } = members(refusal);
  const { MessageRaw: _, ...shown } = members(error);
  return { ...rest, Error: shown };
}

/** JSON5 is a part of JavaScript. */
function readJson5(path: string): unknown {
  const value: unknown = runInNewContext(`JSON.stringify(${readFileSync(path, 'utf8')}\n)`);
  return JSON.parse(String(value));
}

function members(value: unknown): Members {
  return isRecord(value) ? value : {};
}
