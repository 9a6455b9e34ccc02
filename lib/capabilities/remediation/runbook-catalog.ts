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

/** Makes something for every runbook. */
export function mapRunbooks<T>(make: (runbookId: RunbookId) => T): Record<RunbookId, T> {
  return {
    AttachInstanceProfile: make('AttachInstanceProfile'),
    DetachInstanceProfile: make('DetachInstanceProfile'),
    OnboardInstance: make('OnboardInstance'),
    PatchInstance: make('PatchInstance'),
    UpdateSsmAgent: make('UpdateSsmAgent'),
    SetPatchGroup: make('SetPatchGroup'),
    LeavePatchGroup: make('LeavePatchGroup'),
    RequireImdsv2: make('RequireImdsv2'),
    RestoreImdsv1: make('RestoreImdsv1'),
  };
}
