import type { LocalCloud } from '../account/account.ts';
import type { DeployedStack, StackResource, StackStatus } from './stack.ts';
import { stacksOf } from './stack-book.ts';

/** What an event of a resource tells of it. */
type Told = Pick<StackResource, 'type' | 'ref'>;

const replacing = 'Requested update requires the creation of a new physical resource; hence creating one.';

/** Tells the book of stacks what an operation does, while it does it, in the words of CloudFormation. */
export class StackStory {
  readonly #cloud: LocalCloud;
  readonly #stack: Pick<DeployedStack, 'stackId' | 'source'>;

  constructor(cloud: LocalCloud, stack: Pick<DeployedStack, 'stackId' | 'source'>) {
    this.#cloud = cloud;
    this.#stack = stack;
  }

  /** Keeps the stack as an operation leaves it, and gives it back. */
  keep(stack: DeployedStack): DeployedStack {
    stacksOf(this.#cloud).keep(stack);
    return stack;
  }

  /** The stack itself enters a status, with the resources that it has now. */
  enter(status: StackStatus, resources: ReadonlyMap<string, StackResource>, reason?: string): void {
    const book = stacksOf(this.#cloud);
    const current = book.find(this.#stack.source.stackName);
    if (current !== undefined) book.keep({ ...current, resources, status, reason });
  }

  /** A resource is about to be created, updated or replaced. */
  begins(logicalId: string, type: string, standing: StackResource | undefined, isReplaced: boolean): void {
    const status = standing === undefined ? 'CREATE_IN_PROGRESS' : 'UPDATE_IN_PROGRESS';
    this.tell(logicalId, { type, ref: standing?.ref ?? '' }, status, isReplaced ? replacing : undefined);
  }

  /** A resource is there, or is as it should be. */
  ends(logicalId: string, made: Told, standing: StackResource | undefined): void {
    const verb = standing === undefined ? 'CREATE' : 'UPDATE';
    if (standing?.ref !== made.ref)
      this.tell(logicalId, made, `${verb}_IN_PROGRESS`, 'Resource creation Initiated');
    this.tell(logicalId, made, `${verb}_COMPLETE`);
  }

  tell(logicalId: string, { type, ref: physicalId }: Told, status: string, reason?: string): void {
    stacksOf(this.#cloud).addEvent(this.#stack.stackId, { logicalId, physicalId, type, status, reason });
  }
}
