import type { LocalCloud } from 'local-cloud';
import type { DeployedParts } from '../run/deployed-parts.ts';
import type { Launched } from '../run/run-workload.ts';
import type { DrawnRollout } from './draw-rollout.ts';
import { deployedVersions } from './early-fleet.ts';
import { RolloutWatch } from './rollout-watch.ts';
import { type StartedRollout, startRollout, steerRollout } from './start-rollout.ts';

/** Something that a person does in the middle of a run. */
export interface Act {
  readonly atMs: number;
  readonly act: () => Promise<void> | void;
}

/** A roll-out that has started, and what is seen of it. */
export type WatchedRollout = StartedRollout & {
  readonly watch: Pick<RolloutWatch, 'takeUps' | 'item' | 'holdsLaunches'>;
};

/** What became of a roll-out. A restored table may not know it: then it has no status. */
export interface RolloutAccount {
  readonly members: number;
  /** How often a member was taken up. */
  readonly takenUp: number;
  /** True when it sent an errand. */
  readonly isErrand?: true;
  readonly status?: string;
  readonly reason?: string;
}

/** The account of a roll-out at the end of a run. */
export function accountOf({ plan, members, watch }: WatchedRollout): RolloutAccount {
  const { progress } = watch.item();
  const told = (name: string) => new RegExp(`"${name}":"(\\w+)"`).exec(progress)?.[1];
  const [status, reason] = [told('status'), told('reason')];
  return {
    members: members.length,
    takenUp: watch.takeUps.reduce((sum, { takenIds }) => sum + takenIds.length, 0),
    ...(plan.errand === undefined ? {} : { isErrand: true as const }),
    ...(status === undefined ? {} : { status }),
    ...(reason === undefined ? {} : { reason }),
  };
}

/** Where a roll-out takes place. */
interface Stage {
  readonly cloud: LocalCloud;
  readonly rosterTableName: string;
  readonly launchQueueUrl: string;
  readonly application: DeployedParts;
  readonly launched: readonly Launched[];
  /** The instances that ran before Muster. The roll-out adopts them, if there are any. */
  readonly early: readonly Launched[];
}

/** What people do with a roll-out: they start it, and ask something of it. `onStarted` is called if there is anybody. */
export function actsOfRollout(
  drawn: DrawnRollout | undefined,
  { cloud, rosterTableName, launchQueueUrl, application, launched, early }: Stage,
  onStarted: (rollout: WatchedRollout) => void,
): readonly Act[] {
  if (drawn === undefined) return [];
  let watch: RolloutWatch | undefined;
  // While the table is lost, AWS refuses what people ask for.
  const isTableThere = () => cloud.dynamodb.has(rosterTableName);
  const start = async () => {
    const launchQueue = application.queues.find(({ queue }) => queue.url === launchQueueUrl)?.queue;
    const recheck = application.functions.find(({ purpose }) => purpose === 'recheck');
    if (launchQueue === undefined || recheck === undefined) throw new Error('A roll-out needs the recheck.');
    if (!isTableThere()) return;
    const rollout =
      early.length === 0
        ? await startRollout(cloud, rosterTableName, launched, drawn)
        : await startRollout(cloud, rosterTableName, early, drawn, deployedVersions(application));
    if (rollout === undefined) return;
    watch = new RolloutWatch({ cloud, rosterTableName, launchQueue, recheck }, rollout);
    onStarted({ ...rollout, watch });
  };
  const wishes = drawn.wishes.map((planned) => ({
    atMs: planned.atMs,
    act: async () => {
      if (watch === undefined || !isTableThere()) return;
      if (planned.wish === 'retry') watch.askedForRetry();
      await steerRollout(cloud, rosterTableName, planned);
    },
  }));
  return [{ atMs: drawn.atMs, act: start }, ...wishes];
}

/** Does everything at its time. What is for the same time is done in the order of the list. */
export async function perform(cloud: LocalCloud, acts: readonly Act[]): Promise<void> {
  for (const { atMs, act } of acts.toSorted((a, b) => a.atMs - b.atMs)) {
    await cloud.loop.run({ untilMs: atMs });
    await act();
  }
}
