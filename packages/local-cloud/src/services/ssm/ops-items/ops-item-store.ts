import type { Host } from '../../../core/host.ts';
import { type Principal, ServiceError } from '../../../core/service.ts';
import { isUnresolved, type OpsItem, type OpsItemContent } from './ops-item.ts';

/** What an OpsItem is created with. */
export interface OpsItemDraft extends Omit<OpsItemContent, 'status'> {
  readonly source: string;
  readonly dedupString: string | undefined;
}

/** The OpsItems of the account, in the order of their creation. */
export class OpsItemStore {
  readonly #host: Host;
  readonly #arnOf: (principal: Principal) => string;
  readonly #byId = new Map<string, OpsItem>();

  /** `arnOf` gives the ARN of a caller. */
  constructor(host: Host, arnOf: (principal: Principal) => string) {
    this.#host = host;
    this.#arnOf = arnOf;
  }

  /** The ARN of an OpsItem. */
  arn(id: string): string {
    const { partition, region, accountId } = this.#host;
    return `arn:${partition}:ssm:${region}:${accountId}:opsitem/${id}`;
  }

  newestFirst(): OpsItem[] {
    return [...this.#byId.values()].reverse();
  }

  /** @throws ServiceError OpsItemNotFoundException when there is none. */
  get(id: string): OpsItem {
    const item = this.#byId.get(id);
    if (item !== undefined) return item;
    throw new ServiceError('OpsItemNotFoundException', `There is no OpsItem with the id ${id}.`);
  }

  /** @throws ServiceError OpsItemAlreadyExistsException while one of the same string is not resolved. */
  create({ source, dedupString, ...content }: OpsItemDraft, principal: Principal): OpsItem {
    const dedup = dedupString === undefined ? undefined : JSON.stringify([source, dedupString]);
    this.#refuseDuplicate(dedup);
    const id = `oi-${this.#host.random('ssm/ops-items').hex(12)}`;
    const by = this.#arnOf(principal);
    const { nowMs } = this.#host.timeline;
    const item: OpsItem = {
      ...{ id, arn: this.arn(id), source, dedup, version: 1 },
      ...{ createdBy: by, createdMs: nowMs, modifiedBy: by, modifiedMs: nowMs },
      content: { ...content, status: 'Open' },
    };
    this.#byId.set(id, item);
    return item;
  }

  /** Edits an OpsItem. @throws ServiceError OpsItemAlreadyExistsException when it opens beside one of the same string. */
  edit(item: OpsItem, content: OpsItemContent, principal: Principal): void {
    if (!isUnresolved(item) && content.status !== 'Resolved') this.#refuseDuplicate(item.dedup);
    item.content = content;
    item.version++;
    item.modifiedBy = this.#arnOf(principal);
    item.modifiedMs = this.#host.timeline.nowMs;
  }

  #refuseDuplicate(dedup: string | undefined): void {
    if (dedup === undefined) return;
    for (const item of this.#byId.values())
      if (item.dedup === dedup && isUnresolved(item))
        throw new ServiceError(
          'OpsItemAlreadyExistsException',
          `An OpsItem with the same deduplication string is there already: ${item.id}`,
          { details: { OpsItemId: item.id } },
        );
  }
}
