import * as z from 'zod';
import { eventPath } from '../../../../lambdas/shared/domain/event-path.ts';
import { closedObject, shortName, text, wholeNumber } from '../../../configuration/shared-schemas.ts';

/** EventBridge reads at most so many characters of a pattern (quotas). The account and the region take less than 100. */
const patternLengthMax = 2048 - 100;

/** An event pattern of EventBridge. Its account and region are those of the stack. */
const pattern = z
  .record(z.string(), z.unknown(), 'an event pattern of EventBridge')
  .refine((value) => 'source' in value || 'detail-type' in value, 'a pattern with source or detail-type')
  .refine(
    (value) => !('account' in value || 'region' in value),
    'a pattern without account and region: those of the stack count',
  )
  .refine(
    (value) => JSON.stringify(value).length <= patternLengthMax,
    `at most ${patternLengthMax} characters`,
  );

const path = text(eventPath, 'a path in the event, such as $.detail.instance-id or $.resources[0]');

/** A constant, or a path that begins with `$.`. */
const parameter = z
  .string('a text, or a path in the event')
  .refine(
    (value) => !value.startsWith('$.') || eventPath.test(value),
    'a text, or a path such as $.detail.state',
  )
  .refine((value) => !value.includes('{{'), 'a text without {{: Automation would read a reference');

const parameters = z
  .record(
    text(/^[A-Za-z][A-Za-z0-9]{0,63}$/, 'the name of a parameter'),
    parameter,
    'an object of parameters and texts',
  )
  .default({})
  .describe('Values by parameter. A value that begins with $. is a path in the event.');

/** What a trigger does, when, and how often. */
const trigger = closedObject({
  pattern: pattern.describe('The events: a pattern of EventBridge.'),
  node: path.describe('Where the event names the instance.'),
  runbook: text(/^[A-Za-z][A-Za-z0-9-]{0,63}$/, 'the name of a runbook')
    .optional()
    .describe(
      'The runbook to start: one of Muster, or one of runbooks. Its parameter InstanceId gets the instance.',
    ),
  document: text(/^[a-zA-Z0-9_.-]{3,128}$/, 'the name of a Command document of this account, or of AWS')
    .optional()
    .describe('The Command document to send to the instance.'),
  parameters,
  perNodeDayMax: wholeNumber(1, 100, 'actions')
    .default(3)
    .describe(
      'It acts on one instance at most so many times in a day of UTC. Then it leaves it alone, and an alarm tells.',
    ),
}).refine(
  ({ runbook, document }) => runbook === undefined || document === undefined,
  'runbook or document, and not both; without either, Muster decides anew about the instance',
);

/** The form of `remediation.triggers`. */
export const triggers = z.record(shortName, trigger, 'an object of names and triggers').default({});

/** The triggers by name, with every default filled in. */
export type TriggersSettings = z.output<typeof triggers>;
/** One trigger. */
export type TriggerSetting = TriggersSettings[string];
