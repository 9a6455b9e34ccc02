import type { Host } from '../../core/host.ts';
import type { Operation, Service } from '../../core/service.ts';
import { cloudFormationOperations } from './cloudformation-operations.ts';
import { StackDirectory } from './stack-directory.ts';

/** The read operations of CloudFormation. The engine of deployments makes the stacks, and tells them. */
export class CloudFormation implements Service {
  readonly name = 'cloudformation';
  readonly stacks: StackDirectory;
  readonly operations: Readonly<Record<string, Operation>>;

  constructor(host: Host) {
    this.stacks = new StackDirectory();
    this.operations = cloudFormationOperations(host, this.stacks);
  }
}
