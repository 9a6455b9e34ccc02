import type { FaultPorts, HttpRequest, LocalCloud, PendingCall, Queue, TraceLine } from 'local-cloud';
import { readItem } from '../../lambdas/shared/clients/roster/roster-item.ts';
import { readTakenUp } from '../../lambdas/shared/domain/rollout/taken-up.ts';
import type { RosterEntry } from '../../lambdas/shared/domain/roster/roster-entry.ts';
import { rosterKeys } from '../../lambdas/shared/runtime/contract.ts';
import type { DeployedFunction } from '../run/deployed-parts.ts';
import type { StartedRollout } from './start-rollout.ts';

/** What was so when some members of a roll-out had just been taken up. */
export interface TakeUp {
  readonly atMs: number;
  readonly takenIds: readonly string[];
  /** The entries of all members. */
  readonly entries: readonly RosterEntry[];
  /** Until here a person has asked to try again what failed. */
  readonly retriedMs: number;
  /** How many messages have waited untaken in the launch queue for as long as the call goes on that took them up. */
  readonly waitingMessages: number;
  /** Who was refused a command because of throttling, and when, as far as the call must know of it. */
  readonly throttled: readonly Throttled[];
}

/** An entry that says that its command was throttled. */
export interface Throttled {
  readonly instanceId: string;
  readonly atMs: number;
}

/** The same, and when and by whom it was written. */
interface Written extends Throttled {
  readonly writtenMs: number;
  readonly isByRecheck: boolean;
}

/** A call of the recheck. */
interface Round {
  readonly beganMs: number;
  endedMs: number;
  waitingMin: number;
}

/** The call by which a function learns how many messages wait. It has looked for throttled commands before. */
const countingCall = 'sqs:GetQueueAttributes';

/** A call that ended or died may still have a slow write on its way. */
const slowWriteMs = 30_000;

type Principal = PendingCall['principal'];

interface Watched {
  readonly cloud: LocalCloud;
  readonly rosterTableName: string;
  readonly launchQueue: Queue;
  readonly recheck: Pick<DeployedFunction, 'functionName' | 'roleArn'>;
}

/** Looks at the roster and the launch queue whenever a function takes up members of a roll-out. */
export class RolloutWatch {
  readonly takeUps: TakeUp[] = [];
  readonly #watched: Watched;
  readonly #rollout: StartedRollout;
  readonly #rounds = new Map<string, Round>();
  readonly #throttled: Written[] = [];
  #countedMs = 0;
  #retryAskedMs = 0;

