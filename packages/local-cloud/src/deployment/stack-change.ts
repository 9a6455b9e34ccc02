import { isDeepStrictEqual } from 'node:util';
import type { LocalCloud } from '../account/account.ts';
import { ServiceError } from '../core/service.ts';
import type { AssemblyStack } from './assembly.ts';
import { exportConflict } from './exports.ts';
import { Provisioning } from './provisioning.ts';
import { findResourceType } from './resource-types.ts';
import type {
  ChangedStack,
  DeployedStack,
  LeftResource,
  NamedResource,
  Removal,
  StackResource,
  StackStatus,
} from './stack.ts';
import { stacksOf } from './stack-book.ts';
import { StackStory } from './stack-story.ts';
import { type CreatedResource, type ResourceDeclaration, Template, type TemplateOutput } from './template.ts';
import { templateOptions } from './template-options.ts';

/** A change of a stack from its current resources to those of a template. */
export class StackChange {
  readonly template: Template;
  readonly #cloud: LocalCloud;
  readonly #before: ChangedStack;
  readonly #provisioning: Provisioning;
  readonly #exports: Map<string, unknown>;
  readonly #resources: Map<string, StackResource>;
  readonly #imports = new Set<string>();
  readonly #replaced: NamedResource[] = [];
  readonly #left: LeftResource[] = [];
  readonly #story: StackStory;
  /** The resource that has failed, if any. */
  failed: string | undefined;

