import { UsageError } from '../../failure.ts';
import type { ParameterVersion } from './parameter-versions.ts';

/**
 * A version of a parameter, as it is typed: a name, then `:` and a number or a label. Without these it is the
 * latest.
 */
export interface ParameterReference {
  readonly name: string;
  readonly selector?: string;
}

const referenceForm = /^(\/[a-zA-Z0-9_.-]+(?:\/[a-zA-Z0-9_.-]+)*)?(?::([a-zA-Z0-9_.-]+))?$/;

/**
 * Reads a reference. A reference without a name refers to the parameter `earlier`, as in `diff /a/b:1
 * :production`.
 * @throws UsageError when it is not a reference.
 */
export function parseReference(text: string, earlier?: string): ParameterReference {
  const [whole, name = earlier, selector] = referenceForm.exec(text) ?? [];
  if (whole === undefined || whole === '' || name === undefined)
    throw new UsageError(
      `${text}: allowed is a name such as /a/b, with :3 or :label for one of its versions`,
    );
  return { name, ...(selector === undefined ? {} : { selector }) };
}

/** The version that a reference points to. @throws UsageError when it does not exist. */
export function chooseVersion(
  { name, selector }: ParameterReference,
  history: readonly ParameterVersion[],
): ParameterVersion {
  const latest = history.at(-1);
  if (latest === undefined) throw new UsageError(`${name}: there is no such parameter`);
  if (selector === undefined) return latest;
  const found = history.find(
    ({ version, labels }) => String(version) === selector || labels.includes(selector),
  );
  if (found !== undefined) return found;
  const known = history.map(({ version, labels }) => [version, ...labels].join(' or ')).join(', ');
  throw new UsageError(`${name}:${selector}: there is no such version; allowed: ${known}`);
}

/** The most labels that a version may have, and their form (user guide, "Working with parameter labels"). */
const labelsMax = 10;
const labelForm = /^(?!aws|ssm)[a-z_.-][a-z0-9_.-]{0,99}$/i;

/** @throws UsageError for labels that Parameter Store would refuse. */
export function checkLabels(labels: readonly string[]): void {
  if (labels.length > labelsMax)
    throw new UsageError(`${labels.length} labels: allowed are at most ${labelsMax} for a version`);
  for (const label of labels)
    if (!labelForm.test(label))
      throw new UsageError(
        `the label ${label}: allowed are letters, digits, . _ and -, at most 100, not beginning with a digit, aws or ssm`,
      );
}
