import * as z from 'zod';
import { closedObject, text, trueOrFalse } from '../../configuration/shared-schemas.ts';

const roleWithPath = text(
  /^([\w+=,.@-]+\/)*[\w+=,.@-]{1,64}$/,
  'the name of a role with its path, such as service-role/ManagedInstances',
);

const defaultHostManagement = closedObject({
  role: roleWithPath
    .optional()
    .describe(
      'A role of your own, which ssm.amazonaws.com may assume. Default: one of this stack, with the policy of AWS.',
    ),
  replaces: roleWithPath
    .optional()
    .describe(
      'The role that the account uses already, if yours shall take its place. Without it, the role of somebody else stays.',
    ),
});

/** AWS owns the tags that begin with aws:, and nobody else can change them. */
const tagKey = text(
  /^(?!aws:)[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/iu,
  'a tag key of 1 to 128 letters, digits, spaces and _ . : / = + - @, not beginning with aws:',
);

const rolePattern = text(
  /^[\w+=,.@*/-]{1,512}$/,
  'the name of a role, with its path, in which * stands for any text, such as platform-*',
);

const protectedTags = closedObject({
  keys: z
    .array(tagKey, 'a list of tag keys')
    .default([])
    .describe('Keys that are protected besides those that the configuration uses.'),
  exceptRoles: z
    .array(rolePattern, 'a list of names of roles')
    .default([])
    .describe('Roles that may change protected tags although the policy applies to them.'),
  atLaunch: trueOrFalse
    .default(false)
    .describe('Also denies protected tags to whoever launches an instance.'),
});

/**
 * The form of `access` in `muster.config.ts`. If the section is given, even as `{}`, the capability is on.
 */
export const access = closedObject({
  defaultHostManagement: defaultHostManagement
    .optional()
    .describe(
      'Manages every instance whose own role does not allow it: Default Host Management Configuration. If given, even as `{}`, it is on in the whole account and region.',
    ),
  blockPublicDocuments: trueOrFalse
    .default(false)
    .describe('Nobody in the account and region may share a document of Systems Manager with everybody.'),
  protectedTags: protectedTags
    .prefault({})
    .describe(
      'Not everybody may change the tags that make an instance a target: a policy to attach, which denies it.',
    ),
});

/** The settings of the capability, with every default filled in. */
export type AccessSettings = z.output<typeof access>;
