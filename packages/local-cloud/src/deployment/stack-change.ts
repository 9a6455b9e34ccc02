import { isDeepStrictEqual } from 'node:util';
import type { LocalCloud } from '../account/account.ts';
import { NotEmulatedError, ServiceError } from '../core/service.ts';
import type { AssemblyStack } from './assembly.ts';
import { CustomResourceFailure } from './custom-resource.ts';
import { physicalName } from './physical-name.ts';
import type { Creation, ResourceType } from './resource.ts';
import { findResourceType } from './resource-types.ts';
import type { DeployedStack, DeployOptions, StackResource } from './stack.ts';
import { type CreatedResource, type ResourceDeclaration, Template } from './template.ts';
import { templateOptions } from './template-options.ts';

/** Why resources are removed. A roll-back removes those that the operation itself has created. */
interface Removal {
  readonly isRollback: boolean;
}

/** CloudFormation's status of a resource to which something has happened. */
const statuses = {
  created: 'CREATE_COMPLETE',
  updated: 'UPDATE_COMPLETE',
  deleted: 'DELETE_COMPLETE',
  retained: 'DELETE_SKIPPED',
} as const;

/** A resource and its logical id. */
type Named = readonly [logicalId: string, resource: StackResource];

/** A change of a stack from its current resources to those of a template. */
export class StackChange {
  readonly template: Template;
  readonly #cloud: LocalCloud;
  readonly #source: AssemblyStack;
  readonly #options: DeployOptions;
  readonly #resources: Map<string, StackResource>;
  readonly #exportNames: readonly string[];
  readonly #replaced: Named[] = [];

  /**
   * `before` is the current stack, or undefined for a new one.
   * @throws NotEmulatedError for a resource type that the local cloud does not have, before anything is changed.
   */
  constructor(cloud: LocalCloud, source: AssemblyStack, options: DeployOptions, before?: DeployedStack) {
    this.#cloud = cloud;
    this.#source = source;
    this.#options = options;
    this.#resources = new Map(before?.resources);
    this.#exportNames = before?.exportNames ?? [];
    const resource = (logicalId: string) => this.#find(logicalId);
    this.template = new Template(source.template, templateOptions(cloud, source, options, resource));
    for (const { logicalId, type } of this.template.resources.values()) this.#typeOf(logicalId, type);
  }

  /** The current resources, in the order of their creation. */
  get resources(): ReadonlyMap<string, StackResource> {
    return this.#resources;
  }

  /** @throws ServiceError ValidationError when the template changes the type of an existing resource. */
  refuseOtherTypes(): void {
    const changed = [...this.template.resources.values()].filter(({ logicalId, type }) => {
      const standing = this.#resources.get(logicalId);
      return standing !== undefined && standing.type !== type;
    });
    if (changed.length === 0) return;
    const names = changed.map(({ logicalId }) => logicalId).join(', ');
    throw new ServiceError(
      'ValidationError',
      `Update of resource type is not permitted. The new template modifies resource type of the following resources: [${names}]`,
    );
  }

  /** Creates and updates resources. Returns the first failure, or undefined if all match the template. */
  async provisionAll(): Promise<ServiceError | undefined> {
    for (const logicalId of this.template.creationOrder()) {
      const declaration = this.template.resources.get(logicalId);
      if (declaration === undefined) continue;
      const before = this.#resources.get(logicalId);
      try {
        await this.#provision(declaration);
      } catch (error) {
        if (!(error instanceof ServiceError)) throw error;
        this.#fail(declaration, before === undefined ? 'CREATE' : 'UPDATE', error);
        return error;
      }
    }
    return undefined;
  }

  /** Removes resources that were replaced or are not in the template, in reverse order. */
  async cleanUp(removal: Removal): Promise<void> {
    for (const [logicalId, resource] of this.#replaced.splice(0).reverse()) {
      const isKept = resource.updateReplacePolicy === 'Retain' && !removal.isRollback;
      if (!isKept) await this.#remove(logicalId, resource);
    }
    const surplus = [...this.#resources.keys()].filter(
      (logicalId) => !this.template.resources.has(logicalId),
    );
    await this.removeAll(surplus.reverse(), removal);
    for (const logicalId of surplus) this.#resources.delete(logicalId);
  }