  constructor(watched: Watched, rollout: StartedRollout) {
    this.#watched = watched;
    this.#rollout = rollout;
    const { cloud } = watched;
    cloud.record.listen((line) => this.#follow(line));
    cloud.faults = { ...cloud.faults, interfere: this.#watchWrites(cloud.faults.interfere) };
  }

  /** Notes that a person has asked to try again what failed. */
  askedForRetry(): void {
    this.#retryAskedMs = this.#watched.cloud.timeline.nowMs;
  }

  #watchWrites(interfere: FaultPorts['interfere']): NonNullable<FaultPorts['interfere']> {
    return (call, answer) => {
      const serve = (request: HttpRequest) => {
        const served = call.serve(request);
        this.#look(request, call.principal);
        return served;
      };
      if (interfere === undefined) answer(serve(call.request));
      else interfere({ ...call, serve }, answer);
    };
  }

  /** Every call of AWS leaves a line, that which counts the messages too: what is seen here, the function may see. */
  #follow({ atMs, kind, fields }: TraceLine): void {
    const { launchQueue, recheck } = this.#watched;
    if (kind === 'call' && fields['operation'] === countingCall) this.#countedMs = atMs;
    if (kind.startsWith('lambda.') && fields['function'] === recheck.functionName) {
      const id = String(fields['requestId']);
      const round = this.#rounds.get(id);
      if (kind === 'lambda.invoke')
        this.#rounds.set(id, {
          beganMs: atMs,
          endedMs: Number.POSITIVE_INFINITY,
          waitingMin: Number.POSITIVE_INFINITY,
        });
      if (kind === 'lambda.end' && round !== undefined) round.endedMs = atMs;
    }
    for (const [id, round] of this.#rounds) {
      if (atMs > round.endedMs + slowWriteMs) this.#rounds.delete(id);
      else round.waitingMin = Math.min(round.waitingMin, launchQueue.counts.visible);
    }
  }

  #look({ body }: HttpRequest, principal: Principal): void {
    const isThrottled = body.includes('"S":"Throttled"');
    const isTakeUp = body.includes('"S":"RolloutWave"');
    if ((!isThrottled && !isTakeUp) || !this.#isTableThere()) return;
    const entries = this.#read(instanceIdsIn(body));
    const { nowMs } = this.#watched.cloud.timeline;
    const isByRecheck = principal.kind === 'role' && principal.roleArn === this.#watched.recheck.roleArn;
    for (const { instanceId, reason, changedAt } of entries)
      if (reason === 'Throttled')
        this.#throttled.push({ instanceId, atMs: changedAt, writtenMs: nowMs, isByRecheck });
    const takenIds = entries.filter((entry) => this.#isTaken(entry)).map(({ instanceId }) => instanceId);
    if (!isTakeUp || takenIds.length === 0) return;
    const rounds = [...this.#rounds.values()];
    this.takeUps.push({
      ...{ atMs: nowMs, takenIds, retriedMs: this.#retriedMs(nowMs) },
      entries: this.#read(this.#rollout.members.map(({ instanceId }) => instanceId)),
      waitingMessages: rounds.length === 0 ? 0 : Math.min(...rounds.map((round) => round.waitingMin)),
      throttled: this.#knownThrottled(rounds, nowMs),
    });
  }

  /** False while the table is lost: see `faults-of-tables.ts`. */
  #isTableThere(): boolean {
    return this.#watched.cloud.dynamodb.has(this.#watched.rosterTableName);
  }

  /** What was written before the call began, and what the call itself had written before it counted the messages. */
  #knownThrottled(rounds: readonly Round[], nowMs: number): readonly Throttled[] {
    const beganMs = Math.min(nowMs, ...rounds.map((round) => round.beganMs));
    const isAlone = rounds.length === 1;
    return this.#throttled.filter(
      ({ writtenMs, isByRecheck }) =>
        writtenMs < beganMs || (isAlone && isByRecheck && writtenMs < this.#countedMs),
    );
  }

  #isTaken({ status, reason, rollout }: RosterEntry): boolean {
    const isOfThis = readTakenUp(rollout)?.rolloutId === this.#rollout.plan.rolloutId;
    return isOfThis && status === 'waiting' && reason === 'RolloutWave';
  }

  #retriedMs(nowMs: number): number {
    const { wish, progress } = this.item();
    const retriedAt = /"retriedAt":(\d+)/.exec(progress)?.[1];
    return wish === 'retry' ? nowMs : Math.max(this.#retryAskedMs, Number(retriedAt ?? 0));
  }

  /** What the item of the roll-out says. */
  item(): { readonly wish: string | undefined; readonly progress: string } {
    const item = this.#item(`${rosterKeys.rollouts}${this.#rollout.plan.rolloutId}`);
    return { wish: item?.['wish']?.S, progress: item?.['progress']?.S ?? '' };
  }

  /** True while launches get what the roll-out holds them at. */
  holdsLaunches(): boolean {
    const held = this.#item(rosterKeys.pulse)?.[rosterKeys.launchVersions]?.M;
    return held?.['rolloutId']?.S === this.#rollout.plan.rolloutId;
  }

  #item(key: string) {
    const { cloud, rosterTableName: TableName } = this.#watched;
    const Key = { [rosterKeys.partitionKey]: { S: key } };
    return cloud.dynamodb.operations.GetItem.run({ TableName, Key }, cloud.administrator()).Item;
  }

  #read(instanceIds: readonly string[]): readonly RosterEntry[] {
    const { cloud, rosterTableName: TableName } = this.#watched;
    return instanceIds.flatMap((id) => {
      const Key = { [rosterKeys.partitionKey]: { S: id } };
      const { Item } = cloud.dynamodb.operations.GetItem.run({ TableName, Key }, cloud.administrator());
      return Item === undefined ? [] : (readItem(Item) ?? []);
    });
  }
}

function instanceIdsIn(body: string): readonly string[] {
  return [...new Set(body.match(/\bi-[0-9a-f]{17}\b/g) ?? [])];
}
