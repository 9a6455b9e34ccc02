import * as z from 'zod';
import { closedObject, text, wholeNumber } from '../../configuration/shared-schemas.ts';

/** The most machines of one activation, and the longest time in which they may register (API reference). */
const machinesMax = 1000;
const hoursMax = 30 * 24;
/** The most activations of the configuration: each is a parameter. */
const activationsMax = 50;
/** The most tags of a resource (Tagging AWS resources user guide). */
const tagsMax = 50;

const roleName = text(/^[\w+=,.@-]{1,64}$/, 'the name of a role, without its path');

const activationName = text(
  /^[a-z][a-z0-9-]{0,62}$/,
  'a name of at most 63 small letters, digits and -, beginning with a letter',
);

/** AWS owns the tags that begin with aws:. Letters, digits, blanks and a few signs are what the API allows. */
const tagKey = text(
  /^(?!aws:)[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/iu,
  'a tag key of 1 to 128 letters, digits, spaces and _ . : / = + - @, not beginning with aws:',
);
const tagValue = text(
  /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u,
  'a tag value of at most 256 letters, digits, spaces and _ . : / = + - @',
);

const activation = closedObject({
  limit: wholeNumber(1, machinesMax, 'machines').default(1).describe('How many machines may register by it.'),
  expiresAfterHours: wholeNumber(1, hoursMax, 'hours')
    .default(24)
    .describe('How long machines may register by it, from the moment when it is made.'),
  tags: z
    .record(tagKey, tagValue, 'an object of tag keys and values')
    .refine((tags) => Object.keys(tags).length <= tagsMax, `an object of at most ${tagsMax} tags`)
    .default({})
    .describe('The tags that each of its nodes gets. Profiles, groups and windows choose nodes by them.'),
  nodeName: text(
    /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,256}$/u,
    'a name of 1 to 256 letters, digits, spaces and _ . : / = + - @',
  )
    .optional()
    .describe('The name that consoles show for each of its nodes. Default: the name of the activation.'),
});

/** The form of `hybrid` in `muster.config.ts`. If the section is given, even as `{}`, the capability is on. */
export const hybrid = closedObject({
  roles: z
    .array(roleName, 'a list of names of roles')
    .default([])
    .describe(
      'Roles of activations that others make. Their nodes are onboarded too, if they registered after Muster was deployed.',
    ),
  activations: z
    .record(activationName, activation, 'an object of names of activations')
    .refine(
      (activations) => Object.keys(activations).length <= activationsMax,
      `an object of at most ${activationsMax} names of activations`,
    )
    .default({})
    .describe(
      'What `muster activate <name>` makes: an activation, by which machines register. None is made at a deployment.',
    ),
});

/** The settings of the capability, with every default filled in. */
export type HybridSettings = z.output<typeof hybrid>;
