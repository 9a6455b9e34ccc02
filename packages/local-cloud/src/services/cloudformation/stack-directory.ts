import type { Host } from '../../core/host.ts';
import { ServiceError } from '../../core/service.ts';
import type { OutputRecord, ResourceRecord, StackEventRecord, StackRecord } from './stack-record.ts';

interface Entry {
  stack: StackRecord;
  readonly resources: Map<string, ResourceRecord>;
  readonly events: StackEventRecord[];
}

type Change = Omit<ResourceRecord, 'atMs'>;

/** The stacks of the account, their resources and their events. The deployment tells what it does; this remembers. */
export class StackDirectory {
  readonly #host: Host;
  readonly #entries = new Map<string, Entry>();

  constructor(host: Host) {
    this.#host = host;
  }

  /** Every stack, the latest first. A deleted one stays for 90 days on AWS, and for good here. */
  all(): readonly StackRecord[] {
    return [...this.#entries.values()].map(({ stack }) => stack).reverse();
  }

  /** A stack by its name or its id. A deleted one has only its id. @throws ServiceError ValidationError without one. */
  find(nameOrId: string): StackRecord {
    return this.#entry(nameOrId).stack;
  }

  /** The resources of a stack, in the order of their creation. */
  resources(nameOrId: string): readonly ResourceRecord[] {
    return [...this.#entry(nameOrId).resources.values()];
  }

  /** The events of a stack, the latest first. */
  events(nameOrId: string): readonly StackEventRecord[] {
    return this.#entry(nameOrId).events.toReversed();
  }

  /** The stack that has a resource with this physical id. */
  ofResource(physicalId: string): StackRecord | undefined {
    const has = ({ resources }: Entry) =>
      [...resources.values()].some((resource) => resource.physicalId === physicalId);
    return [...this.#entries.values()].find(has)?.stack;
  }

  /** Records that an operation begins: `CREATE`, `UPDATE` or `DELETE`. */
  begin(stackName: string, stackId: string, operation: string, template: unknown): void {
    const { nowMs } = this.#host.timeline;
    const before = this.#entries.get(stackName);
    const isNew = operation === 'CREATE' || before === undefined;
    const status = `${operation}_IN_PROGRESS`;
    const stack: StackRecord = isNew
      ? { stackId, stackName, template, createdMs: nowMs, status, outputs: [] }
      : { ...before.stack, template, status, updatedMs: nowMs };
    const entry = isNew ? { stack, resources: new Map(), events: [] } : Object.assign(before, { stack });
    this.#entries.set(stackName, entry);
    this.#addEvent(entry, { ...ofStack(stack), status, reason: 'User Initiated' });
  }

  /** Records that an operation has ended. */
  end(
    stackName: string,
    { status, reason, outputs }: { status: string; reason?: string; outputs: readonly OutputRecord[] },
  ): void {
    const entry = this.#entry(stackName);
    const why = reason === undefined ? {} : { reason };
    const deleted = status === 'DELETE_COMPLETE' ? { deletedMs: this.#host.timeline.nowMs } : {};
    entry.stack = { ...entry.stack, status, outputs, ...why, ...deleted };
    this.#addEvent(entry, { ...ofStack(entry.stack), status, ...why });
  }

  /** Records what happened to a resource of a stack. */
  resource(stackName: string, change: Change): void {
    const entry = this.#entries.get(stackName);
    if (entry === undefined) return;
    const isGone = change.status === 'DELETE_COMPLETE' && entry.stack.status.startsWith('UPDATE');
    if (isGone) entry.resources.delete(change.logicalId);
    else entry.resources.set(change.logicalId, { ...change, atMs: this.#host.timeline.nowMs });
    this.#addEvent(entry, change);
  }

  #addEvent(entry: Entry, change: Change): void {
    const eventId = this.#host.random('cloudformation/events').uuid();
    entry.events.push({ ...change, eventId, atMs: this.#host.timeline.nowMs });
  }

  #entry(nameOrId: string): Entry {
    const found = [...this.#entries.values()].find(
      ({ stack }) =>
        stack.stackId === nameOrId || (stack.stackName === nameOrId && stack.deletedMs === undefined),
    );
    if (found !== undefined) return found;
    throw new ServiceError('ValidationError', `Stack with id ${nameOrId} does not exist`);
  }
}

function ofStack({ stackName, stackId }: StackRecord): Omit<Change, 'status'> {
  return { logicalId: stackName, physicalId: stackId, type: 'AWS::CloudFormation::Stack' };
}
