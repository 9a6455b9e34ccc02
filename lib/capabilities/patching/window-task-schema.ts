import * as z from 'zod';
import {
  closedObject,
  commandDocumentName,
  text,
  trueOrFalse,
  wholeNumber,
} from '../../configuration/shared-schemas.ts';
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
const runbookName = text(/^[a-zA-Z0-9_.-]{3,128}$/, documentForm)
  .refine(
    (name) => !isCommandOfAws(name) && otherKindOf(name) !== 'Session',
    'a runbook of Automation; nodes run this document by a command, and no automation starts it',
  )
  .refine(
    (name) => !/^AWS-Patch(InstanceWithRollback|AsgInstance)$/.test(name),
    'any other runbook: this one installs patches on nodes of EMR too; the window installs by its operation',
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

/** The documents that look for patches or install them. A window does that by its operation. */
const patchingDocument =
  /^AWS-(RunPatchBaseline|ApplyPatchBaseline|Install(MissingWindows|SpecificWindows|Windows)Updates)/;
const parameterLists = z.record(
  z.string(),
  z.array(z.string('a string'), valueList),
  'an object of lists of strings',
);
const version = text(/^(\$DEFAULT|\$LATEST|[1-9]\d*)$/, '$DEFAULT, $LATEST or a number, as a string');
const commentForm = 'a text of 1 to 100 characters';

const command = closedObject({
  document: document
    .refine(
      (name) => !patchingDocument.test(name),
      'any other document: the window looks for patches and installs them by its operation',
    )
    .describe(
      'The name of a Command document, as it is called on AWS: of your own, of Muster (`Muster-...`), or of AWS.',
    ),
  version: version.optional().describe('Default: the default version. Documents of AWS take none.'),
  parameters: parameterLists.default({}),
  timeoutSeconds: wholeNumber(30, 2_592_000, 'seconds')
    .default(3600)
    .describe('How long the command waits for an instance. After that it does not begin there.'),
  comment: text(/^.{1,100}$/u, commentForm)
    .optional()
    .describe('What the list of commands shows. Default: the names of the task and of the window.'),
}).superRefine(({ document: name, version: given }, context) => {
  if (given === undefined || !/^(AWS|Amazon)/.test(name)) return;
  const message = 'nothing: a document of AWS takes no version here';
  context.addIssue({ code: 'custom', path: ['version'], input: given, message });
});
const runbook = closedObject({
  document: runbookName,
  version: version.default('$DEFAULT'),
  parameters: parameterLists
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

const kinds = ['runCommand', 'automation', 'lambda', 'stepFunctions'] as const;
const kindsForm = 'one of { runCommand }, { automation }, { lambda }, { stepFunctions }';
const priorityForm = 'a whole number from 0 to 1000';

/** Another thing that a window does: run a document on its instances, a runbook, a function or a state machine. */
export const task = z
  .strictObject(
    {
      runCommand: command
        .optional()
        .describe(
          'Runs a Command document on every instance of the window; `output` and `notifications` hold for it too.',
        ),
      automation: runbook.optional(),
      lambda: lambda.optional(),
      stepFunctions: stepFunctions.optional(),
      perInstance: trueOrFalse
        .default(false)
        .describe(
          'Once for every instance of the window, or once in all. A command always runs on every instance.',
        ),
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
