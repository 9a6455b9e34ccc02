import type { RunbookGrants } from '../runbook-grants.ts';
import type { RunbookDefinition } from '../runbook-resource.ts';

/** The runbooks that give roles the policy of Muster, and take it away. One function does the work of all. */
export function roleAccessRunbooks(grants: RunbookGrants, functionArn: string) {
  const defaults = { FunctionArn: functionArn };
  const invoke = { actions: ['lambda:InvokeFunction'], resources: [functionArn] };
  return {
    GrantInstanceAccess: {
      file: 'grant-instance-access.yaml',
      purpose: 'Lets a runbook have the role of an instance given the policy of Muster.',
      defaults,
      grants: [grants.look('ec2:DescribeInstances', 'ssm:DescribeInstanceInformation'), invoke],
    },
    RevokeInstanceAccess: {
      file: 'revoke-instance-access.yaml',
      purpose: 'Lets a runbook have the policy taken away that GrantInstanceAccess has given.',
      defaults,
      grants: [invoke],
    },
    PrepareFleetRoles: {
      file: 'prepare-fleet-roles.yaml',
      purpose: 'Lets a runbook have the roles of the account given the policy of Muster.',
      defaults,
      grants: [invoke],
    },
    ReleaseFleetRoles: {
      file: 'release-fleet-roles.yaml',
      purpose: 'Lets a runbook have the policy taken away that PrepareFleetRoles has given.',
      defaults,
      grants: [invoke],
    },
  } satisfies Record<string, RunbookDefinition>;
}
