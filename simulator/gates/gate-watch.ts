import type { LocalCloud, TraceLine } from 'local-cloud';
import { readItem } from '../../lambdas/shared/clients/roster/roster-item.ts';
import type { RosterEntry } from '../../lambdas/shared/domain/roster/roster-entry.ts';
import { rosterKeys } from '../../lambdas/shared/runtime/contract.ts';

/** A wait of an instance that has ended. */
export interface EndedWait {
  readonly instanceId: string;
  readonly groupName: string;
  readonly beganMs: number;
  readonly endedMs: number;
  /** True when the instance went on, false when it was given up. */
  readonly isLetOn: boolean;
  /** True when Auto Scaling decided by itself, because it had heard of nobody. */
  readonly isTimedOut: boolean;
  /** What the roster said then; undefined for nothing, also while the table is lost. */
  readonly entry: RosterEntry | undefined;
}

/** Follows the waits of instances for hooks. */
export class GateWatch {
  readonly ended: EndedWait[] = [];
  readonly #cloud: LocalCloud;
  readonly #rosterTableName: string;
  readonly #waiting = new Map<string, { readonly beganMs: number; isTimedOut: boolean }>();

  constructor(cloud: LocalCloud, rosterTableName: string) {
    this.#cloud = cloud;
    this.#rosterTableName = rosterTableName;
    cloud.record.listen((line) => this.#follow(line));
  }

  #follow({ atMs, kind, fields }: TraceLine): void {
    const instanceId = String(fields['instance']);
    const wait = this.#waiting.get(instanceId);
    if (kind === 'autoscaling.timeout' && wait !== undefined) wait.isTimedOut = true;
    if (kind !== 'autoscaling.state') return;
    const state = String(fields['state']);
    if (state.endsWith(':Wait')) this.#waiting.set(instanceId, { beganMs: atMs, isTimedOut: false });
    else if (wait !== undefined) {
      this.#waiting.delete(instanceId);
      const groupName = String(fields['group']);
      // Somebody deletes the group with all its instances.
      if (this.#cloud.autoScaling.groups.find(groupName)?.isDeleted !== false) return;
      this.ended.push({
        ...{ ...wait, instanceId, groupName, endedMs: atMs },
        isLetOn: !state.endsWith('Terminating'),
        entry: this.#entryOf(instanceId),
      });
    }
  }

  #entryOf(instanceId: string): RosterEntry | undefined {
    const { dynamodb } = this.#cloud;
    const TableName = this.#rosterTableName;
    if (!dynamodb.has(TableName)) return undefined;
    const Key = { [rosterKeys.partitionKey]: { S: instanceId } };
    const { Item } = dynamodb.operations.GetItem.run({ TableName, Key }, this.#cloud.administrator());
    return Item === undefined ? undefined : readItem(Item);
  }
}
