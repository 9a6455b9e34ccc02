import * as z from 'zod';
import { documentParameterName } from './document-schema.ts';

/**
 * What a runbook (an Automation document, schema 0.3) of this project may contain. As in Command documents,
 * anything not listed here is refused, because neither CloudFormation nor the service would notice it before
 * the runbook runs.
 */

/** The names that the service itself provides in a runbook. */
export const runbookVariables = ['automation:EXECUTION_ID', 'global:REGION', 'global:ACCOUNT_ID'] as const;

const text = z.string('a string');
const strings = z.array(z.string('a string, in quotes'), 'a list of strings');

function closed<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.strictObject(shape, { error: `a mapping of ${Object.keys(shape).join(', ')}` });
}

/**
 * A String must have a pattern or a list of values. The service checks each value of a StringList against its
 * pattern.
 */
const parameter = closed({
  type: z.literal(['String', 'StringList'], 'String or StringList'),
  description: text,
  default: z.union([text, strings], 'a string or a list of strings').optional(),
  allowedValues: strings.optional(),
  allowedPattern: z
    .string('a regular expression')
    .regex(/^\^.*\$$/s, 'a pattern anchored as a whole: ^...$')
    .optional(),
}).refine(
  (value) =>
    value.type === 'StringList' || value.allowedPattern !== undefined || value.allowedValues !== undefined,
  'a parameter with allowedPattern or allowedValues',
);

const reference = z.string('a string').regex(/^\{\{ [a-zA-Z0-9]+ \}\}$/, 'one {{ Parameter }}');

const target = closed({ Key: text, Values: reference.or(strings) });

/**
 * Sends a command and waits for its end. It always sets a pace, because the defaults are 50 at once and no
 * error.
 */
const runCommand = closed({
  DocumentName: text,
  Targets: z.array(target, 'a list of targets').min(1, 'at least one target').max(5, 'at most 5 targets'),
  MaxConcurrency: text,
  MaxErrors: text,
  TimeoutSeconds: z.int('a whole number').min(30, '30 or more').max(2_592_000, '2592000 or less'),
  Comment: z.string('a string').max(100, 'at most 100 characters').optional(),
  Parameters: z.record(z.string(), text, 'a mapping of parameter names to strings'),
});

const stepName = z
  .string('a name')
  .regex(/^[a-zA-Z0-9_]{3,128}$/, 'a name of 3 to 128 letters, digits and _');

const step = closed({
  name: stepName,
  action: z.literal(
    'aws:runCommand',
    'aws:runCommand; describe another action in lib/documents/runbook-schema.ts first',
  ),
  timeoutSeconds: z.int('a whole number of seconds').min(1, '1 or more'),
  onFailure: z.literal('Abort', 'Abort'),
  isEnd: z.boolean('true or false').optional(),
  inputs: runCommand,
});

/** A whole runbook. Each part is judged by itself here. */
export const runbookSchema = closed({
  schemaVersion: z.literal('0.3', "'0.3', in quotes"),
  description: text,
  assumeRole: z.literal('{{ AutomationAssumeRole }}', "'{{ AutomationAssumeRole }}'"),
  parameters: z.record(documentParameterName, parameter, 'a mapping of parameters'),
  mainSteps: z.array(step, 'a list of steps').min(1, 'at least one step'),
});

/** A runbook after every check. */
export type Runbook = z.output<typeof runbookSchema>;
