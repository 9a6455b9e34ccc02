import { isRecord } from '../../src/core/is-record.ts';

/** What the placeholders of a recording stand for, in one test: the same one is the same text everywhere. */
export type Bindings = Map<string, string>;

interface Options {
  readonly bindings: Bindings;
  /** Members that are not compared. */
  readonly ignored: readonly string[];
}

/** Texts that recordings have in the place of a value that changes from run to run. */
const masks = new Set(['date', 'datetime', 'timestamp', 'code-sha256', 'log-result']);

/** Tells where an answer differs from a recorded one. Headers are not compared. */
export function differences(recorded: unknown, answer: unknown, options: Options, path = ''): string[] {
  if (Array.isArray(recorded) && Array.isArray(answer)) return inLists(recorded, answer, options, path);
  if (isRecord(recorded) || Array.isArray(recorded)) {
    const parsed = typeof answer === 'string' ? parse(answer) : answer;
    if (parsed !== answer) return differences(recorded, parsed, options, path);
    if (isRecord(recorded) && isRecord(parsed)) return inRecords(recorded, parsed, options, path);
  }
  const isSame =
    typeof recorded === 'string' && ['string', 'number'].includes(typeof answer)
      ? isAlike(recorded, String(answer), options.bindings)
      : typeof recorded === 'string' && /^<[^<>]+>$/.test(recorded)
        ? answer !== undefined
        : recorded === answer;
  return isSame ? [] : [`${path}: recorded ${shown(recorded)}, here ${shown(answer)}`];
}

function inLists(
  recorded: readonly unknown[],
  answer: readonly unknown[],
  options: Options,
  path: string,
): string[] {
  if (recorded.length !== answer.length)
    return [`${path}: recorded ${recorded.length} items, here ${answer.length}`];
  return recorded.flatMap((item, index) => differences(item, answer[index], options, `${path}.${index}`));
}

function inRecords(
  recorded: Readonly<Record<string, unknown>>,
  answer: Readonly<Record<string, unknown>>,
  options: Options,
  path: string,
): string[] {
  const names = new Set([...Object.keys(recorded), ...Object.keys(answer)]);
  return [...names]
    .filter((name) => !['HTTPHeaders', ...options.ignored].includes(name))
    .sort()
    .flatMap((name) => differences(recorded[name], answer[name], options, `${path}.${name}`));
}

/** Whether a text is the recorded one, with something in the place of each `<placeholder>`. */
function isAlike(recorded: string, text: string, bindings: Bindings): boolean {
  if (masks.has(recorded)) return true;
  const names: string[] = [];
  // Where in a text the problem is, which not every service here tells.
  const place = /\n at \[Source: [\s\S]*$/;
  const expected = place.test(text) ? recorded : recorded.replace(place, '');
  const pattern = expected.split(/(<[^<>]+(?:<[^<>]*>[^<>]*)*>|^date(?= ))/).map((part, index) => {
    if (index % 2 === 0) return part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
    names.push(part);
    return '([\\s\\S]+?)';
  });
  const found = new RegExp(`^${pattern.join('')}$`).exec(text);
  return found !== null && names.every((name, index) => isBound(name, found[index + 1] ?? '', bindings));
}

/** Only numbered placeholders stand for one value. */
function isBound(name: string, value: string, bindings: Bindings): boolean {
  const isNumbered = /:\d+>$/.test(name) && !name.startsWith('<a:');
  const bound = isNumbered ? (bindings.get(name) ?? value) : value;
  if (isNumbered) bindings.set(name, bound);
  return bound === value;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}
