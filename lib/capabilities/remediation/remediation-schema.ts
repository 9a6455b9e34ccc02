import * as z from 'zod';
import {
  bucketName,
  closedObject,
  shortName,
  tagKey,
  text,
  trueOrFalse,
  wholeNumber,
} from '../../configuration/shared-schemas.ts';
import { triggers } from './triggers/trigger-schema.ts';

/** AWS Config takes that many tags in one rule (developer guide, required-tags). */
const tagsMax = 6;

/** How a rule brings back what it finds. The bounds are those of PutRemediationConfigurations. */
const howToRemediate = {
  when: z
    .enum(['automatically', 'on-request'], '"automatically" or "on-request"')
    .default('on-request')
    .describe(
      'Whether AWS Config starts the runbook by itself, or a person does, in the console or by the CLI.',
    ),
  dryRun: trueOrFalse.default(true).describe('The runbook only looks. Its outputs say what it would change.'),
  attemptsMax: wholeNumber(1, 25, 'attempts')
    .default(3)
    .describe('After so many attempts within retrySeconds the resource gets a remediation exception.'),
  retrySeconds: wholeNumber(1, 2_678_000, 'seconds')
    .default(86_400)
    .describe('The time within which the attempts count.'),
  concurrencyPercent: wholeNumber(1, 100, 'percent')
    .default(10)
    .describe('How large a share of the findings is remediated at once.'),
  errorPercent: wholeNumber(1, 100, 'percent')
    .default(10)
    .describe('After failures of so large a share no further finding is remediated.'),
};
const remediate = closedObject(howToRemediate);
/** An instance may be unmanaged because it has no instance profile, or because the role of its profile may not register. */
const remediateUnmanaged = closedObject({
  ...howToRemediate,
  runbook: z
    .enum(
      ['AttachInstanceProfile', 'GrantInstanceAccess'],
      '"AttachInstanceProfile" or "GrantInstanceAccess"',
    )
    .default('AttachInstanceProfile')
    .describe('For instances without an instance profile, or for those whose role lacks the policy.'),
});

const finding = closedObject({});
const remediable = closedObject({
  remediate: remediate.optional().describe('Without it, the rule only finds.'),
});
const requiredTags = closedObject({
  tags: z
    .record(
      tagKey,
      z.array(
        text(
          /^[^,*]{1,256}$/,
          'a tag value without a comma, and without *, which AWS Config takes for itself',
        ),
        'a list of tag values',
      ),
      'an object of tag keys and lists of values; an empty list allows every value',
    )
    .refine((tags) => Object.keys(tags).length >= 1, 'at least one tag key')
    .refine((tags) => Object.keys(tags).length <= tagsMax, `at most ${tagsMax} tag keys`)
    .describe('The tags that every instance must have.'),
});

/** The rules, each off until it is named. */
const rules = closedObject({
  instanceManaged: closedObject({
    remediate: remediateUnmanaged.optional().describe('Without it, the rule only finds.'),
  })
    .optional()
    .describe('Systems Manager manages every running instance.'),
  instanceProfileAttached: remediable.optional().describe('Every instance has an instance profile.'),
  imdsv2: remediable.optional().describe('Every instance requires IMDSv2.'),
  associationCompliance: finding.optional().describe('The associations of every node are compliant.'),
  patchCompliance: finding.optional().describe('The patches of every node are compliant.'),
  requiredTags: requiredTags.optional().describe('Every instance has the required tags.'),
  documentsNotPublic: finding.optional().describe('No document of the account is public.'),
});

/** A runbook of the user's own, and what its role may do. */
const ownRunbook = closedObject({
  file: text(/^[\w.-]+\.yaml$/, 'the name of a .yaml file in documents/automation').describe(
    'The file in documents/automation, with the parameter AutomationAssumeRole.',
  ),
  grants: z
    .array(
      closedObject({
        actions: z
          .array(
            text(/^[a-z0-9-]+:[A-Za-z*]+$/, 'an action of IAM, such as ec2:StopInstances'),
            'a list of actions',
          )
          .min(1, 'at least one action')
          .describe('Actions of IAM.'),
        resources: z
          .array(z.string('the ARN of a resource, or *'), 'a list of ARNs of resources, or *')
          .min(1, 'at least one resource')
          .describe('What they may be done to.'),
      }),
      'a list of { actions, resources }',
    )
    .describe('What its role may do.'),
});

/**
 * The form of `remediation` in `muster.config.ts`: runbooks that bring an instance back, most of them with their inverse,
 * and rules of AWS Config that start them. `remediation: {}` has the runbooks alone.
 */
export const remediation = closedObject({
  rules: rules.prefault({}).describe('Rules of AWS Config. Each costs money: docs/estate/remediation.md.'),
  protectedTag: tagKey
    .default('muster:protected')
    .describe('A role with a tag of this key is left alone: no runbook gives it the policy.'),
  runbooks: z
    .record(shortName, ownRunbook, 'an object of names and runbooks')
    .default({})
    .describe('Runbooks of your own, by name.'),
  triggers: triggers.describe('What events start.'),
  recorder: z
    .enum(['existing', 'create'], '"existing" or "create"')
    .default('existing')
    .describe(
      'Rules need a configuration recorder. "existing" changes none. "create" makes one; an account and region can have one.',
    ),
  recorderBucket: bucketName
    .optional()
    .describe('A bucket that exists, to which a recorder that is made here delivers. Default: one is made.'),
})
  .refine(
    ({ recorder, rules }) =>
      recorder === 'existing' || Object.values(rules).some((rule) => rule !== undefined),
    { path: ['recorder'], error: '"existing" as long as no rule is named: there is nothing to record' },
  )
  .refine(({ recorder, recorderBucket }) => recorderBucket === undefined || recorder === 'create', {
    path: ['recorderBucket'],
    error: 'nothing beside a recorder that exists: it delivers to a bucket of its own',
  });

/** The settings of the capability, with every default filled in. */
export type RemediationSettings = z.output<typeof remediation>;
/** How a rule brings back what it finds, with every default filled in. */
export type RemediateSettings = z.output<typeof remediate>;
