import * as z from 'zod';
import { documentParameterName } from './document-schema.ts';
import { closed, runbookStep } from './runbook-actions.ts';

/**
 * What a runbook (an Automation document, schema 0.3) of this project may contain. As in Command documents,
 * anything not listed here is refused, because neither CloudFormation nor the service would notice it before
 * the runbook runs.
 */

const text = z.string('a string');
const strings = z.array(z.string('a string, in quotes'), 'a list of strings');

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

/** A whole runbook. Each part is judged by itself here. */
export const runbookSchema = closed({
  schemaVersion: z.literal('0.3', "'0.3', in quotes"),
  description: text,
  assumeRole: z.literal('{{ AutomationAssumeRole }}', "'{{ AutomationAssumeRole }}'"),
  parameters: z.record(documentParameterName, parameter, 'a mapping of parameters'),
  outputs: z.array(text, 'a list of step.Output').optional(),
  mainSteps: z.array(runbookStep, 'a list of steps').min(1, 'at least one step'),
});

/** A runbook after every check. */
export type Runbook = z.output<typeof runbookSchema>;
