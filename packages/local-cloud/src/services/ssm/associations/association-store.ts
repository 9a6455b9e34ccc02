import type * as Sdk from '@aws-sdk/client-ssm';
import type { Host } from '../../../core/host.ts';
import { type Authorization, ServiceError } from '../../../core/service.ts';
import type { DocumentStore } from '../documents/document-store.ts';
import { checkAssociated } from './associated-documents.ts';

/** What an association is made of. */
export type AssociationContent = Pick<
  Sdk.AssociationDescription,
  | 'Name'
  | 'AssociationName'
  | 'Parameters'
  | 'Targets'
  | 'ScheduleExpression'
  | 'MaxErrors'
  | 'MaxConcurrency'
  | 'ComplianceSeverity'
  | 'ApplyOnlyAtCronInterval'
>;

/** An association. It is stored; it runs on no node. */
export interface StoredAssociation {
  readonly id: string;
  readonly createdMs: number;
  updatedMs: number;
  version: number;
  content: AssociationContent;
}

const inventoryDocument = 'AWS-GatherSoftwareInventory';
const targetKey = /^(InstanceIds|tag:.+|resource-groups:Name)$/;
const schedule = /^(rate\(\d+ (minutes?|hours?|days?)\)|cron\(\S+ \S+ \S+ \S+ \S+ \S+\))$/;

/** The associations of the account and region, in the order of their creation. */
export class AssociationStore {
  readonly #host: Host;
  readonly #documents: DocumentStore;
  readonly #byId = new Map<string, StoredAssociation>();

  constructor(host: Host, documents: DocumentStore) {
    this.#host = host;
    this.#documents = documents;
  }

  all(): readonly StoredAssociation[] {
    return [...this.#byId.values()];
  }

  /** @throws ServiceError AssociationDoesNotExist. */
  get(id: string): StoredAssociation {
    const found = this.#byId.get(id);
    if (found !== undefined) return found;
    throw new ServiceError('AssociationDoesNotExist', `Association ${id} does not exist.`);
  }

  create(content: AssociationContent): StoredAssociation {
    this.#check(content, undefined);
    const random = this.#host.random('ssm/associations');
    const id = [8, 4, 4, 4, 12].map((length) => random.hex(length)).join('-');
    const { nowMs } = this.#host.timeline;
    const association = { id, createdMs: nowMs, updatedMs: nowMs, version: 1, content };
    this.#byId.set(id, association);
    return association;
  }

  /** Changes an association. What the content leaves out is gone. */
  update(id: string, content: AssociationContent): StoredAssociation {
    const association = this.get(id);
    this.#check(content, id);
    association.content = content;
    association.version++;
    association.updatedMs = this.#host.timeline.nowMs;
    return association;
  }

  remove(id: string): void {
    this.get(id);
    this.#byId.delete(id);
  }

  /** The ARN of an association, or of all that a creation may make. */
  arn(id = '*'): string {
    return this.#arn('ssm', `association/${id}`);
  }

  /** What a caller must be allowed for an action on an association that runs a document on these targets. */
  authorize(action: string, id: string | undefined, content: AssociationContent): Authorization[] {
    const { Name: name, Targets: targets = [] } = content;
    const areNodes = targets.some(({ Key: key }) => key === 'InstanceIds');
    const nodes = [this.#arn('ec2', 'instance/*'), this.#arn('ssm', 'managed-instance/*')];
    return [
      this.arn(id),
      ...(name === undefined ? [] : [this.#documents.arn(name)]),
      ...(areNodes ? nodes : []),
    ].map((resource) => ({ action, resource }));
  }

  #arn(service: string, resource: string): string {
    const { partition, region, accountId } = this.#host;
    return `arn:${partition}:${service}:${region}:${accountId}:${resource}`;
  }

  #check({ Name: name = '', ...content }: AssociationContent, id: string | undefined): void {
    checkAssociated(name, content.Parameters ?? {}, this.#documents.find(name) !== undefined);
    const { Targets: targets = [], ScheduleExpression: expression } = content;
    if (targets.length === 0 || targets.some(isWrong))
      throw new ServiceError(
        'InvalidTarget',
        'The targets are not valid: InstanceIds, tag:<key> or resource-groups:Name',
      );
    if (expression !== undefined && !schedule.test(expression))
      throw new ServiceError('InvalidSchedule', `The schedule ${expression} is not valid.`);
    const other = this.all().find(
      (each) => each.id !== id && each.content.Name === name && reachesAll(each.content),
    );
    if (name === inventoryDocument && reachesAll(content) && other !== undefined)
      throw new ServiceError(
        'InvalidTarget',
        `Multiple apply all associations with document '${inventoryDocument}' are not supported`,
      );
  }
}

function isWrong({ Key: key = '', Values: values = [] }: Sdk.Target): boolean {
  return values.length === 0 || !targetKey.test(key);
}

function reachesAll({ Targets: targets = [] }: AssociationContent): boolean {
  return targets.some(({ Key: key, Values: values = [] }) => key === 'InstanceIds' && values.includes('*'));
}
