import * as z from 'zod';
import { closedObject, emails, text, trueOrFalse, wholeNumber } from './shared-schemas.ts';

/**
 * The retention times of a log group that CloudWatch Logs accepts, in days (API reference,
 * PutRetentionPolicy).
 */
const logRetentionDays = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

/** The processors that Lambda has. A bundle runs on both; not every region has both. */
const architectures = ['arm64', 'x86_64'] as const;

const retention = closedObject({
  logDays: z
    .literal([...logRetentionDays], `one of ${logRetentionDays.join(', ')} (what CloudWatch Logs takes)`)
    .default(90)
    .describe('How long the logs of the functions are kept, in days.'),
  closedEntryDays: wholeNumber(1, 3650, 'days')
    .default(30)
    .describe('How long the roster keeps the entry of an instance that is gone.'),
  deadLetterDays: wholeNumber(1, 14, 'days')
    .default(14)
    .describe('How long a message is kept that nobody could read or deliver.'),
});

const prefix = text(
  /^(?!aws|amazon|amzn)[A-Za-z][A-Za-z0-9]{1,19}$/i,
  'letters and digits, 2 to 20, beginning with a letter, but not with aws, amazon or amzn',
);

const names = closedObject({
  prefix: prefix
    .default('Muster')
    .describe(
      'The beginning of the names of stacks, documents and alarms. Another prefix is another installation beside the first.',
    ),
  parameterPath: text(
    /^(\/(?!aws|ssm)[a-zA-Z0-9_.-]+){1,5}$/i,
    'a path such as /muster, of at most 5 levels, none of them beginning with aws or ssm',
  )
    .default('/muster')
    .describe('The beginning of the names of exported parameters. Two installations need different ones.'),
});

/**
 * The settings that all stacks share: one record for each field, with its bounds, its default and its
 * meaning.
 */
export const commonSettings = {
  alarmEmails: emails
    .default([])
    .describe(
      'The addresses that get a mail when an alarm goes off. Each address must confirm its subscription once.',
    ),
  retention: retention.prefault({}).describe('How long things are kept.'),
  architecture: z
    .enum(architectures, `one of ${architectures.join(', ')}`)
    .default('arm64')
    .describe('The processors of the functions. arm64 costs a fifth less; not every region has it.'),
  otherInstallations: z
    .array(prefix, 'a list of prefixes')
    .default([])
    .describe(
      'The prefixes of installations that another configuration has in the same account and region. Their profiles must choose ' +
        'other instances than these do. Without it, CloudFormation refuses a second installation.',
    ),
  terminationProtection: trueOrFalse
    .default(false)
    .describe(
      'Whether CloudFormation refuses to delete the stacks. Deploy `false` first before you remove Muster.',
    ),
  names: names.prefault({}).describe('The beginning of names that people must type.'),
};
