import type { Access } from '../../core/access.ts';
import type { Host } from '../../core/host.ts';
import type { Operation } from '../../core/service.ts';
import { assumeRole } from './operations/assume-role.ts';
import { getCallerIdentity } from './operations/get-caller-identity.ts';
import type { RoleToAssume } from './role-to-assume.ts';

/** The operations by API name, each in a file of its name. */
export function stsOperations(
  host: Host,
  access: Access,
  findRole: (roleName: string) => RoleToAssume | undefined,
) {
  return {
    AssumeRole: assumeRole(host, access, findRole),
    GetCallerIdentity: getCallerIdentity(host, access),
  } satisfies Record<string, Operation>;
}
