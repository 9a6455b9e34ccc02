import { isDeepStrictEqual } from 'node:util';
import type { LocalCloud } from '../account/account.ts';
import { NotEmulatedError, ServiceError } from '../core/service.ts';
import type { AssemblyStack } from './assembly.ts';
import { CustomResourceFailure } from './custom-resource.ts';
import { physicalName } from './physical-name.ts';
import { type Change, type Creation, nameOf, type Properties, type ResourceType } from './resource.ts';
import type { DeployOptions, StackResource } from './stack.ts';
import { stacksOf } from './stack-book.ts';
import type { CreatedResource } from './template.ts';

/** A resource as a template wants it. */
interface Wanted {
  readonly logicalId: string;
  readonly type: string;
  readonly properties: Properties;
}

/** A created resource, and the name that CloudFormation made for it. */
type Made = CreatedResource & Pick<StackResource, 'name'>;

/** Creates, changes, replaces and removes the single resources of a stack. */
export class Provisioning {
  readonly #cloud: LocalCloud;
  readonly #source: AssemblyStack;
  readonly #stackId: string;
  readonly #adjust: DeployOptions['adjust'];

  constructor(
    cloud: LocalCloud,
    source: AssemblyStack,
    { stackId, adjust }: { stackId: string; adjust: DeployOptions['adjust'] },
  ) {
    this.#cloud = cloud;
    this.#source = source;
    this.#stackId = stackId;
    this.#adjust = adjust;
  }

  /** The properties that a resource gets. @throws NotEmulatedError for a dynamic reference. */
  resolve(type: string, logicalId: string, given: Properties): Properties {
    if (JSON.stringify(given).includes('{{resolve:'))
      throw new NotEmulatedError(
        `dynamic references ({{resolve:...}} in ${this.#source.stackName}/${logicalId})`,
      );
    return this.#adjust?.(type, given) ?? given;
  }

  /**
   * Creates a resource, or changes or replaces the standing one. `keep` gets what a failed custom resource is, because
   * the roll-back calls its function for it too.
   * @throws ServiceError for what the service or CloudFormation refuses.
   */
  async make(
    kind: ResourceType,
    wanted: Wanted,
    standing: StackResource | undefined,
    keep: (failed: Made) => void,
  ): Promise<Made> {
    const name = standing?.name ?? this.#newName(wanted.logicalId);
    try {
      if (standing === undefined) return await this.#create(kind, this.#creation(wanted, name));
      const change = {
        ...this.#creation(wanted, name),
        ref: standing.ref,
        oldProperties: standing.properties,
      };
      if (isReplacement(kind, change)) return await this.#replace(kind, change);
      const made = await kind.update(change);
      if (made.ref !== standing.ref && kind.choosesId !== true)
        throw new Error(`${wanted.logicalId} (${wanted.type}) has changed its id in place`);
      return { ...made, name };
    } catch (error) {
      if (error instanceof CustomResourceFailure) keep({ ...failed(error, wanted.logicalId), name });
      throw error;
    }
  }

  /** Whether a change of the standing resource makes a new one. */
  isReplaced(kind: ResourceType, wanted: Wanted, standing: StackResource | undefined): boolean {
    if (standing === undefined) return false;
    const { ref, properties: oldProperties, name } = standing;
    return isReplacement(kind, { ...this.#creation(wanted, name), ref, oldProperties });
  }

  /** Removes a resource. @throws ServiceError when the service refuses. */
  async remove(kind: ResourceType, logicalId: string, resource: StackResource): Promise<void> {
    const { type, properties, name, ref } = resource;
    await kind.remove({ ...this.#creation({ logicalId, type, properties }, name), ref });
    stacksOf(this.#cloud).disown(type, ref);
  }

  /** Leaves a resource in the account, without a stack. */
  release({ type, ref }: StackResource): void {
    stacksOf(this.#cloud).own(type, ref, '');
  }

  async #replace(kind: ResourceType, change: Change): Promise<Made> {
    const { properties, oldProperties, logicalId } = change;
    const given = kind.nameProperty === undefined ? undefined : properties[kind.nameProperty];
    if (typeof given === 'string' && given === oldProperties[kind.nameProperty ?? ''])
      throw new ServiceError(
        'ValidationError',
        `CloudFormation cannot update a stack when a custom-named resource requires replacing. Rename ${given} and update the stack again.`,
      );
    const { ref: _, oldProperties: __, ...creation } = change;
    return this.#create(kind, { ...creation, name: this.#newName(logicalId) });
  }

  async #create(kind: ResourceType, creation: Creation): Promise<Made> {
    this.#refuseTaken(kind, creation);
    const made = await kind.create(creation);
    stacksOf(this.#cloud).own(creation.type, made.ref, this.#stackId);
    return { ...made, name: creation.name };
  }

  /** @throws ServiceError AlreadyExists, in the words of CloudFormation. */
  #refuseTaken(kind: ResourceType, creation: Creation): void {
    const { type } = creation;
    const name = kind.nameProperty === undefined ? undefined : nameOf(creation, kind.nameProperty);
    const identifier = kind.taken?.(creation) ?? name;
    if (identifier === undefined) return;
    const owner =
      stacksOf(this.#cloud).ownerOf(type, identifier) ?? stacksOf(this.#cloud).ownerOf(type, name ?? '');
    if (owner !== undefined && owner !== '')
      throw new ServiceError('AlreadyExists', `${name ?? identifier} already exists in stack ${owner}`);
    if (owner === undefined && kind.taken?.(creation) === undefined) return;
    throw new ServiceError(
      'AlreadyExists',
      `Resource of type '${type}' with identifier '${identifier}' already exists.`,
    );
  }

  #newName(logicalId: string): string {
    const { stackName } = this.#source;
    const number = stacksOf(this.#cloud).newNumber(stackName, logicalId);
    return physicalName(this.#cloud, stackName, logicalId, number);
  }

  #creation(wanted: Wanted, name: string): Creation {
    return { cloud: this.#cloud, stack: this.#source, stackId: this.#stackId, ...wanted, name };
  }
}

function isReplacement(kind: ResourceType, change: Change): boolean {
  const { properties, oldProperties } = change;
  const isOther = (name: string) => !isDeepStrictEqual(properties[name], oldProperties[name]);
  return kind.createOnly?.some(isOther) === true || kind.replaces?.(change) === true;
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
