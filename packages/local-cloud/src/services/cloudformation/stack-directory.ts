import { ServiceError } from '../../core/service.ts';
import type { StackEvent, StackRecord, StackSource } from './stack-source.ts';

const empty: StackSource = { all: [], deleted: [], eventsOf: () => [] };

/** The statuses with which an operation on a stack begins. */
const beginnings = ['CREATE_IN_PROGRESS', 'UPDATE_IN_PROGRESS', 'DELETE_IN_PROGRESS'];

/** The stacks of the account, their resources and their events, as the engine of deployments tells them. */
export class StackDirectory {
  #source = empty;

  /** Names the engine. Without one, there are no stacks. */
  readFrom(source: StackSource): void {
    this.#source = source;
  }

  /** The stacks that are not deleted, the latest first. */
  standing(): readonly StackRecord[] {
    return this.#source.all.toReversed();
  }

  /** Every stack, the latest first. A deleted one stays for 90 days on AWS, and for good here. */
  all(): readonly StackRecord[] {
    const { all, deleted } = this.#source;
    return [...deleted, ...all].sort((one, other) => one.createdMs - other.createdMs).reverse();
  }

  /** A stack by its name or its id. A deleted one has only its id. @throws ServiceError ValidationError without one. */
  find(nameOrId: string): StackRecord {
    const { all, deleted } = this.#source;
    const found =
      all.find(({ stackName, stackId }) => stackName === nameOrId || stackId === nameOrId) ??
      deleted.find(({ stackId }) => stackId === nameOrId);
    if (found !== undefined) return found;
    throw new ServiceError('ValidationError', `Stack with id ${nameOrId} does not exist`);
  }

  /** The events of a stack, the latest first. */
  events({ stackId }: StackRecord): readonly StackEvent[] {
    return this.#source.eventsOf(stackId).toReversed();
  }

  /** When a stack was deleted, in virtual epoch milliseconds. */
  deletedMs(stack: StackRecord): number | undefined {
    return stack.status === 'DELETE_COMPLETE' ? this.events(stack)[0]?.atMs : undefined;
  }

  /**
   * The latest event of each resource of a stack, in the order of creation. A stack that is being changed, that failed
   * or that is deleted also has the resources that this operation has removed or failed to make.
   */
  resources(stack: StackRecord): readonly StackEvent[] {
    const events = this.events(stack);
    const began = events.findIndex((each) => isOwn(stack, each) && beginnings.includes(each.status));
    const touched = events.slice(0, began).filter((each) => !isOwn(stack, each));
    const others = /^(CREATE|UPDATE|UPDATE_ROLLBACK)_COMPLETE$/.test(stack.status) ? [] : touched.reverse();
    const names = new Set([...stack.resources.keys(), ...others.map(({ logicalId }) => logicalId)]);
    return [...names].flatMap((name) => {
      const told = events.filter((each) => each.logicalId === name && !isOwn(stack, each));
      const ref = stack.resources.get(name)?.ref;
      return told.find(({ physicalId }) => physicalId === ref) ?? told[0] ?? [];
    });
  }

  /** The stack that has a resource with this physical id. */
  ofResource(physicalId: string): StackRecord | undefined {
    const has = (stack: StackRecord) =>
      this.resources(stack).some((resource) => resource.physicalId === physicalId);
    return this.standing().find(has) ?? this.all().find(has);
  }
}

function isOwn({ stackId }: StackRecord, { physicalId }: StackEvent): boolean {
  return physicalId === stackId;
}
