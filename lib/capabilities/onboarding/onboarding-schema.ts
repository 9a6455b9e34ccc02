import * as z from 'zod';
import { platformTypes } from '../../../lambdas/shared/domain/fleet/instance.ts';
import {
  driftActions,
  verificationPeriods,
} from '../../../lambdas/shared/domain/verification/verification-settings.ts';
import {
  closedObject,
  commandDocumentName,
  documentName,
  keyArn,
  shortName,
  tagKey,
  text,
  wholeNumber,
} from '../../configuration/shared-schemas.ts';
import { agent, agentName } from './agents/agent-schema.ts';

/** EC2 allows tag values of up to 256 characters. */
const tagPattern = text(
  /^.{0,256}$/s,
  'a tag value of at most 256 characters, in which * stands for any text',
);
/** `ID` of /etc/os-release. */
const systemId = text(
  /^[a-z0-9][a-z0-9._-]{0,63}$/,
  'an ID of /etc/os-release: small letters, digits and . _ -',
);
const iamName = text(/^[\w+=,.@-]{1,128}$/, 'a name of IAM: letters, digits and + = , . @ - _');
const parameterName = text(/^[a-zA-Z0-9]+$/, 'the name of a parameter: letters and digits');
const parameters = z.record(parameterName, z.string('a string'), 'an object of parameter names and strings');

const rolloutDocument = commandDocumentName(
  'the name of a document in Systems Manager: 3 to 128 letters, digits and _ . -',
);

const documentChoice = closedObject({
  document: documentName.describe('The name of a file in documents/command, or of a document of AWS.'),
  parameters: parameters
    .default({})
    .describe('Values for this profile alone. They outweigh those of `documents`.'),
});

/** What an earlier installation has handed out. The parameters of instance access had these names. */
const keptAccess = closedObject({
  policyArn: text(
    /^arn:aws[a-z-]*:iam::\d{12}:policy\/\S+$/,
    'the ARN of a managed policy of an account',
  ).describe('The policy that is attached to roles.'),
  roleName: iamName.describe('The role with this policy.'),
  profileName: iamName.describe('The instance profile with this role.'),
});

/** A table that an earlier stack has left, or that was restored from one. */
const keptRoster = closedObject({
  tableName: text(
    /^[a-zA-Z0-9_.-]{3,255}$/,
    'the name of a table: 3 to 255 letters, digits and _ . -',
  ).describe('The table, with its two indexes.'),
});

/** One profile. */
export const profile = closedObject({
  name: shortName.describe('The name of the profile in entries and logs.'),
  tags: z
    .record(tagKey, tagPattern, 'an object of tag keys and values')
    .default({})
    .describe('The tags that an instance must all have. Without tags every instance matches.'),
  agents: z
    .array(agentName, 'a list of names of agents')
    .min(1, 'a list of at least one name of an agent')
    .optional()
    .describe(
      'The agents that the instance gets, one after the other. Without `agents` and `documents` it gets every agent of the ' +
        'configuration. A platform for which no agent is made is left alone, with a reason.',
    ),
  documents: z
    .partialRecord(z.enum(platformTypes), documentChoice, 'an object of Linux, Windows, MacOS')
    .optional()
    .describe(
      'Other documents, in the place of agents. A platform that is not named is left alone, with a reason.',
    ),
});

/** A profile after its own checks. */
export type ParsedProfile = z.output<typeof profile>;

const exclusion = closedObject({
  key: tagKey.describe('The key of the tag.'),
  value: tagPattern.default('*').describe('The value of the tag.'),
});

/**
 * Every agent for every instance. A node of EMR has a profile of its own, so that the roster tells it apart. It
 * takes no user data, and must not be updated without the cluster's knowledge; the installers update nothing.
 */
const defaultProfiles = [
  { name: 'emr', tags: { 'aws:elasticmapreduce:job-flow-id': '*' } },
  { name: 'default' },
];

/** Whether what is onboarded is verified, and what follows. This is the one place of the defaults. */
const verification = closedObject({
  every: z
    .enum(verificationPeriods, '"never" or "day"')
    .default('never')
    .describe(
      'How often each onboarded instance is sent its documents with `Operation: Verify`, which looks and changes nothing: ' +
        '`day`, spread over the day, or `never`.',
    ),
  onDrift: z
    .enum(driftActions, '"tell" or "send"')
    .default('tell')
    .describe(
      'What follows when a check fails: `tell` notes and tells it; `send` sends the document again as well, once, in the ' +
        'version that the instance has.',
    ),
});

