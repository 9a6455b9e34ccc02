import * as z from 'zod';
import { closedObject, trueOrFalse, wholeNumber } from '../../configuration/shared-schemas.ts';

/**
 * The form of `notices` in `muster.config.ts`: messages to people about what needs them, one for each cause. `notices: {}`
 * tells of everything.
 */
export const notices = closedObject({
  emails: z
    .array(z.email('an e-mail address'), 'a list of e-mail addresses')
    .optional()
    .describe(
      'The addresses that get the messages. Default: `alarmEmails`. Others may subscribe to the topic.',
    ),
  everyMinutes: wholeNumber(5, 1440, 'minutes')
    .default(15)
    .describe('How often messages are sent. What came since the last time and has one cause is one message.'),
  outcomes: trueOrFalse
    .default(true)
    .describe('Tell of instances that failed, have drifted, or are unmanaged with their cause.'),
  automations: trueOrFalse
    .default(true)
    .describe('Tell of executions of runbooks that failed or timed out, whoever started them.'),
  windows: trueOrFalse
    .default(true)
    .describe('Tell of executions of maintenance windows that failed, timed out, or were skipped.'),
  associations: trueOrFalse.default(true).describe('Tell of nodes on which an association failed.'),
  compliance: trueOrFalse
    .default(true)
    .describe('Tell of nodes whose patches or associations are no longer compliant.'),
  opsItems: trueOrFalse
    .default(false)
    .describe('Open an OpsItem for each message too, unless one of the same cause is open. AWS bills each.'),
}).refine(
  ({ outcomes, automations, windows, associations, compliance }) =>
    [outcomes, automations, windows, associations, compliance].includes(true),
  'something to tell of: outcomes, automations, windows, associations or compliance',
);

/** The settings of the capability, with every default filled in. */
export type NoticesSettings = z.output<typeof notices>;
