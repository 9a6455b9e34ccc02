import type { RunbookGrants } from './runbook-grants.ts';
import type { RunbookGround } from './runbook-ground.ts';
import type { RunbookDefinition } from './runbook-resource.ts';
import { instanceProfileRunbooks } from './runbooks/instance-profile-runbooks.ts';
import { metadataRunbooks } from './runbooks/metadata-runbooks.ts';
import { nodeRunbooks } from './runbooks/node-runbooks.ts';
import { patchGroupRunbooks } from './runbooks/patch-group-runbooks.ts';
import { roleAccessRunbooks } from './runbooks/role-access-runbooks.ts';

/** Every runbook by its id. It is called `<prefix>-<id>`. */
export function runbookCatalog(grants: RunbookGrants, ground: RunbookGround, functionArn: string) {
  return {
    ...instanceProfileRunbooks(grants, ground),
    ...roleAccessRunbooks(grants, functionArn),
    ...nodeRunbooks(grants, ground),
    ...patchGroupRunbooks(grants),
    ...metadataRunbooks(grants),
  } satisfies Record<string, RunbookDefinition>;
}

/** The id of a runbook. */
export type RunbookId = keyof ReturnType<typeof runbookCatalog>;

/** The parameters of these runbooks whose values the deployment knows. Nobody else gives them. */
export const deployedParameters: readonly string[] = [
  'AutomationAssumeRole',
  'FunctionArn',
  'InstanceProfileArn',
  'InstanceProfileName',
  'LaunchQueueUrl',
];

/** The ids of the runbooks that take an instance, as triggers hand it on. */
export const instanceRunbookIds = [
  'AttachInstanceProfile',
  'DetachInstanceProfile',
  'GrantInstanceAccess',
  'RevokeInstanceAccess',
  'OnboardInstance',
  'PatchInstance',
  'UpdateSsmAgent',
  'RestartSsmAgent',
  'SetPatchGroup',
  'LeavePatchGroup',
  'RequireImdsv2',
  'RestoreImdsv1',
] as const satisfies readonly RunbookId[];
