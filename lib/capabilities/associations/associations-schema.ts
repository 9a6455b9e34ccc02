import * as z from 'zod';
import {
  bucketName,
  closedObject,
  documentName,
  shortName,
  text,
  trueOrFalse,
  wholeNumber,
} from '../../configuration/shared-schemas.ts';
import { targets } from '../../configuration/targets.ts';
import { associationSchedule, isCron } from './association-schedule.ts';

/**
 * The targets of an association. State Manager takes only one tag key. For more keys, or more values, use a
 * group.
 */
export const associationTargets = targets.refine(
  ({ tags = {} }) => Object.keys(tags).length <= 1,
  'one tag key, which is all that State Manager takes; a group (section groups) may have five',
);

const percentOr = (least: string) =>
  `a number of nodes from '${least}' or a percentage such as '10%', as a string`;

/** How an association runs, whatever its document. */
const run = {
  targets: associationTargets.default({ all: true }),
  schedule: associationSchedule
    .default('rate(1 day)')
    .describe('When it runs, after the run that comes at once.'),
  waitForSchedule: trueOrFalse
    .default(false)
    .describe(
      'Runs only at its scheduled times, and not at once when it is made or changed or a node is new. Needs a cron schedule.',
    ),
  concurrency: text(/^([1-9]\d{0,6}|[1-9]\d?%|100%)$/, percentOr('1'))
    .default('10%')
    .describe('On how many nodes it runs at a time.'),
  errors: text(/^(\d|[1-9]\d{1,6}|[1-9]?\d%|100%)$/, percentOr('0'))
    .default('10%')
    .describe('How many nodes may fail before it stops until its next time.'),
  complianceSeverity: z
    .literal(
      ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW', 'UNSPECIFIED'],
      'CRITICAL, HIGH, MEDIUM, LOW or UNSPECIFIED',
    )
    .default('UNSPECIFIED')
    .describe('How severe it is when a node does not comply, in the reports of Compliance.'),
  output: trueOrFalse
    .default(false)
    .describe(
      "Writes what it prints to the bucket of the outputs. The instances' roles need the policy for it.",
    ),
};

const canWait = (value: { readonly schedule: string; readonly waitForSchedule: boolean }) =>
  !value.waitForSchedule || isCron(value.schedule);
const waiting = {
  path: ['waitForSchedule'],
  message: 'false beside a rate: only a cron schedule has a time to wait for',
};

const parameterValue = z.union([z.string(), z.array(z.string())], 'a string or a list of strings');

const named = closedObject({
  ...run,
  targets: associationTargets,
  document: documentName,
  parameters: z
    .record(
      text(/^[a-zA-Z0-9_-]+$/, 'the name of a parameter'),
      parameterValue,
      'an object of parameter names and values',
    )
    .default({}),
}).refine(canWait, waiting);

/** Twice a month is as often as new agents are released. AWS's own Quick Setup does the same. */
const updateAgent = closedObject({ ...run, schedule: associationSchedule.default('rate(14 days)') }).refine(
  canWait,
  waiting,
);

const backstop = closedObject(run).refine(canWait, waiting);

/**
 * The form of `associations` in `muster.config.ts`. If the section is given, even as `{}`, it keeps the agent
 * of Systems Manager up to date. Everything else is off until it is named.
 */
export const associations = closedObject({
  updateAgent: updateAgent
    .nullable()
    .prefault({})
    .describe('Keeps the agent of Systems Manager up to date on every managed node; null leaves it alone.'),
  backstop: backstop
    .nullable()
    .default(null)
    .describe(
      "Runs the documents of the onboarding's catch-all profile once more by State Manager. Off: docs/estate/associations.md.",
    ),
  named: z
    .record(shortName, named, 'an object of names, each with { document, targets, ... }')
    .default({})
    .describe('Any other association, by name.'),
  outputBucket: bucketName
    .optional()
    .describe(
      'A bucket that exists, for outputs. It stays as it is, with its own retention. Default: one is made.',
    ),
  outputDays: wholeNumber(1, 3650, 'days')
    .default(90)
    .describe('For how long outputs are kept in their bucket.'),
}).refine(
  ({ updateAgent, backstop, named }) =>
    updateAgent !== null || backstop !== null || Object.keys(named).length > 0,
  'at least one association: there is no stack without resources',
);

/** The settings of the capability, with every default filled in. */
export type AssociationsSettings = z.output<typeof associations>;
/** How one association runs. */
export type RunSettings = z.output<typeof backstop>;
