import * as z from 'zod';

/**
 * What a Command document of this project may contain: schema 2.2 as the SSM agent reads it, without what the
 * agent silently ignores. Anything not listed here is refused, because neither CloudFormation nor the service
 * would notice it. The message of every check says what is allowed; `loadDocument` adds the file, the field
 * and the value received.
 */

/** The platforms that a step can be for, as `DescribeInstanceInformation` spells them. */
export const platformNames = ['Linux', 'Windows', 'MacOS'] as const;

/** The document quota of Systems Manager: 64 KB of JSON. Parameters given with a command count too. */
export const documentSizeBytesMax = 64 * 1024;

/** The bounds of a step's time limit, in seconds. Outside them the agent silently uses 3600. */
const stepTimeoutSeconds = { min: 5, max: 172_800 };

/** A value that is one parameter reference and nothing else. */
const wholeReference = /^\{\{ *[a-zA-Z0-9]+ *\}\}$/;

function closed<Shape extends z.ZodRawShape>(shape: Shape, note = '') {
  const fields = Object.keys(shape).join(', ');
  return z.strictObject(shape, { error: `a mapping of ${fields}${note}` });
}

/** The pattern without its escapes and the content of its character classes. */
function skeletonOf(pattern: string): string {
  return pattern.replace(/\\[\s\S]/g, '_').replace(/\[\^?[^\]]+\]/g, '_');
}

/**
 * True when the pattern can only match a whole value. The agent matches anywhere in the value, so `^` and `$`
 * must be at the ends, and alternatives must be inside parentheses: `^a|b$` accepts `ax`.
 */
function isAnchored(pattern: string): boolean {
  const skeleton = skeletonOf(pattern);
  let depth = 0;
  for (const character of skeleton) {
    if (character === '(') depth += 1;
    if (character === ')') depth -= 1;
    if (character === '|' && depth === 0) return false;
  }
  return skeleton.startsWith('^') && skeleton.endsWith('$');
}

/**
 * True when the service (Java), the agent (RE2) and this check read the pattern alike. RE2 has neither
 * look-around nor back-references, and a class that begins with `]` has another meaning in JavaScript.
 */
function isPortable(pattern: string): boolean {
  const escapes = pattern.match(/\\[\s\S]/g) ?? [];
  if (escapes.some((each) => /[1-9k]/.test(each))) return false;
  if (/\[\^?\]/.test(pattern.replace(/\\[\s\S]/g, '_')) || skeletonOf(pattern).includes('(?')) return false;
  try {
    new RegExp(pattern);
    return true;
  } catch {
    return false;
  }
}

const allowedPattern = z
  .string('a regular expression')
  .refine(isAnchored, 'a pattern anchored as a whole: ^...$, alternatives inside parentheses')
  .refine(
    isPortable,
    'a regular expression of RE2: no (?...), no back-reference, no class that begins with ]',
  );

const text = z.string('a string');
const characters = z.int('a whole number').min(0, '0 or more');

/** A parameter. It is always a String: only a String can be checked by a pattern in the agent. */
const parameter = closed({
  type: z.literal('String', 'String'),
  description: text.optional(),
  default: text.optional(),
  allowedValues: z.array(z.string('a string, in quotes'), 'a list of strings').optional(),
  allowedPattern: allowedPattern.optional(),
  minChars: characters.optional(),
  maxChars: characters.optional(),
}).superRefine((value, context) => {
  if (value.allowedPattern === undefined && value.allowedValues === undefined) {
    context.addIssue({
      code: 'custom',
      message: 'a parameter with allowedPattern or allowedValues',
      input: value,
    });
    return;
  }
  if (value.default === undefined) return;
  const message = refusal(value.default, value);
  if (message !== undefined) {
    context.addIssue({ code: 'custom', path: ['default'], message, input: value.default });
  }
});

/** The limits of a parameter that decide whether a value is allowed. */
interface ParameterLimits {
  readonly allowedValues?: readonly string[] | undefined;
  readonly allowedPattern?: string | undefined;
  readonly minChars?: number | undefined;
  readonly maxChars?: number | undefined;
}

/** Says what is allowed if the value is not; otherwise undefined. Another check reports a broken pattern. */
function refusal(value: string, limits: ParameterLimits): string | undefined {
  const {
    allowedValues,
    allowedPattern: pattern,
    minChars = 0,
    maxChars = Number.POSITIVE_INFINITY,
  } = limits;
  if (allowedValues?.includes(value) === false) return `one of ${allowedValues.join(', ')}`;
  if (pattern !== undefined && isPortable(pattern) && !new RegExp(pattern).test(value))
    return `text that matches ${pattern}`;
  if (value.length < minChars || value.length > maxChars) return `${minChars} to ${maxChars} characters`;
  return undefined;
}

const timeoutForm = `${stepTimeoutSeconds.min} to ${stepTimeoutSeconds.max} seconds, or one {{ Parameter }}`;