  /**
   * Removes resources in the given order. A resource that cannot be removed stays, together with those it refers to.
   * Returns false if any stays.
   */
  async removeAll(logicalIds: readonly string[], { isRollback }: Removal): Promise<boolean> {
    const kept = new Set<string>();
    for (const logicalId of logicalIds) {
      const resource = this.#resources.get(logicalId);
      if (resource === undefined) continue;
      if (!kept.has(logicalId) && (await this.#takeAway(logicalId, resource, isRollback)))
        this.#resources.delete(logicalId);
      else for (const needed of [logicalId, ...resource.dependencies]) kept.add(needed);
    }
    return kept.size === 0;
  }

  /** Returns the stack as its template declares it, and publishes its exports. */
  finish(): DeployedStack {
    const rest = this.abandon();
    const outputs = this.template.outputs();
    const exported = outputs.flatMap(({ exportName, value }) =>
      exportName === undefined ? [] : [[exportName, value] as const],
    );
    for (const [name, value] of exported) this.#options.exports?.set(name, value);
    return {
      ...rest,
      outputs: Object.fromEntries(outputs.map(({ name, value }) => [name, value])),
      exportNames: exported.map(([name]) => name),
    };
  }

  /** Returns the stack with its remaining resources and no outputs. */
  abandon(): DeployedStack {
    for (const name of this.#exportNames) this.#options.exports?.delete(name);
    const { id, stackName } = this.#source;
    const [source, options, resources] = [this.#source, this.#options, this.#resources];
    return { id, stackName, outputs: {}, exportNames: [], resources, source, options };
  }

  async #provision(declaration: ResourceDeclaration): Promise<void> {
    const { logicalId, type } = declaration;
    const standing = this.#resources.get(logicalId);
    const kind = this.#typeOf(logicalId, type);
    const given = this.template.properties(logicalId);
    if (JSON.stringify(given).includes('{{resolve:'))
      throw new NotEmulatedError(
        `dynamic references ({{resolve:...}} in ${this.#source.stackName}/${logicalId})`,
      );
    const properties = this.#options.adjust?.(type, given) ?? given;
    if (standing !== undefined && isDeepStrictEqual(standing.properties, properties)) return;
    const creation = this.#creation(logicalId, { type, properties });
    const keep = (made: CreatedResource) =>
      this.#resources.set(logicalId, {
        ...{ ref: made.ref, attribute: made.attribute, type, properties },
        dependencies: this.template.dependencies(logicalId),
        deletionPolicy: declaration.deletionPolicy,
        updateReplacePolicy: declaration.updateReplacePolicy,
      });
    try {
      const made = await this.#make(kind, creation, standing);
      keep(made);
      if (standing !== undefined && standing.ref !== made.ref) this.#replaced.push([logicalId, standing]);
    } catch (error) {
      // A custom resource may exist although it failed. The roll-back calls its function for it too.
      if (error instanceof CustomResourceFailure) keep(failed(error, logicalId));
      throw error;
    }
    this.#tell(declaration, standing === undefined ? 'created' : 'updated');
  }

  /** Traces and records what has happened to a resource. */
  #tell(
    { logicalId, type }: Pick<ResourceDeclaration, 'logicalId' | 'type'>,
    done: keyof typeof statuses,
  ): void {
    this.#cloud.trace(`cloudformation.${done}`, { type, logicalId });
    const physicalId = this.#resources.get(logicalId)?.ref ?? '';
    const { stackName } = this.#source;
    this.#cloud.cloudformation.stacks.resource(stackName, {
      ...{ logicalId, type, physicalId, status: statuses[done] },
    });
  }

  #fail(
    { logicalId, type }: Pick<ResourceDeclaration, 'logicalId' | 'type'>,
    operation: 'CREATE' | 'UPDATE' | 'DELETE',
    { message: reason }: ServiceError,
  ): void {
    this.#cloud.trace('cloudformation.failed', { logicalId, reason });
    const physicalId = this.#resources.get(logicalId)?.ref ?? '';
    this.#cloud.cloudformation.stacks.resource(this.#source.stackName, {
      ...{ logicalId, type, physicalId, reason, status: `${operation}_FAILED` },
    });
  }

  async #make(
    kind: ResourceType,
    creation: Creation,
    standing: StackResource | undefined,
  ): Promise<CreatedResource> {
    if (standing === undefined) return kind.create(creation);
    if (kind.update === undefined) throw this.#lacks('update', creation.logicalId, creation.type);
    return kind.update({ ...creation, ref: standing.ref, oldProperties: standing.properties });
  }

  /** Removes or retains a resource. Returns true if it is no longer in the stack. */
  async #takeAway(logicalId: string, resource: StackResource, isRollback: boolean): Promise<boolean> {
    const { deletionPolicy, type } = resource;
    const isRetained =
      deletionPolicy === 'Retain' || (deletionPolicy === 'RetainExceptOnCreate' && !isRollback);
    if (!isRetained) return this.#remove(logicalId, resource);
    this.#tell({ logicalId, type }, 'retained');
    return true;
  }

  async #remove(logicalId: string, resource: StackResource): Promise<boolean> {
    const { type, ref } = resource;
    const kind = this.#typeOf(logicalId, type);
    if (kind.remove === undefined) throw this.#lacks('deletion', logicalId, type);
    try {
      await kind.remove({ ...this.#creation(logicalId, resource), ref });
      this.#tell({ logicalId, type }, 'deleted');
      return true;
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      this.#fail({ logicalId, type }, 'DELETE', error);
      return false;
    }
  }

  #creation(logicalId: string, { type, properties }: Pick<StackResource, 'type' | 'properties'>): Creation {
    const name = physicalName(this.#cloud, this.#source.stackName, logicalId);
    return { cloud: this.#cloud, stack: this.#source, logicalId, type, properties, name };
  }

  #typeOf(logicalId: string, type: string): ResourceType {
    const { declaredOnly = [] } = this.#options;
    return findResourceType(type, { declaredOnly, where: `${this.#source.stackName}/${logicalId}` });
  }

  #lacks(what: string, logicalId: string, type: string): NotEmulatedError {
    return new NotEmulatedError(
      `the ${what} of the resource type ${type} (${this.#source.stackName}/${logicalId})`,
    );
  }

  #find(logicalId: string): CreatedResource {
    const found = this.#resources.get(logicalId);
    if (found === undefined) throw new Error(`${logicalId} is referred to before it is created`);
    return found;
  }
}

/** A failed custom resource. It has an id and no attributes. */
function failed({ ref }: CustomResourceFailure, logicalId: string): CreatedResource {
  return {
    ref,
    attribute: (name) => {
      throw new Error(`${logicalId} failed and has no attribute ${name}`);
    },
  };
}
