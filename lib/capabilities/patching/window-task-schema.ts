import * as z from 'zod';
import { closedObject, commandDocumentName, text, trueOrFalse } from '../../configuration/shared-schemas.ts';
import { isCommandOfAws, otherKindOf } from '../../documents/aws-document-kinds.ts';

const concurrencyForm = 'a number of instances from 1, or a share from 1% to 100%, as a string';
const errorsForm = 'a number of instances from 0, or a share from 0% to 100%, as a string';
/** How many instances at once (API reference, MaxConcurrency). */
const concurrency = text(/^([1-9]\d{0,6}|[1-9]\d?%|100%)$/, concurrencyForm);
/** The number of failures after which no further instance begins (API reference, MaxErrors). */
const errors = text(/^(0|[1-9]\d{0,6}|\d%|[1-9]\d%|100%)$/, errorsForm);
const atCutoff = z.literal(['CONTINUE_TASK', 'CANCEL_TASK'], 'CONTINUE_TASK or CANCEL_TASK');

/** How fast a task goes through the instances, and what happens to it at the end of the window. */
export const pace = {
  concurrency: concurrency.default('10%'),
  errors: errors.default('5%'),
  atCutoff: atCutoff
    .default('CONTINUE_TASK')
    .describe('Whether what still runs at the cutoff goes on. Nothing new begins after it in either case.'),
};

const documentForm = 'the name of a document: 3 to 128 letters, digits, dots, dashes and underscores';
/** The name of a Command document. */
export const document = commandDocumentName(documentForm);
/** The name of a runbook. */
const runbookName = text(/^[a-zA-Z0-9_.-]{3,128}$/, documentForm).refine(
  (name) => !isCommandOfAws(name) && otherKindOf(name) !== 'Session',
  'a runbook of Automation; nodes run this document by a command, and no automation starts it',
);

/** Lambda and Step Functions take at most 4096 characters of JSON from a window. */
const jsonForm = 'an object of at most 4096 characters as JSON';
const json = z
  .record(z.string(), z.unknown(), jsonForm)
  .refine((value) => JSON.stringify(value).length <= 4096, jsonForm);

const roleForm = 'the name of a role, with its path when it has one';
const functionForm = 'the name of a function of this account and region';
const machineForm = 'the name of a state machine of this account and region';
const qualifierForm = 'a version or an alias of the function';
const valueList = 'a list of strings';

const runbook = closedObject({
  document: runbookName,
  version: text(/^(\$DEFAULT|\$LATEST|[1-9]\d*)$/, '$DEFAULT, $LATEST or a number, as a string').default(
    '$DEFAULT',
  ),
  parameters: z
    .record(z.string(), z.array(z.string('a string'), valueList), 'an object of lists of strings')
    .default({})
    .describe("For example `{ InstanceId: ['{{RESOURCE_ID}}'] }` in a task that runs for each instance."),
  assumeRole: text(/^[\w+=,.@/-]{1,576}$/, roleForm)
    .optional()
    .describe('The role that the runbook takes on, by its parameter AutomationAssumeRole.'),
});
const lambda = closedObject({
  function: text(/^[a-zA-Z0-9_-]{1,64}$/, functionForm),
  qualifier: text(/^[a-zA-Z0-9$_-]{1,128}$/, qualifierForm).optional(),
  payload: json.default({}),
});
const stepFunctions = closedObject({
  stateMachine: text(/^[a-zA-Z0-9_-]{1,80}$/, machineForm),
  input: json.default({}),
});

const kinds = ['automation', 'lambda', 'stepFunctions'] as const;
const kindsForm = 'one of { automation }, { lambda }, { stepFunctions }';
const priorityForm = 'a whole number from 0 to 1000';

/** Another thing that a window does: run a runbook, a function or a state machine. */
export const task = z
  .strictObject(
    {
      automation: runbook.optional(),
      lambda: lambda.optional(),
      stepFunctions: stepFunctions.optional(),
      perInstance: trueOrFalse
        .default(false)
        .describe('Once for every instance of the window, or once in all.'),
      priority: z
        .int(priorityForm)
        .min(0, priorityForm)
        .max(1000, priorityForm)
        .default(20)
        .describe('Lower comes first, the same at the same time. Patching has 10.'),
      ...pace,
    },
    `an object { ${kinds.join('? | ')}?, perInstance?, priority?, concurrency?, errors?, atCutoff? }`,
  )
  .refine((value) => kinds.filter((kind) => value[kind] !== undefined).length === 1, kindsForm);
export type WindowTask = z.output<typeof task>;
