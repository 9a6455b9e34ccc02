import * as z from 'zod';
import { platformTypes } from '../../lambdas/shared/domain/fleet/instance.ts';
import { access } from '../capabilities/access/access-schema.ts';
import { associations } from '../capabilities/associations/associations-schema.ts';
import { groups } from '../capabilities/groups/groups-schema.ts';
import { inventory } from '../capabilities/inventory/inventory-schema.ts';
import { parameters as parameterTree } from '../capabilities/parameters/parameters-schema.ts';
import { patching } from '../capabilities/patching/patching-schema.ts';
import { sessions } from '../capabilities/sessions/sessions-schema.ts';
import { account, region, shortName, tagKey, text, wholeNumber } from './shared-schemas.ts';

/**
 * The form of `muster.config.ts`, with every default and every bound. The messages say what is allowed; the name of
 * the field and the value received are added when they are printed (`config.ts`).
 */

const wholeSeconds = (min: number, max: number) => wholeNumber(min, max, 'seconds');

/** EC2 allows tag values of up to 256 characters. */
const tagPattern = text(
  /^.{0,256}$/s,
  'a tag value of at most 256 characters, in which * stands for any text',
);
const tags = z.record(tagKey, tagPattern, 'an object of tag keys and values');

/** The values that CloudWatch Logs takes for the retention of a log group (API reference, PutRetentionPolicy). */
const logRetentionDays = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

const parameterName = text(/^[a-zA-Z0-9]+$/, 'the name of a parameter: letters and digits');
const parameters = z.record(parameterName, z.string('a string'), 'an object of parameter names and strings');

const documentChoice = z.strictObject(
  {
    document: text(
      /^[a-zA-Z0-9_.-]{3,128}$/,
      'the name of a file in documents/command (InstallAgentLinux) or of AWS (AWS-..., Amazon...)',
    ),
    parameters: parameters.default({}),
  },
  'an object { document, parameters? }',
);

/** One profile. */
export const profile = z.strictObject(
  {
    name: shortName,
    tags: tags.default({}),
    documents: z.partialRecord(z.enum(platformTypes), documentChoice, 'an object of Linux, Windows, MacOS'),
  },
  'an object { name, tags?, documents }',
);

const retention = {
  logDays: z.literal(
    [...logRetentionDays],
    `one of ${logRetentionDays.join(', ')} (what CloudWatch Logs takes)`,
  ),
  closedEntryDays: wholeNumber(1, 3650, 'days'),
  deadLetterDays: wholeNumber(1, 14, 'days'),
};
const retentionForm = 'an object { logDays?, closedEntryDays?, deadLetterDays? }';

const names = {
  prefix: text(
    /^(?!aws|amazon|amzn)[A-Za-z][A-Za-z0-9]{1,19}$/i,
    'letters and digits, 2 to 20, beginning with a letter, but not with aws, amazon or amzn',
  ),
  parameterPath: text(
    /^(\/(?!aws|ssm)[a-zA-Z0-9_.-]+){1,5}$/i,
    'a path such as /muster, of at most 5 levels, none of them beginning with aws or ssm',
  ),
};
const namesForm = 'an object { prefix?, parameterPath? }';

const exclusion = z.strictObject(
  { key: tagKey, value: tagPattern.default('*') },
  'an object { key, value? }',
);

/** What may differ from one environment to another. */
const settings = {
  launchDelaySeconds: wholeSeconds(0, 900),
  batchingWindowSeconds: wholeSeconds(1, 300),
  batchSizeMax: wholeNumber(11, 10_000, 'messages'),
  concurrencyMax: wholeNumber(2, 1000, 'calls'),
  recheckMinutes: wholeNumber(1, 60, 'minutes'),
  lateRecheckMinutes: wholeNumber(1, 1440, 'minutes'),
  horizonMinutes: wholeNumber(10, 10_080, 'minutes'),
  commandAttemptsMax: wholeNumber(1, 10, 'commands'),
  adoptPerSweepMax: wholeNumber(0, 10_000, 'instances'),
  profiles: z.array(profile, 'a list of profiles').min(1, 'a list of at least one profile'),
  excludeTags: z.array(exclusion, 'a list of { key, value? }'),
  documents: z.record(z.string(), parameters, 'an object of document names, each with its parameters'),
  alarmEmails: z.array(z.email('an e-mail address'), 'a list of e-mail addresses'),
};

/** The capabilities beside the onboarding: on where they are given, off where they are not, or null. */
const capabilities = {
  groups: groups.nullable(),
  access: access.nullable(),
  patching: patching.nullable(),
  parameters: parameterTree.nullable(),
  inventory: inventory.nullable(),
  associations: associations.nullable(),
  sessions: sessions.nullable(),
};

const overridesForm = `an object of ${[...Object.keys(settings), ...Object.keys(capabilities), 'retention', 'names'].join(', ')}`;

/** Overrides have no defaults of their own: what they do not name is as it is for every environment. */
const overrides = z
  .strictObject(
    {
      ...settings,
      ...capabilities,
      retention: z.strictObject(retention, retentionForm).partial(),
      names: z.strictObject(names, namesForm).partial(),
    },
    overridesForm,
  )
  .partial();

const environment = z.strictObject(
  {
    name: shortName,
    account,
    region,
    overrides: overrides.default({}),
  },
  'an object { name, account, region, overrides? }',
);

const defaultProfiles = [
  {
    name: 'emr',
    tags: { 'aws:elasticmapreduce:job-flow-id': '*' },
    documents: { Linux: { document: 'InstallAgentLinux' } },
  },
  {
    name: 'default',
    documents: { Linux: { document: 'InstallAgentLinux' }, Windows: { document: 'InstallAgentWindows' } },
  },
];

export const configSchema = z.strictObject(
  {
    environments: z.array(environment, 'a list of { name, account, region, overrides? }').default([]),
    launchDelaySeconds: settings.launchDelaySeconds.default(180),
    batchingWindowSeconds: settings.batchingWindowSeconds.default(180),
    batchSizeMax: settings.batchSizeMax.default(1000),
    concurrencyMax: settings.concurrencyMax.default(2),
    recheckMinutes: settings.recheckMinutes.default(5),
    lateRecheckMinutes: settings.lateRecheckMinutes.default(15),
    horizonMinutes: settings.horizonMinutes.default(120),
    commandAttemptsMax: settings.commandAttemptsMax.default(3),
    adoptPerSweepMax: settings.adoptPerSweepMax.default(0),
    profiles: settings.profiles.prefault(defaultProfiles),
    excludeTags: settings.excludeTags.default([{ key: 'muster:exclude', value: 'true' }]),
    documents: settings.documents.default({}),
    alarmEmails: settings.alarmEmails.default([]),
    retention: z
      .strictObject(
        {
          logDays: retention.logDays.default(90),
          closedEntryDays: retention.closedEntryDays.default(30),
          deadLetterDays: retention.deadLetterDays.default(14),
        },
        retentionForm,
      )
      .prefault({}),
    names: z
      .strictObject(
        { prefix: names.prefix.default('Muster'), parameterPath: names.parameterPath.default('/muster') },
        namesForm,
      )
      .prefault({}),
    groups: capabilities.groups.default(null),
    access: capabilities.access.default(null),
    patching: capabilities.patching.default(null),
    parameters: capabilities.parameters.default(null),
    inventory: capabilities.inventory.default(null),
    associations: capabilities.associations.default(null),
    sessions: capabilities.sessions.default(null),
  },
  `${overridesForm}, environments`,
);
