import * as z from 'zod';
import { sessionDocumentName } from '../../../lambdas/shared/runtime/contract.ts';
import { shortName, text, wholeNumber } from '../../configuration/shared-schemas.ts';

const isOn = z.boolean('true or false');

/** What tags may be made of (EC2 user guide, "Tag restrictions"), without what IAM would take for a variable. */
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

const starters = z.strictObject(
  {
    /** Sessions may be started on instances that have one of the values for every key. */
    tags,
    /** With which documents. The first is the shell; others forward ports, tunnel SSH or run one command. */
    documents: z
      .array(documentName, 'a list of document names')
      .min(1, 'a list of at least one document name')
      .default([sessionDocumentName]),
  },
  'an object { tags, documents? }',
);

const logGroup = z.strictObject(
  {
    /** Lines are sent while the session runs; otherwise all at its end. */
    stream: isOn.default(true),
  },
  'an object { stream? }',
);

const logBucket = z.strictObject(
  {
    /** What the keys of the objects begin with. */
    prefix: text(
      /^[a-zA-Z0-9!_.*'()-]+(\/[a-zA-Z0-9!_.*'()-]+)*$/,
      "a prefix such as sessions, of letters, digits and ! _ . * ' ( ) -, with / between its parts",
    ).default('sessions'),
    /** Logs are deleted after so many days. Default: never. */
    retentionDays: wholeNumber(1, 36_500, 'days').optional(),
  },
  'an object { prefix?, retentionDays? }',
);

const runAs = z.strictObject(
  {
    /** The user of those whose IAM user or role has no tag SSMSessionRunAs. It must exist on every Linux instance. */
    user: text(
      /^[A-Za-z_][A-Za-z0-9_.@-]{0,255}$/,
      'the name of a user of Linux, such as operator',
    ).optional(),
  },
  'an object { user? }',
);

const commands = z.string('a string of commands').min(1, 'a string of at least one command');
const shellProfile = z.strictObject(
  {
    /** Run by /bin/sh in every session on Linux and macOS. */
    linux: commands.optional(),
    /** Run by PowerShell in every session on Windows. */
    windows: commands.optional(),
  },
  'an object { linux?, windows? }',
);

/** The form of `sessions` in `muster.config.ts`. Given at all, even as `{}`, it turns the capability on. */
export const sessions = z.strictObject(
  {
    /**
     * Whether the preferences of the account and region are written. With false everything else is deployed, so that
     * instances can get the policy that logging and encryption need before a session depends on it.
     */
    applyPreferences: isOn.default(true),
    /** A session in which nothing happens ends after so many minutes: 1 to 60. */
    idleMinutes: wholeNumber(1, 60, 'minutes').default(20),
    /** Every session ends after so many minutes: 1 to 1,440. Default: no limit. */
    maxMinutes: wholeNumber(1, 1440, 'minutes').optional(),
    /** A key of KMS for what goes between client and instance, and for the logs of sessions. Costs about 1 USD a month. */
    encrypt: isOn.default(false),
    /** Logs what is typed and shown to CloudWatch Logs, kept for `retention.logDays`. */
    logGroup: logGroup.optional(),
    /** Logs what is typed and shown to a bucket, an object for each session. */
    logBucket: logBucket.optional(),
    /** Sessions on Linux run as a user of the instance, instead of ssm-user, who may become root. */
    runAs: runAs.optional(),
    /** Commands that every session begins with. */
    shellProfile: shellProfile.default({}),
    /** Who may start sessions: a managed policy for each name, to attach to users, groups and roles. */
    access: z.record(shortName, starters, 'an object of names, each { tags, documents? }').default({}),
    /** Who is written to when a session is started, resumed or ended. Default: `alarmEmails`. */
    emails: z.array(z.email('an e-mail address'), 'a list of e-mail addresses').optional(),
  },
  'an object { applyPreferences?, idleMinutes?, maxMinutes?, encrypt?, logGroup?, logBucket?, runAs?, shellProfile?, access?, emails? }',
);

/** The settings of the capability, with every default filled in. */
export type SessionsSettings = z.output<typeof sessions>;
