/** A field of a cron expression that holds plain numbers: its name in messages, its bounds, and names for numbers. */
export interface NumberField {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  /** The names of the numbers, from `min` on. @default none */
  readonly names?: readonly string[];
}

/** A field is not as AWS takes it. The message says what the field may be. */
export class CronFieldError extends Error {
  constructor(name: string, text: string, allowed: string) {
    super(`as ${name} (${text}) ${allowed}`);
    this.name = 'CronFieldError';
  }
}

/** What a field of numbers may be, in a sentence. */
function describeField({ min, max, names }: NumberField): string {
  const values = `${min} to ${max}${names === undefined ? '' : ` or ${names[0]} to ${names.at(-1)}`}`;
  return `${values}, a list (,), a range from low to high (-), steps (/) or *`;
}

/**
 * The numbers that a field stands for, in order: a list of numbers, names, ranges, steps and `*`.
 * @throws CronFieldError when it is none of these, or out of bounds.
 */
export function parseNumbers(text: string, field: NumberField): readonly number[] {
  const numbers = text.split(',').map((part) => parsePart(part, field));
  if (numbers.some((part) => part.length === 0))
    throw new CronFieldError(field.name, text, describeField(field));
  return [...new Set(numbers.flat())].sort((a, b) => a - b);
}

/** The number of one value; nothing when it is none, or out of bounds. */
export function parseNumber(text: string, { min, max, names = [] }: NumberField): number | undefined {
  const at = names.indexOf(text);
  const value = at >= 0 ? at + min : /^\d{1,4}$/.test(text) ? Number(text) : Number.NaN;
  return value >= min && value <= max ? value : undefined;
}

/** None when the part is wrong. `5/15` means every fifteenth from 5 on. */
function parsePart(part: string, field: NumberField): readonly number[] {
  const [, range = '', step] = /^([^/]+)(?:\/([1-9]\d{0,3}))?$/.exec(part) ?? [];
  const [first, last = first, ...more] = range === '*' ? [field.min, field.max] : endsOf(range, field);
  if (first === undefined || last === undefined || more.length > 0) return [];
  const end = step !== undefined && !range.includes('-') ? field.max : last;
  const numbers = Array.from({ length: end - first + 1 }, (_, index) => first + index);
  return numbers.filter((_, index) => index % Number(step ?? 1) === 0);
}

/** The ends of a range, or the one value; nothing when they are wrong. */
function endsOf(range: string, field: NumberField): readonly number[] {
  const ends = range.split('-').map((end) => parseNumber(end, field));
  const [first, last = first] = ends;
  if (ends.length > 2 || first === undefined || last === undefined || first > last) return [];
  return [first, last];
}
