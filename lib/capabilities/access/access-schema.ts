import * as z from 'zod';
import { text } from '../../configuration/shared-schemas.ts';

const roleWithPath = text(
  /^([\w+=,.@-]+\/)*[\w+=,.@-]{1,64}$/,
  'the name of a role with its path, such as service-role/ManagedInstances',
);

const defaultHostManagement = z.strictObject(
  {
    /** A role of your own, which ssm.amazonaws.com may assume. Default: one of this stack, with the policy of AWS. */
    role: roleWithPath.optional(),
  },
  'an object { role? }',
);

/** Tags that begin with aws: are those of AWS; nobody else can change them. */
const tagKey = text(
  /^(?!aws:)[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/iu,
  'a tag key of 1 to 128 letters, digits, spaces and _ . : / = + - @, not beginning with aws:',
);

const rolePattern = text(
  /^[\w+=,.@*/-]{1,512}$/,
  'the name of a role, with its path, in which * stands for any text, such as platform-*',
);

const protectedTags = z.strictObject(
  {
    /** Keys that are protected besides those that the configuration uses. */
    keys: z.array(tagKey, 'a list of tag keys').default([]),
    /** Roles that may change protected tags although the policy applies to them. */
    exceptRoles: z.array(rolePattern, 'a list of names of roles').default([]),
    /** Denies protected tags also to who launches an instance. Default: only instances that exist are protected. */
    atLaunch: z.boolean('true or false').default(false),
  },
  'an object { keys?, exceptRoles?, atLaunch? }',
);

/** The form of `access` in `muster.config.ts`. Given at all, even as `{}`, it turns the capability on. */
export const access = z.strictObject(
  {
    /**
     * Makes every instance a managed one that has no right to be one by its own role: Default Host Management
     * Configuration. Given at all, even as `{}`, it is on in the whole account and region.
     */
    defaultHostManagement: defaultHostManagement.optional(),
    /** What may be a target must not be taggable by everybody: a policy to attach, which denies it. */
    protectedTags: protectedTags.prefault({}),
  },
  'an object { defaultHostManagement?, protectedTags? }',
);

/** The settings of the capability, with every default filled in. */
export type AccessSettings = z.output<typeof access>;
