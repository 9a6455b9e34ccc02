import type { Access } from '../../core/access.ts';
import type { Host } from '../../core/host.ts';
import type { Operation, Service } from '../../core/service.ts';
import type { RoleToAssume } from './role-to-assume.ts';
import { stsOperations } from './sts-operations.ts';

/** The Security Token Service: who the caller is, and sessions of roles. */
export class Sts implements Service {
  readonly name = 'sts';
  readonly operations: Readonly<Record<string, Operation>>;

  constructor(host: Host, access: Access, findRole: (roleName: string) => RoleToAssume | undefined) {
    this.operations = stsOperations(host, access, findRole);
  }
}
