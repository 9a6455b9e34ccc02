import type { ParameterVersion } from '../commands/parameters/parameter-versions.ts';
import type { FieldDifference, TreeDifference } from '../commands/parameters/parameters-diff.ts';
import { table } from './text-table.ts';
import { jsonText, shortText, visibleText } from './visible-text.ts';

/** The length of a value that fits on a line; `--json` has the whole value. */
const valueLengthMax = 40;

/** One line for each version. */
export function versionLines(versions: readonly ParameterVersion[]): string[] {
  if (versions.length === 0) return ['No parameters.'];
  const head = ['parameter', 'version', 'labels', 'type', 'changed', 'by', 'value'];
  return table(
    head,
    versions.map(({ name, version, labels, type, changedAt, changedBy, value }) => [
      name,
      version,
      labels.join(' '),
      type,
      changedAt.slice(0, 16).replace('T', ' '),
      changedBy.replace(/^.*[:/]/, ''),
      value === undefined ? '(secure)' : shortText(value.replace(/\s+/g, ' '), valueLengthMax),
    ]),
  );
}

/** The differences between two versions. */
export function versionDifferenceLines(
  before: ParameterVersion,
  after: ParameterVersion,
  fields: readonly FieldDifference[],
): string[] {
  const lines = fields.map(({ field, before: one, after: other }) => {
    if (one === undefined && other === undefined)
      return `  ${field}: secure on both sides; --with-decryption compares it`;
    return `  ${field}: ${show(one)} → ${show(other)}`;
  });
  const title = `${nameOf(before)} → ${before.name === after.name ? `version ${after.version}` : nameOf(after)}`;
  return [title, ...(lines.length === 0 ? ['  nothing differs'] : lines)];
}

/** The differences between the account and the configuration. */
export function treeDifferenceLines(differences: readonly TreeDifference[]): string[] {
  if (differences.length === 0) return ['The account has what the configuration declares.'];
  return differences.flatMap((difference) => {
    const name = visibleText(difference.name);
    if (difference.kind === 'missing') return [`+ ${name}: in the configuration only; a deployment makes it`];
    if (difference.kind === 'undeclared') return [`- ${name}: in the account only; no deployment deletes it`];
    return [
      `~ ${name}`,
      ...difference.fields.map(
        ({ field, before, after }) =>
          `    ${field}: ${show(before)} in the account, ${show(after)} in the configuration`,
      ),
    ];
  });
}

function nameOf({ name, version }: ParameterVersion): string {
  return `${visibleText(name)} version ${version}`;
}

function show(value: string | undefined): string {
  return value === undefined ? '(secure)' : jsonText(value);
}
