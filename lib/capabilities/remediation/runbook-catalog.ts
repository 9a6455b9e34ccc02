import type { RunbookGrants } from './runbook-grants.ts';
import type { RunbookGround } from './runbook-ground.ts';
import type { RunbookDefinition } from './runbook-resource.ts';
import { instanceProfileRunbooks } from './runbooks/instance-profile-runbooks.ts';
import { metadataRunbooks } from './runbooks/metadata-runbooks.ts';
import { nodeRunbooks } from './runbooks/node-runbooks.ts';
import { patchGroupRunbooks } from './runbooks/patch-group-runbooks.ts';

/** Every runbook by its id. It is called `<prefix>-<id>`. */
export function runbookCatalog(grants: RunbookGrants, ground: RunbookGround) {
  return {
    ...instanceProfileRunbooks(grants, ground),
    ...nodeRunbooks(grants, ground),
    ...patchGroupRunbooks(grants),
    ...metadataRunbooks(grants),
  } satisfies Record<string, RunbookDefinition>;
}

/** The id of a runbook. */
export type RunbookId = keyof ReturnType<typeof runbookCatalog>;

/** The ids of all runbooks. */
export const runbookIds = [
  'AttachInstanceProfile',
  'DetachInstanceProfile',
  'OnboardInstance',
  'PatchInstance',
  'UpdateSsmAgent',
  'SetPatchGroup',
  'LeavePatchGroup',
  'RequireImdsv2',
  'RestoreImdsv1',
] as const satisfies readonly RunbookId[];
