import { createHash } from 'node:crypto';
import type { OperatingSystem } from '@aws-sdk/client-ssm';
import type { Host } from '../../../core/host.ts';
import { ServiceError } from '../../../core/service.ts';
import { checkByModel } from '../../../core/wire/check-by-model.ts';
import { accountOfAws, baselinesOfAws } from './baselines-of-aws.ts';

/** A patch baseline. Nothing here patches by it. */
export interface PatchBaseline {
  /** The ARN of one of AWS, as the API gives it; the bare id of one of the account. */
  readonly id: string;
  readonly operatingSystem: OperatingSystem;
  readonly isOfAws: boolean;
  name: string;
  description: string;
}

type Properties = Readonly<Record<string, unknown>>;

/** The patch baselines of the account and of AWS, which one each operating system has by default, and the patch groups. */
export class BaselineStore {
  readonly #host: Host;
  readonly #byId = new Map<string, PatchBaseline>();
  readonly #defaults = new Map<string, string>();
  /** The baseline of a patch group, by `<operating system>/<group>`. */
  readonly #groups = new Map<string, string>();

  constructor(host: Host) {
    this.#host = host;
    for (const [operatingSystem, name] of baselinesOfAws) {
      const hash = createHash('sha256').update(name).digest('hex').slice(0, 17);
      const id = this.#arn(accountOfAws, `pb-${hash}`);
      this.#byId.set(id, { id, operatingSystem, name, description: '', isOfAws: true });
      this.#defaults.set(operatingSystem, id);
    }
  }

  all(): readonly PatchBaseline[] {
    return [...this.#byId.values()];
  }

  /** The groups, each with its baseline. */
  get groups(): ReadonlyMap<string, string> {
    return this.#groups;
  }

  defaultOf(operatingSystem: string): string {
    return this.#defaults.get(operatingSystem) ?? '';
  }

  /** @throws ServiceError DoesNotExistException. */
  register(reference: string): PatchBaseline {
    const found = this.#byId.get(reference) ?? this.#byId.get(reference.replace(/^.*patchbaseline\//, ''));
    if (found === undefined)
      throw new ServiceError('DoesNotExistException', `The patch baseline ${reference} does not exist.`);
    this.#defaults.set(found.operatingSystem, found.id);
    return found;
  }

  /**
   * The ARN of a baseline for IAM, given its id or its ARN. The account of one of AWS is written as `aws`, because a
   * baseline of AWS is everybody's, and no resource of another account.
   */
  arn(reference: string): string {
    if (!reference.startsWith('arn:')) return this.#arn(this.#host.accountId, reference);
    return reference.replace(`:${accountOfAws}:`, ':aws:');
  }

  /** Creates an `AWS::SSM::PatchBaseline` from resolved properties. Returns its id, which is its `Ref`. */
  declare(properties: Properties): string {
    const { name, description, operatingSystem } = read(properties);
    this.#refuseTaken(operatingSystem, groupsIn(properties), undefined);
    const id = `pb-0${this.#host.random('ssm/baselines').hex(16)}`;
    this.#byId.set(id, { id, operatingSystem, name, description, isOfAws: false });
    this.#join(id, properties);
    return id;
  }

  /** Updates a declared baseline. What was a default stays one. */
  update(id: string, properties: Properties): void {
    const baseline = this.#byId.get(id);
    if (baseline === undefined) throw new ServiceError('DoesNotExistException', `${id} does not exist.`);
    const { name, description, operatingSystem } = read(properties);
    this.#refuseTaken(operatingSystem, groupsIn(properties), id);
    this.#leave(id);
    Object.assign(baseline, { name, description });
    this.#join(id, properties);
  }

  /** Deletes a declared baseline, if it exists. @throws ServiceError ResourceInUseException for a default. */
  remove(id: string): void {
    if ([...this.#defaults.values()].includes(id))
      throw new ServiceError('ResourceInUseException', `The patch baseline ${id} is a default baseline.`);
    this.#leave(id);
    this.#byId.delete(id);
  }

  #join(id: string, properties: Properties): void {
    const { operatingSystem } = read(properties);
    for (const group of groupsIn(properties)) this.#groups.set(`${operatingSystem}/${group}`, id);
    if (String(properties['DefaultBaseline']) === 'true') this.register(id);
  }

  #leave(id: string): void {
    for (const [group, baseline] of this.#groups) if (baseline === id) this.#groups.delete(group);
  }

  #refuseTaken(operatingSystem: string, groups: readonly string[], own: string | undefined): void {
    for (const group of groups) {
      const other = this.#groups.get(`${operatingSystem}/${group}`);
      if (other !== undefined && other !== own)
        throw new ServiceError(
          'AlreadyExistsException',
          `Patch Group baseline already has a baseline registered for OperatingSystem ${operatingSystem}.`,
        );
    }
  }

  #arn(accountId: string, id: string): string {
    return `arn:${this.#host.partition}:ssm:${this.#host.region}:${accountId}:patchbaseline/${id}`;
  }
}

function read(properties: Properties) {
  const { PatchGroups: _, DefaultBaseline: __, ...content } = properties;
  checkByModel('ssm', 'CreatePatchBaseline', content);
  const { Name, Description = '', OperatingSystem: wanted = 'WINDOWS' } = properties;
  const operatingSystem = [...baselinesOfAws.keys()].find((known) => known === wanted) ?? 'WINDOWS';
  return { name: String(Name), description: String(Description), operatingSystem };
}

function groupsIn({ PatchGroups: groups = [] }: Properties): readonly string[] {
  return Array.isArray(groups) ? groups.map(String) : [];
}
