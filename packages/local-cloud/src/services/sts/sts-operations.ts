import type { Access } from '../../core/access.ts';
import type { Host } from '../../core/host.ts';
import type { Operation } from '../../core/service.ts';
import { getCallerIdentity } from './operations/get-caller-identity.ts';

/** The operations by API name, each in a file of its name. */
export function stsOperations(host: Host, access: Access) {
  return { GetCallerIdentity: getCallerIdentity(host, access) } satisfies Record<string, Operation>;
}
