import type { Host } from '../../core/host.ts';
import type { Operation, Service } from '../../core/service.ts';
import type { Scheduler } from './scheduler.ts';
import { schedulerOperations } from './scheduler-operations.ts';

/** The read operations of EventBridge Scheduler. Templates declare the schedules. */
export class SchedulerApi implements Service {
  readonly name = 'scheduler';
  readonly operations: Readonly<Record<string, Operation>>;

  constructor(host: Host, scheduler: Scheduler) {
    this.operations = schedulerOperations(host, scheduler);
  }
}
