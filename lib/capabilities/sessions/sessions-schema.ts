import * as z from 'zod';
import { sessionDocumentName } from '../../../lambdas/shared/runtime/contract.ts';
import {
  bucketName,
  closedObject,
  keyArn,
  logGroupName,
  shortName,
  text,
  trueOrFalse,
  wholeNumber,
} from '../../configuration/shared-schemas.ts';

/**
 * The characters that a tag may have (EC2 user guide, "Tag restrictions"), without those that IAM would take
 * for a variable.
 */
const tagKey = text(
  /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u,
  'a tag key of 1 to 128 letters, digits, spaces and _ . : / = + - @',
);
const tagValue = text(
  /^[\p{L}\p{Z}\p{N}_.:/=+\-@*]{0,256}$/u,
  'a tag value of at most 256 letters, digits, spaces and _ . : / = + - @, in which * stands for any text',
);
const tagValues = z.array(tagValue, 'a list of tag values').min(1, 'a list of at least one tag value');
const tags = z
  .record(tagKey, tagValues, 'an object of tag keys and lists of values')
  .refine((value) => Object.keys(value).length > 0, 'at least one tag key');

const documentName = text(
  /^[a-zA-Z0-9_.-]{3,128}$/,
  `the name of a Session document: ${sessionDocumentName}, AWS-StartPortForwardingSession or one of your own`,
);

const starters = closedObject({
  tags: tags.describe('Sessions may be started on instances that have one of the values for every key.'),
  documents: z
    .array(documentName, 'a list of document names')
    .min(1, 'a list of at least one document name')
    .default([sessionDocumentName])
    .describe(
      'With which documents. The first is the shell; others forward ports, tunnel SSH or run one command.',
    ),
});

const logGroup = closedObject({
  name: logGroupName
    .optional()
    .describe('A log group that exists. With `encrypt: true` it must have a key. Default: one is made.'),
  stream: trueOrFalse
    .default(true)
    .describe('Lines are sent while the session runs; otherwise all at its end.'),
});

const logBucket = closedObject({
  name: bucketName.optional().describe('A bucket that exists. It stays as it is. Default: one is made.'),
  prefix: text(
    /^[a-zA-Z0-9!_.*'()-]+(\/[a-zA-Z0-9!_.*'()-]+)*$/,
    "a prefix such as sessions, of letters, digits and ! _ . * ' ( ) -, with / between its parts",
  )
    .default('sessions')
    .describe('The beginning of the keys of the objects.'),
  retentionDays: wholeNumber(1, 36_500, 'days')
    .optional()
    .describe('Logs are deleted after this many days, in a bucket that is made here. Default: never.'),
});

const runAs = closedObject({
  user: text(/^[A-Za-z_][A-Za-z0-9_.@-]{0,255}$/, 'the name of a user of Linux, such as operator')
    .optional()
    .describe(
      'The user for IAM users and roles without the tag SSMSessionRunAs. It must exist on every Linux instance.',
    ),
});

const commands = z.string('a string of commands').min(1, 'a string of at least one command');
const shellProfile = closedObject({
  linux: commands.optional().describe('Run by /bin/sh in every session on Linux and macOS.'),
  windows: commands.optional().describe('Run by PowerShell in every session on Windows.'),
});

/**
 * The form of `sessions` in `muster.config.ts`. If the section is given, even as `{}`, the capability is on.
 */
export const sessions = closedObject({
  applyPreferences: trueOrFalse
    .default(true)
    .describe(
      'Whether the preferences of the account and region are written. With false everything else is deployed, so that instances can get the policy that logging and encryption need before a session depends on it.',
    ),
  idleMinutes: wholeNumber(1, 60, 'minutes')
    .optional()
    .describe('A session in which nothing happens ends after this many minutes. Default: as found, or 20.'),
  maxMinutes: wholeNumber(1, 1440, 'minutes')
    .nullable()
    .optional()
    .describe(
      'Every session ends after this many minutes. Default: as found, or no limit. `null`: no limit.',
    ),
  encrypt: trueOrFalse
    .optional()
    .describe(
      'A key of KMS for what goes between client and instance, and for the logs of sessions. Costs about 1 USD a month. ' +
        'Default: as found, or none. `false`: none.',
    ),
  keyArn: keyArn
    .optional()
    .describe(
      'A key that exists, for `encrypt: true`. Its policy must let CloudWatch Logs use it. Default: one is made.',
    ),
  logGroup: logGroup
    .nullable()
    .optional()
    .describe(
      'Logs what is typed and shown to CloudWatch Logs, kept for `retention.logDays`. Default: as found. `null`: not logged there.',
    ),
  logBucket: logBucket
    .nullable()
    .optional()
    .describe(
      'Logs what is typed and shown to a bucket, an object for each session. Default: as found. `null`: not logged there.',
    ),
  runAs: runAs
    .nullable()
    .optional()
    .describe(
      'Sessions on Linux run as a user of the instance, instead of ssm-user, who may become root. Default: as found. `null`: as ' +
        'ssm-user.',
    ),
  shellProfile: shellProfile.default({}).describe('Commands that every session begins with.'),
  access: z
    .record(shortName, starters, 'an object of names, each { tags, documents? }')
    .default({})
    .describe(
      'Who may start sessions: a managed policy for each name, to attach to users, groups and roles.',
    ),
  emails: z
    .array(z.email('an e-mail address'), 'a list of e-mail addresses')
    .optional()
    .describe(
      'The addresses that get a mail when a session is started, resumed or ended. Default: `alarmEmails`.',
    ),
}).refine((own) => own.keyArn === undefined || own.encrypt === true, {
  path: ['keyArn'],
  error: 'nothing without encrypt: true, which it is for',
});

/** The settings of the capability, with every default filled in. */
export type SessionsSettings = z.output<typeof sessions>;
