import * as z from 'zod';

/** A field of the configuration, as its row in docs/configuration.md shows it. */
interface Row {
  readonly field: string;
  readonly default: string;
  readonly allowed: string;
  readonly description: string;
}

type Form = z.core.$ZodType;

/**
 * The table of the fields of an object, in their order, each followed by the fields inside it. A field that repeats
 * `known` is not shown again from inside.
 */
export function settingsTable(shape: Readonly<Record<string, Form>>, known: Form): string {
  const rows = Object.entries(shape).flatMap(([name, form]) => rowsOf(name, form, known));
  return [
    '| field | default | allowed | what it does |',
    '| --- | --- | --- | --- |',
    ...rows.map((row) => `| \`${row.field}\` | ${row.default} | ${row.allowed} | ${row.description} |`),
  ].join('\n');
}

function rowsOf(field: string, form: Form, known: Form): Row[] {
  const isKnown = bareForm(form) === known;
  const own: Row = {
    field,
    default: defaultOf(form),
    allowed: isKnown ? 'an object of any fields below' : cell(allowedBy(form)),
    description: cell(descriptionOf(form)),
  };
  const members = isKnown ? [] : membersOf(form);
  return [own, ...members.flatMap(([path, member]) => rowsOf(`${field}${path}`, member, known))];
}

/** The fields inside a form: those of an object, of the items of a list, of the values of a record. */
function membersOf(form: Form): [path: string, form: Form][] {
  const bare = bareForm(form);
  if (bare instanceof z.ZodObject)
    return Object.entries(bare.shape).map(([name, member]) => [`.${name}`, member]);
  if (bare instanceof z.ZodArray)
    return membersOf(bare.element).map(([path, member]) => [`[]${path}`, member]);
  if (bare instanceof z.ZodRecord)
    return membersOf(bare.valueType).map(([path, member]) => [`.<name>${path}`, member]);
  return [];
}

/** What wraps a form, and what is inside: a default, `null`, a step that reads it into something else. */
function unwrapped(form: Form): Form | undefined {
  if (
    form instanceof z.ZodDefault ||
    form instanceof z.ZodPrefault ||
    form instanceof z.ZodNullable ||
    form instanceof z.ZodOptional
  )
    return form.unwrap();
  if (form instanceof z.ZodPipe) return form.def.in instanceof z.ZodTransform ? form.def.out : form.def.in;
  return undefined;
}

function bareForm(form: Form): Form {
  const inner = unwrapped(form);
  return inner === undefined ? form : bareForm(inner);
}

function descriptionOf(form: Form): string {
  const description = form instanceof z.ZodType ? form.description : undefined;
  const inner = unwrapped(form);
  return description ?? (inner === undefined ? '' : descriptionOf(inner));
}

/** A short default as it is; of a long one only that there is one. A field without any must be given. */
function defaultOf(form: Form): string {
  if (form instanceof z.ZodDefault || form instanceof z.ZodPrefault) {
    const text = JSON.stringify(form.def.defaultValue);
    return text.length <= 60 ? `\`${text}\`` : 'see below';
  }
  return form instanceof z.ZodOptional ? 'none' : 'must be given';
}

/** What a form says of a value that nothing allows. */
function allowedBy(form: Form): string {
  return z.safeParse(form, Symbol('nothing')).error?.issues[0]?.message ?? '';
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}