/**
 * The settings of the onboarding: one record for each field, with its bounds, its default and its meaning.
 */
export const onboardingSettings = {
  launchDelaySeconds: wholeNumber(0, 900, 'seconds')
    .default(180)
    .describe('How long a launch waits before the first look, so that its agent can register.'),
  batchingWindowSeconds: wholeNumber(1, 300, 'seconds')
    .default(180)
    .describe('How long launches are collected into one batch. Longer is cheaper, shorter is quicker.'),
  batchSizeMax: wholeNumber(11, 6000, 'messages')
    .default(1000)
    .describe('How many launches one call takes at most. Lambda ends a batch at 6 MB, about 6,300 launches.'),
  concurrencyMax: wholeNumber(2, 1000, 'calls')
    .default(2)
    .describe(
      'How many calls run at once. A burst is split over them, so fewer calls fill their orders better; two take some ' +
        '200 launches a second.',
    ),
  recheckMinutes: wholeNumber(1, 60, 'minutes')
    .default(5)
    .describe('How often an instance that is not managed yet is looked at in its first half hour.'),
  lateRecheckMinutes: wholeNumber(1, 1440, 'minutes')
    .optional()
    .describe(
      'How often an instance that is not managed yet is looked at after its first half hour. Default: 15, or ' +
        '`recheckMinutes` where that is more: nobody looks more often than that.',
    ),
  horizonMinutes: wholeNumber(10, 10_080, 'minutes')
    .default(120)
    .describe('When an instance that is still not managed becomes unmanaged, with its cause.'),
  commandAttemptsMax: wholeNumber(1, 10, 'commands')
    .default(3)
    .describe('How many commands an instance gets for one start when they end for passing reasons.'),
  agents: z
    .record(agentName, agent, 'an object of names and agents')
    .default({})
    .describe(
      'The agents: what each platform installs, configures and checks. docs/agents/ has five of them.',
    ),
  treatAs: z
    .record(systemId, systemId, 'an object of ids of /etc/os-release')
    .default({})
    .describe(
      "Derivatives of a distribution that Muster knows: `{ kali: 'debian' }` installs on Kali as on Debian.",
    ),
  profiles: z
    .array(profile, 'a list of profiles')
    .min(1, 'a list of at least one profile')
    .prefault(defaultProfiles)
    .describe('What a kind of instance gets. The first profile whose tags are all on it wins.'),
  excludeTags: z
    .array(exclusion, 'a list of { key, value? }')
    .default([{ key: 'muster:exclude', value: 'true' }])
    .describe('Instances with one of these tags are left alone.'),
  imageBuildTags: z
    .array(exclusion, 'a list of { key, value? }')
    .default([
      { key: 'Name', value: 'Packer Builder' },
      { key: 'CreatedBy', value: 'EC2 Image Builder' },
      { key: 'Ec2ImageBuilderArn', value: '*' },
    ])
    .describe(
      'Instances with one of these tags are images that are being built, and are left alone. An empty list onboards them as ' +
        'all others.',
    ),
  agentsKeyArn: keyArn
    .optional()
    .describe(
      'A key that exists, for the secrets of agents. Default: one is made when an agent has secrets.',
    ),
  instanceAccess: keptAccess
    .optional()
    .describe(
      'The policy, the role and the instance profile that an earlier stack left to their users, taken up again. Default: new ' +
        'ones are made.',
    ),
  roster: keptRoster
    .optional()
    .describe(
      'A roster that an earlier stack has left, or that was restored from a point in time, taken up again. Time to live, ' +
        'recovery, protection and its tag are put on. Nothing is sent before the commands that it does not know are ' +
        'found. Default: a new one is made.',
    ),
  rolloutDocuments: z
    .array(rolloutDocument, 'a list of names of documents')
    .max(20, 'a list of at most 20 names of documents')
    .default([])
    .describe(
      'Documents that a roll-out may send once to every instance (`muster rollout start --document`), by their names in ' +
        'Systems Manager: of AWS, such as AWS-UpdateSSMAgent, or of this account. The functions may then send them, and ' +
        'whoever may start a roll-out runs them as root. Default: none.',
    ),
  verification: verification
    .prefault({})
    .describe('Whether it is verified, day by day, that what was onboarded is still healthy.'),
  documents: z
    .record(z.string(), parameters, 'an object of document names, each with its parameters')
    .default({})
    .describe(
      'Values of the parameters of your documents (documents/README.md). They become part of the document, so a new value ' +
        'is a new version.',
    ),
};
