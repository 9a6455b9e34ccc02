import type { Host } from '../../core/host.ts';
import type { Operation, Service } from '../../core/service.ts';
import type { Lambda } from './lambda.ts';
import { lambdaOperations } from './lambda-operations.ts';

/** The API of Lambda: shows the functions and mappings of templates, and invokes functions. */
export class LambdaApi implements Service {
  readonly name = 'lambda';
  readonly operations: Readonly<Record<string, Operation>>;

  constructor(host: Host, lambda: Lambda, others: Parameters<typeof lambdaOperations>[2]) {
    this.operations = lambdaOperations(host, lambda, others);
  }
}