  /**
   * `source` has the template to reach.
   * @throws NotEmulatedError for a resource type that the local cloud does not have, before anything is changed.
   */
  constructor(cloud: LocalCloud, source: AssemblyStack, before: ChangedStack) {
    const { options, stackId } = before;
    this.#cloud = cloud;
    this.#before = { ...before, source };
    this.#replaced.push(...(before.surplus ?? []));
    this.#story = new StackStory(cloud, this.#before);
    this.#resources = new Map(before.resources);
    this.#exports = options.exports ?? stacksOf(cloud).exports;
    this.#provisioning = new Provisioning(cloud, source, { stackId, adjust: options.adjust });
    const outside = { stackId, exports: this.#exports, imports: this.#imports };
    const resource = (logicalId: string) => this.#find(logicalId);
    this.template = new Template(source.template, templateOptions(cloud, source, outside, resource));
    for (const { logicalId, type } of this.template.resources.values()) this.#typeOf(logicalId, type);
  }

  /** The current resources, in the order of their creation. */
  get resources(): ReadonlyMap<string, StackResource> {
    return this.#resources;
  }

  /** The resources that the change has replaced, and that still exist. */
  get replaced(): readonly NamedResource[] {
    return this.#replaced;
  }

  /** The stack enters a status, with the resources that it has now. */
  enter(status: StackStatus, reason?: string): void {
    this.#story.enter(status, this.#resources, reason);
  }

  /** What the change has left in the account. */
  get left(): readonly LeftResource[] {
    return this.#left;
  }

  /** Creates and updates resources. Returns the first failure, or undefined if all match the template. */
  async provisionAll(): Promise<ServiceError | undefined> {
    for (const logicalId of this.template.creationOrder()) {
      const declaration = this.template.resources.get(logicalId);
      if (declaration === undefined) continue;
      const verb = this.#resources.has(logicalId) ? 'UPDATE' : 'CREATE';
      const failure = await this.#attempt(logicalId, () => this.#provision(declaration));
      if (failure === undefined) continue;
      this.failed = logicalId;
      const ref = this.#resources.get(logicalId)?.ref ?? '';
      this.#story.tell(logicalId, { type: declaration.type, ref }, `${verb}_FAILED`, failure.message);
      return failure;
    }
    return this.#attempt(this.#before.source.stackName, () => {
      const { stackName } = this.#before.source;
      const exports = { current: this.#exports, old: this.#before.exportNames };
      const conflict = exportConflict(stacksOf(this.#cloud), stackName, exports, this.template.outputs());
      if (conflict !== undefined) throw conflict;
    });
  }

  /** Removes resources that were replaced or are not in the template, in reverse order. */
  async cleanUp({ isRollback }: Removal): Promise<void> {
    for (const [logicalId, resource] of this.#replaced.splice(0).reverse()) {
      const isKept = resource.updateReplacePolicy === 'Retain' && !isRollback;
      if (isKept) this.#retain(logicalId, resource);
      else await this.#remove(logicalId, resource);
    }
    const surplus = [...this.#resources.keys()].filter(
      (logicalId) => !this.template.resources.has(logicalId),
    );
    await this.removeAll(surplus.reverse(), { isRollback });
    for (const logicalId of surplus) this.#resources.delete(logicalId);
  }

  /**
   * Removes resources in the given order. A resource that cannot be removed stays, together with those it refers to.
   * Returns the failure, or undefined if none stays.
   */
  async removeAll(
    logicalIds: readonly string[],
    { isRollback, retained = [] }: Removal,
  ): Promise<ServiceError | undefined> {
    const kept = new Set<string>();
    const failed: string[] = [];
    for (const logicalId of logicalIds) {
      const resource = this.#resources.get(logicalId);
      if (resource === undefined) continue;
      if (!kept.has(logicalId)) {
        if (await this.#takeAway(logicalId, resource, { isRollback, retained })) {
          this.#resources.delete(logicalId);
          continue;
        }
        failed.push(logicalId);
      }
      for (const needed of [logicalId, ...resource.dependencies]) kept.add(needed);
    }
    if (failed.length === 0) return undefined;
    const names = failed.join(', ');
    return new ServiceError('DeleteFailed', `The following resource(s) failed to delete: [${names}]. `);
  }

  /** Returns the stack as its template declares it, and publishes its exports. */
  finish(status: StackStatus, failure?: ServiceError): DeployedStack {
    const outputs = this.template.outputs();
    const exported = outputs.flatMap(({ exportName, value }) =>
      exportName === undefined ? [] : [[exportName, value] as const],
    );
    for (const name of this.#before.exportNames) this.#exports.delete(name);
    for (const [name, value] of exported) this.#exports.set(name, value);
    return this.#story.keep({
      ...this.#state(status, failure),
      outputs: Object.fromEntries(outputs.map(({ name, value }: TemplateOutput) => [name, value])),
      declaredOutputs: outputs,
      exportNames: exported.map(([name]) => name),
    });
  }

  /** Returns the stack with its remaining resources and no outputs. */
  abandon(
    status: StackStatus,
    failure?: ServiceError,
    unfinished?: DeployedStack['unfinished'],
  ): DeployedStack {
    for (const name of this.#before.exportNames) this.#exports.delete(name);
    const state = this.#state(status, failure);
    return this.#story.keep(unfinished === undefined ? state : { ...state, unfinished });
  }

  #state(status: StackStatus, failure: ServiceError | undefined): DeployedStack {
    const { source, options, stackId, createdMs, updatedMs } = this.#before;
    return {
      ...{ id: source.id, stackName: source.stackName, stackId, status, reason: failure?.message },
      ...{ createdMs, updatedMs, source, options },
      ...{
        outputs: {},
        declaredOutputs: [],
        exportNames: [],
        imports: [...this.#imports],
        resources: this.#resources,
      },
    };
  }

  async #attempt(logicalId: string, action: () => void | Promise<void>): Promise<ServiceError | undefined> {
    try {
      await action();
      return undefined;
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      this.#cloud.trace('cloudformation.failed', { logicalId, reason: error.message });
      return error;
    }
  }

  async #provision(declaration: ResourceDeclaration): Promise<void> {
    const { logicalId, type } = declaration;
    if (this.#skips(logicalId)) return;
    const kind = this.#typeOf(logicalId, type);
    const properties = this.#provisioning.resolve(type, logicalId, this.template.properties(logicalId));
    const dependencies = this.template.dependencies(logicalId);
    const { deletionPolicy, updateReplacePolicy } = declaration;
    const keep = (made: CreatedResource & Pick<StackResource, 'name'>, hasFailed = false) =>
      this.#resources.set(logicalId, {
        ...{ ref: made.ref, attribute: made.attribute, name: made.name, type, properties },
        ...{ dependencies, deletionPolicy, updateReplacePolicy, hasFailed },
      });
    const standing = this.#reinstated(logicalId);
    if (standing?.hasFailed === false && isDeepStrictEqual(standing.properties, properties)) {
      keep(standing);
      return;
    }
    const wanted = { logicalId, type, properties };
    this.#story.begins(logicalId, type, standing, this.#provisioning.isReplaced(kind, wanted, standing));
    const made = await this.#provisioning.make(kind, wanted, standing, (made) =>
      keep(standing === undefined ? made : { ...made, attribute: standing.attribute }, true),
    );
    keep(made);
    if (standing !== undefined && standing.ref !== made.ref) this.#replaced.push([logicalId, standing]);
    const done = standing === undefined ? 'created' : 'updated';
    this.#cloud.trace(`cloudformation.${done}`, { type, logicalId });
    this.#story.ends(logicalId, { type, ref: made.ref }, standing);
  }

  /** A resource that the rest of a roll-back skips stays as it is, and counts as rolled back. */
  #skips(logicalId: string): boolean {
    const standing = this.#resources.get(logicalId);
    if (standing === undefined || this.#before.skipped?.includes(logicalId) !== true) return false;
    this.#replaced.splice(
      0,
      this.#replaced.length,
      ...this.#replaced.filter(([, each]) => each !== standing),
    );
    this.#story.tell(logicalId, standing, 'UPDATE_COMPLETE');
    return true;
  }

  /** The current resource. In a roll-back, it is the one that the failed change has replaced. */
  #reinstated(logicalId: string): StackResource | undefined {
    const standing = this.#resources.get(logicalId);
    const [, old] = this.#before.replaced?.find(([name]) => name === logicalId) ?? [];
    if (standing === undefined || old === undefined) return standing;
    if (this.#typeOf(logicalId, old.type).choosesId === true) return standing;
    if (standing === old) return old;
    if (!this.#replaced.some(([, each]) => each === standing)) this.#replaced.push([logicalId, standing]);
    return old;
  }

  /** Removes or retains a resource. Returns true if it is no longer in the stack. */
  async #takeAway(
    logicalId: string,
    resource: StackResource,
    { isRollback, retained = [] }: Removal,
  ): Promise<boolean> {
    const { deletionPolicy } = resource;
    const isRetained =
      retained.includes(logicalId) ||
      deletionPolicy === 'Retain' ||
      (deletionPolicy === 'RetainExceptOnCreate' && !isRollback);
    if (!isRetained) return this.#remove(logicalId, resource);
    this.#retain(logicalId, resource);
    return true;
  }

  #retain(logicalId: string, resource: StackResource): void {
    const { type, ref } = resource;
    this.#provisioning.release(resource);
    this.#left.push({ logicalId, type, ref, isRetained: true, reason: undefined });
    this.#cloud.trace('cloudformation.retained', { type, logicalId });
    this.#story.tell(logicalId, resource, 'DELETE_SKIPPED');
  }

  async #remove(logicalId: string, resource: StackResource): Promise<boolean> {
    const { type, ref } = resource;
    const kind = this.#typeOf(logicalId, type);
    this.#story.tell(logicalId, resource, 'DELETE_IN_PROGRESS');
    const failure = await this.#attempt(logicalId, () =>
      this.#provisioning.remove(kind, logicalId, resource),
    );
    if (failure === undefined) {
      this.#cloud.trace('cloudformation.deleted', { type, logicalId });
      this.#story.tell(logicalId, resource, 'DELETE_COMPLETE');
      return true;
    }
    this.#left.push({ logicalId, type, ref, isRetained: false, reason: failure.message });
    this.#story.tell(logicalId, resource, 'DELETE_FAILED', failure.message);
    return false;
  }

  #typeOf(logicalId: string, type: string) {
    const { source, options } = this.#before;
    const { declaredOnly = [] } = options;
    return findResourceType(type, { declaredOnly, where: `${source.stackName}/${logicalId}` });
  }

  #find(logicalId: string): CreatedResource {
    const found = this.#resources.get(logicalId);
    if (found === undefined) throw new Error(`${logicalId} is referred to before it is created`);
    return found;
  }
}
