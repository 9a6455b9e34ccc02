import type { Access } from '../../core/access.ts';
import type { Host } from '../../core/host.ts';
import type { Operation, Service } from '../../core/service.ts';
import { stsOperations } from './sts-operations.ts';

/** The Security Token Service: who the caller is. Roles are assumed by services only, so there are no tokens. */
export class Sts implements Service {
  readonly name = 'sts';
  readonly operations: Readonly<Record<string, Operation>>;

  constructor(host: Host, access: Access) {
    this.operations = stsOperations(host, access);
  }
}
