import type { LocalCloud } from '../account/account.ts';
import type { ResourceEvent, StackEvent, StackSource } from '../services/cloudformation/stack-source.ts';
import type { DeployedStack } from './stack.ts';

const stackType = 'AWS::CloudFormation::Stack';
/** A stack id has this form. The first creation of a stack keeps it, so that its runs repeat exactly. */
const firstId = '00000000-0000-4000-8000-';

/**
 * What CloudFormation remembers of an account and region: its stacks, how often each was created, which stack owns a
 * resource, and who imports what. A name that is used again thus gets another stack id and other physical names.
 */
export class StackBook implements StackSource {
  readonly #stacks = new Map<string, DeployedStack>();
  readonly #deleted: DeployedStack[] = [];
  readonly #creations = new Map<string, number>();
  readonly #namesMade = new Map<string, number>();
  readonly #owners = new Map<string, string>();
  readonly #events = new Map<string, StackEvent[]>();
  readonly #nowMs: () => number;
  /** The exports of stacks that are deployed without a map of their own. */
  readonly exports = new Map<string, unknown>();

  /** `nowMs` is the virtual time, in epoch milliseconds. */
  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  /** The existing stacks with their status and resources, in the order of creation. */
  get all(): readonly DeployedStack[] {
    return [...this.#stacks.values()];
  }

  /** The deleted stacks as they ended, oldest first. */
  get deleted(): readonly DeployedStack[] {
    return this.#deleted;
  }

  /** The existing stack of this name, or undefined. */
  find(stackName: string): DeployedStack | undefined {
    return this.#stacks.get(stackName);
  }

  /** What happened to a stack and its resources, oldest first. */
  eventsOf(stackId: string): readonly StackEvent[] {
    return this.#events.get(stackId) ?? [];
  }

  /** Adds an event of a stack, of now. */
  addEvent(stackId: string, event: ResourceEvent): void {
    const events = this.#events.get(stackId) ?? [];
    this.#events.set(stackId, events);
    events.push({ ...event, atMs: this.#nowMs() });
  }

  /** Keeps the current state of a stack, with an event if its status is another. A deleted stack gives its name free. */
  keep(stack: DeployedStack): void {
    const { stackId, stackName, status, reason } = stack;
    if (this.find(stackName)?.status !== status)
      this.addEvent(stackId, {
        ...{ logicalId: stackName, physicalId: stackId, status, reason },
        type: stackType,
      });
    if (stack.status !== 'DELETE_COMPLETE') {
      this.#stacks.set(stack.stackName, stack);
      return;
    }
    this.#stacks.delete(stack.stackName);
    this.#deleted.push(stack);
  }

  /** Counts a creation of a stack, and returns the last part of its id. */
  newId(stackName: string): string {
    const count = (this.#creations.get(stackName) ?? 0) + 1;
    this.#creations.set(stackName, count);
    return `${firstId}${(count - 1).toString(16).padStart(12, '0')}`;
  }

  /** Counts a physical name of a resource, and returns its number, from 1 on. */
  newNumber(stackName: string, logicalId: string): number {
    const key = `${stackName}/${logicalId}`;
    const number = (this.#namesMade.get(key) ?? 0) + 1;
    this.#namesMade.set(key, number);
    return number;
  }

  /** The id of the stack that owns a resource; a text that is empty if the resource was retained; or undefined. */
  ownerOf(type: string, name: string): string | undefined {
    return this.#owners.get(`${type} ${name}`);
  }

  own(type: string, name: string, stackId: string): void {
    this.#owners.set(`${type} ${name}`, stackId);
  }

  /** Forgets a deleted resource. */
  disown(type: string, name: string): void {
    this.#owners.delete(`${type} ${name}`);
  }

  /** The names of the other stacks that import the export of a stack. */
  importersOf(exportName: string, stackName: string): readonly string[] {
    return this.all
      .filter((stack) => stack.stackName !== stackName && stack.imports.includes(exportName))
      .map((stack) => stack.stackName);
  }
}

const books = new WeakMap<LocalCloud, StackBook>();

/** The stacks of a local cloud. */
export function stacksOf(cloud: LocalCloud): StackBook {
  const known = books.get(cloud);
  if (known !== undefined) return known;
  const book = new StackBook(() => cloud.timeline.nowMs);
  books.set(cloud, book);
  cloud.cloudformation.stacks.readFrom(book);
  return book;
}
