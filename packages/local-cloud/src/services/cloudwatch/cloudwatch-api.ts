import type { Host } from '../../core/host.ts';
import type { Operation, Service } from '../../core/service.ts';
import type { CloudWatch } from './cloudwatch.ts';
import { cloudWatchOperations } from './cloudwatch-operations.ts';

/** The read operations of CloudWatch. Services and functions publish the metrics; templates declare the alarms. */
export class CloudWatchApi implements Service {
  readonly name = 'cloudwatch';
  readonly operations: Readonly<Record<string, Operation>>;

  constructor(host: Host, cloudwatch: CloudWatch) {
    this.operations = cloudWatchOperations(host, cloudwatch);
  }
}
