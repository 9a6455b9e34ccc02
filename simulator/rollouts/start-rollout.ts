import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DescribeDocumentCommand, SSMClient } from '@aws-sdk/client-ssm';
import { type LocalCloud, sdkSettings } from 'local-cloud';
import { createRolloutDesk } from '../../lambdas/shared/clients/rollout/rollout-desk.ts';
import { readItem } from '../../lambdas/shared/clients/roster/roster-item.ts';
import { capsOver, countOf } from '../../lambdas/shared/domain/rollout/caps.ts';
import type { Member } from '../../lambdas/shared/domain/rollout/member.ts';
import type { RolloutPlan } from '../../lambdas/shared/domain/rollout/rollout-state.ts';
import { type Placed, selectMembers } from '../../lambdas/shared/domain/rollout/select-members.ts';
import { isVerifiable } from '../../lambdas/shared/domain/rollout/verify.ts';
import { planWaves, sizesOf } from '../../lambdas/shared/domain/rollout/wave-plan.ts';
import type { RosterEntry } from '../../lambdas/shared/domain/roster/roster-entry.ts';
import { scanItems } from '../run/roster-rows.ts';
import type { Launched } from '../run/run-workload.ts';
import { drawErrand } from './draw-errand.ts';
import type { DrawnRollout, PlannedWish } from './draw-rollout.ts';
import { newVersion } from './new-version.ts';

/** A roll-out that a run has started. */
export interface StartedRollout {
  readonly plan: RolloutPlan;
  readonly members: readonly Member[];
}

/** The only roll-out of a run. */
const rolloutId = 'simulated';
const person = 'the simulator';

/**
 * Makes a new version of every document that the roster names, and starts a roll-out of them over everybody who is
 * onboarded or failed now. With `adopted` versions it adopts instead: everybody without an entry gets what launches get.
 * It writes the items that `muster rollout start` writes. An errand sends one
 * document once to who is onboarded. Undefined when there is nobody.
 */
export async function startRollout(
  cloud: LocalCloud,
  rosterTableName: string,
  launched: readonly Launched[],
  drawn: DrawnRollout,
  adopted?: Readonly<Record<string, string>>,
): Promise<StartedRollout | undefined> {
  const { caps, waves, bakeSeconds, failedPercentMax, failedMax, paceMinute } = drawn;
  const entries = scanItems(cloud, rosterTableName).flatMap((item) => readItem(item) ?? []);
  const sent =
    drawn.isErrand && adopted === undefined ? await drawErrand(cloud, documentsOf(entries)) : undefined;
  const isVerified = drawn.isVerified && sent === undefined;
  // Launches are held at a version that nobody would get otherwise.
  const holdsLaunches = drawn.holdsLaunches && adopted === undefined && sent === undefined;
  const previous = holdsLaunches ? await newVersions(cloud, documentsOf(entries)) : {};
  const versions = adopted ?? (sent === undefined ? await newVersions(cloud, documentsOf(entries)) : {});
  const placed = placesOf(launched, cloud.timeline.nowMs);
  const isNotAdopted = adopted === undefined ? {} : { isNotAdopted: true as const };
  const selector = { tags: {}, ...isNotAdopted, ...sent?.selector };
  const aim = { versions, ...sent?.aim };
  const { candidates } = selectMembers(entries, placed, { selector, aim });
  if (candidates.length === 0) return undefined;
  const members = planWaves(candidates, waves);
  const verify = isVerified ? await findVerifiable(cloud, versions) : [];
  const plan: RolloutPlan = {
    ...{ rolloutId, startedAt: cloud.timeline.nowMs, startedBy: person, previous, ...aim },
    ...(holdsLaunches ? { launches: 'earlier' as const } : {}),
    ...(adopted === undefined ? {} : { adopts: true }),
    waveSizes: sizesOf(members),
    gate: {
      ...{ failedPercentMax, bakeSeconds, verify },
      ...(failedMax === undefined ? {} : { failedMax }),
    },
    caps: capsOver(members, { ...caps, all: countOf(caps.all, members.length) }),
    ...(paceMinute === undefined ? {} : { paceMinute }),
    windows: [],
  };
  const outcome = await deskOf(cloud, rosterTableName).start(plan, members);
  if (outcome !== 'Started') throw new Error(`The roll-out of the simulator is ${outcome}.`);
  return { plan, members };
}

/** Asks something of the roll-out, as a person does. It may be over, or a restored table may not know it. */
export async function steerRollout(
  cloud: LocalCloud,
  rosterTableName: string,
  { wish }: PlannedWish,
): Promise<void> {
  await deskOf(cloud, rosterTableName).steer(rolloutId, wish, person);
}

/** Makes a new version of each document. Returns the versions. */
async function newVersions(
  cloud: LocalCloud,
  documents: readonly string[],
): Promise<Readonly<Record<string, string>>> {
  const versions: Record<string, string> = {};
  for (const document of documents) versions[document] = await newVersion(cloud, document);
  return versions;
}

/** The documents that can verify what they installed. */
async function findVerifiable(
  cloud: LocalCloud,
  versions: Readonly<Record<string, string>>,
): Promise<readonly string[]> {
  const ssm = new SSMClient(sdkSettings(cloud));
  const found: string[] = [];
  for (const Name of Object.keys(versions)) {
    const { Document } = await ssm.send(new DescribeDocumentCommand({ Name }));
    if (isVerifiable(Document?.Parameters)) found.push(Name);
  }
  return found;
}

function deskOf(cloud: LocalCloud, tableName: string) {
  return createRolloutDesk(tableName, new DynamoDBClient(sdkSettings(cloud)));
}

function documentsOf(entries: readonly RosterEntry[]): readonly string[] {
  const named = entries.flatMap(({ agents, document }) => [
    document,
    ...(agents ?? []).map((one) => one.document),
  ]);
  return [...new Set(named.flatMap((document) => document ?? []))].toSorted();
}

function placesOf(launched: readonly Launched[], nowMs: number): ReadonlyMap<string, Placed> {
  const running = launched.filter(({ instance }) => instance.state === 'running');
  return new Map(
    running.map(({ instance }) => [
      instance.id,
      { zone: instance.spec.availabilityZone, tags: instance.tags(nowMs) },
    ]),
  );
}
