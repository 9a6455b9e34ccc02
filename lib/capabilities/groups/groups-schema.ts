import * as z from 'zod';
import { text, wholeTagKey, wholeTagValue } from '../../configuration/shared-schemas.ts';
import { groupName, inventoryTarget } from '../../configuration/targets.ts';

/**
 * Systems Manager refuses as a target a group with more keys, or with more values for a key (State Manager,
 * targets).
 */
const tagKeysMax = 5;
const tagValuesMax = 5;

const tagValues = z
  .array(wholeTagValue, 'a list of tag values')
  .min(1, 'a list of at least one tag value')
  .max(tagValuesMax, `at most ${tagValuesMax} tag values: a group of more can be no target`);

const tags = z
  .record(wholeTagKey, tagValues, 'an object of tag keys and lists of values')
  .refine((value) => Object.keys(value).length >= 1, 'at least one tag key')
  .refine(
    (value) => Object.keys(value).length <= tagKeysMax,
    `at most ${tagKeysMax} tag keys: a group of more can be no target`,
  );

/** CloudFormation makes up the end of a stack's id, so a name alone does not identify a stack. */
const stack = text(
  /^arn:aws[a-z-]*:cloudformation:[a-z0-9-]+:\d{12}:stack\/[A-Za-z][A-Za-z0-9-]{0,127}\/[0-9a-f-]{36}$/,
  'the ARN of a CloudFormation stack (aws cloudformation describe-stacks, StackId)',
);

const forms =
  '{ tags: { <key>: [<value>, ...] } }, { inventory: { has | missing: <name of a marker> } } or { stack: <ARN of a stack> }';

const group = z
  .strictObject(
    {
      tags: tags.optional().describe('Its members: instances that have one of the values of every key.'),
      inventory: inventoryTarget
        .optional()
        .describe('Its members: nodes that have or lack what a marker of the inventory is about.'),
      stack: stack
        .optional()
        .describe(
          'Its members: the instances that a stack declares, without those of its Auto Scaling groups.',
        ),
      description: text(/^[\w\s.,:()/-]{0,512}$/, 'at most 512 letters, digits, spaces and . , : ( ) / - _')
        .optional()
        .describe('What the console shows beside the name.'),
    },
    forms,
  )
  .refine(
    ({ tags, inventory, stack }) =>
      [tags, inventory, stack].filter((part) => part !== undefined).length === 1,
    `one of ${forms}`,
  );

/**
 * The form of `groups` in `muster.config.ts`: resource groups by name, each defined by tags, by the inventory or by a stack. A
 * group is a target of associations, maintenance windows and roll-outs: `targets: { group: 'web' }`.
 */
export const groups = z
  .record(groupName, group, `an object of names of groups, each ${forms}`)
  .refine(
    (value) => Object.keys(value).length >= 1,
    'at least one group: there is no stack without resources',
  );

/** The settings of the capability, with every default filled in. */
export type GroupsSettings = z.output<typeof groups>;
/** One group: by tags, by the inventory or by a stack. */
export type GroupSettings = GroupsSettings[string];
