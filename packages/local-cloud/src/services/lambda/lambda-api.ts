import type { Host } from '../../core/host.ts';
import type { Operation, Service } from '../../core/service.ts';
import type { Lambda } from './lambda.ts';
import { lambdaOperations } from './lambda-operations.ts';
import type { WrittenLines } from './operations/invoke.ts';

/** The API of Lambda: lists the functions of templates, and invokes them. */
export class LambdaApi implements Service {
  readonly name = 'lambda';
  readonly operations: Readonly<Record<string, Operation>>;

  constructor(host: Host, lambda: Lambda, written: WrittenLines) {
    this.operations = lambdaOperations(host, lambda, written);
  }
}