const timeout = z.string(`a string: ${timeoutForm}`).refine((value) => {
  if (wholeReference.test(value)) return true;
  const seconds = /^[0-9]{1,6}$/.test(value) ? Number(value) : Number.NaN;
  return seconds >= stepTimeoutSeconds.min && seconds <= stepTimeoutSeconds.max;
}, timeoutForm);

/** Another check judges the references in it. */
const scriptLine = z.string('a string').refine((line) => !/[\r\n]/.test(line), 'one line an entry');

/** `exit` ends the document after a failed step. A step that timed out does not count as failed. */
const onFailure = z.literal(['exit', 'successAndExit'], 'exit or successAndExit').optional();

/** The inputs of both script actions, and only those that AWS documents. */
const scriptInputs = closed({
  timeoutSeconds: timeout,
  onFailure,
  workingDirectory: text.optional(),
  runCommand: z.array(scriptLine, 'a list of lines').min(1, 'at least one line'),
});

const stepName = z
  .string('a name')
  .regex(/^[a-zA-Z0-9_]{3,128}$/, 'a name of 3 to 128 letters, digits and _');
const insideInputs = '; timeoutSeconds and onFailure belong inside inputs, and the agent ignores them here';

function stepFor<const Action extends string, const Platform extends string, Inputs extends z.ZodType>(
  action: Action,
  platforms: readonly Platform[],
  inputs: Inputs,
) {
  const platform = z.literal(platforms, platforms.join(' or '));
  const pair = z.tuple(
    [z.literal('platformType', 'platformType'), platform],
    `[platformType, ${platforms.join(' or ')}]`,
  );
  const fields = {
    action: z.literal(action),
    name: stepName,
    precondition: closed({ StringEquals: pair }),
    inputs,
  };
  return closed(fields, insideInputs);
}

const namePattern = '[a-zA-Z0-9_.-]{3,128}';

const documentPath = z
  .string('a string')
  .refine(
    (path) => wholeReference.test(path) || new RegExp(`^${namePattern}$`).test(path),
    'the name of a document, or one {{ Parameter }}',
  );

/**
 * A file among the downloads of the command. Each command has a folder of its own for them, so that no file of an
 * earlier command can be there. An absolute path, `..` or a parameter would lead elsewhere.
 */
const downloadedFile = z
  .string('a string')
  .regex(
    /^[a-z0-9-]+(\/[a-z0-9-]+)*\.json$/,
    'a fixed relative path of a .json file, as the command has a folder of its own for downloads',
  );

const documentParameters = z
  .record(z.string(), z.string('a string'), 'a mapping of parameter names to strings')
  .optional();

/**
 * The inputs of `aws:runDocument`. The document that it names runs with the rights of this one. At most three
 * may be nested. The step fails when there is no such document or file.
 */
const documentInputs = z.discriminatedUnion(
  'documentType',
  [
    closed({
      documentType: z.literal('SSMDocument'),
      documentPath,
      documentParameters,
      onFailure,
    }),
    closed({
      documentType: z.literal('LocalPath'),
      documentPath: downloadedFile,
      documentParameters,
      onFailure,
    }),
  ],
  { error: 'SSMDocument or LocalPath' },
);

/**
 * The inputs of `aws:downloadContent`, for a document of Systems Manager. `sourceInfo` is JSON in a string: agents of
 * 2020 take no mapping.
 */
const downloadInputs = closed({
  sourceType: z.literal('SSMDocument', 'SSMDocument'),
  sourceInfo: z
    .string('a string')
    .regex(
      new RegExp(`^\\{"name": "(${namePattern}|\\{\\{ [a-zA-Z0-9]+ \\}\\})"\\}$`),
      '{"name": "<name of a document, or one {{ Parameter }}>"}',
    ),
  destinationPath: downloadedFile,
  onFailure,
});

const step = z.discriminatedUnion(
  'action',
  [
    stepFor('aws:runShellScript', ['Linux', 'MacOS'], scriptInputs),
    stepFor('aws:runPowerShellScript', ['Windows'], scriptInputs),
    stepFor('aws:runDocument', platformNames, documentInputs),
    stepFor('aws:downloadContent', ['Linux', 'Windows'], downloadInputs),
  ],
  {
    error:
      'aws:runShellScript, aws:runPowerShellScript, aws:runDocument or aws:downloadContent; describe another action in lib/documents/document-schema.ts first',
  },
);

/** A name of a parameter, in a Command document or a runbook. */
export const documentParameterName = z
  .string()
  .regex(/^[a-zA-Z0-9]+$/, 'a name of letters and digits; the agent drops any other');

/** A whole Command document. Each part is judged by itself here; `findContradictions` judges the rest. */
export const documentSchema = closed({
  schemaVersion: z.literal('2.2', "'2.2', in quotes"),
  description: text,
  parameters: z.record(documentParameterName, parameter, 'a mapping of parameters').default({}),
  mainSteps: z.array(step, 'a list of steps').min(1, 'at least one step'),
});

/** A Command document after every check. */
export type CommandDocument = z.output<typeof documentSchema>;
