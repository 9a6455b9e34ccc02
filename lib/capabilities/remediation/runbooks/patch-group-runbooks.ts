import { patchGroupTag } from '../../../../lambdas/shared/domain/patching.ts';
import type { RunbookGrants } from '../runbook-grants.ts';
import type { RunbookDefinition } from '../runbook-resource.ts';

/** The runbooks that put an instance into a patch group, and take it out. */
export function patchGroupRunbooks(grants: RunbookGrants) {
  return {
    SetPatchGroup: {
      file: 'set-patch-group.yaml',
      purpose: 'Lets a runbook put an instance into a patch group.',
      defaults: {},
      grants: [grants.look('ec2:DescribeTags'), grants.tag('CreateTags', patchGroupTag)],
    },
    LeavePatchGroup: {
      file: 'leave-patch-group.yaml',
      purpose: 'Lets a runbook take an instance out of a patch group.',
      defaults: {},
      grants: [grants.look('ec2:DescribeTags'), grants.tag('DeleteTags', patchGroupTag)],
    },
  } satisfies Record<string, RunbookDefinition>;
}
