import type { Host } from '../../core/host.ts';
import type { Operation, Service } from '../../core/service.ts';
import { IamDirectory } from './iam-directory.ts';
import { iamOperations } from './iam-operations.ts';

/** The read operations of IAM for roles, instance profiles and policies. Templates and fleets declare these. */
export class Iam implements Service {
  readonly name = 'iam';
  readonly directory: IamDirectory;
  readonly operations: Readonly<Record<string, Operation>>;

  constructor(host: Host) {
    this.directory = new IamDirectory(host);
    this.operations = iamOperations(this.directory);
  }
}
