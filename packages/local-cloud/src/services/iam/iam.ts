import type { Access } from '../../core/access.ts';
import type { Host } from '../../core/host.ts';
import type { Operation, Service } from '../../core/service.ts';
import { IamDirectory } from './iam-directory.ts';
import { iamOperations } from './iam-operations.ts';

/** IAM for roles, instance profiles and policies, which templates and fleets declare. */
export class Iam implements Service {
  readonly name = 'iam';
  readonly directory: IamDirectory;
  readonly operations: Readonly<Record<string, Operation>>;

  /** `permissionsChanged` receives the ARN of each instance profile whose role is given or loses a policy by a call. */
  constructor(host: Host, access: Access, permissionsChanged: (profileArn: string) => void) {
    this.directory = new IamDirectory(host);
    this.operations = iamOperations({ directory: this.directory, access, permissionsChanged });
  }
}
