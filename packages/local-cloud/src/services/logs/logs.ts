import type { Host } from '../../core/host.ts';
import type { Operation, Service } from '../../core/service.ts';
import { LogStore } from './log-store.ts';
import { logsOperations } from './logs-operations.ts';

/** CloudWatch Logs: what functions have written. Nobody else writes, and there are no subscriptions and no queries. */
export class Logs implements Service {
  readonly name = 'logs';
  readonly store: LogStore;
  readonly operations: Readonly<Record<string, Operation>>;

  constructor(host: Host) {
    this.store = new LogStore(host);
    this.operations = logsOperations(host, this.store);
  }
}
