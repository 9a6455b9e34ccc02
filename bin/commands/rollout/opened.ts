import { createRolloutDesk, type RolloutDesk } from '../../../lambdas/shared/clients/rollout/rollout-desk.ts';
import type { Rollout } from '../../../lambdas/shared/clients/rollout/rollout-item.ts';
import {
  createRolloutStore,
  type RolloutStore,
} from '../../../lambdas/shared/clients/rollout/rollout-store.ts';
import { systemClock } from '../../../lambdas/shared/clients/system-clock.ts';
import { readCaller } from '../../account/caller.ts';
import { type AccountFlags, type ClientSettings, connect } from '../../account/connection.ts';
import { type Deployed, findDeployment } from '../../account/deployment.ts';
import { refuse } from '../../account/refusal.ts';
import type { DraftIdentity } from './draft.ts';

/** The roll-outs of a deployment, as a person works with them. */
export interface Opened {
  readonly settings: ClientSettings;
  readonly deployed: Deployed;
  readonly desk: RolloutDesk;
  readonly store: Pick<RolloutStore, 'members'>;
  readonly policy: 'read' | 'rollout';
}

/** Who only looks needs less than who starts or steers. */
export async function open(flags: AccountFlags, policy: 'read' | 'rollout'): Promise<Opened> {
  const connection = await connect(flags);
  const deployed = await findDeployment(connection, policy);
  const { clientSettings: settings } = connection;
  const { DynamoDBClient } = await import('@aws-sdk/client-dynamodb');
  const client = new DynamoDBClient(settings);
  const { rosterTableName } = deployed;
  const [desk, store] = [
    createRolloutDesk(rosterTableName, client),
    createRolloutStore(rosterTableName, client),
  ];
  return { settings, deployed, desk, store, policy };
}

/** All roll-outs, the latest first. */
export function readRollouts({
  desk,
  settings,
  policy,
}: Pick<Opened, 'desk' | 'settings' | 'policy'>): Promise<readonly Rollout[]> {
  return desk.list().catch((error: unknown) => refuse('dynamodb:BatchGetItem', error, policy, settings));
}

/** The next roll-out of today. */
export async function identify(opened: Opened): Promise<DraftIdentity> {
  const startedAt = systemClock.now();
  const day = new Date(startedAt).toISOString().slice(0, 10);
  const [startedBy, before] = await Promise.all([readCaller(opened.settings), readRollouts(opened)]);
  const ofDay = before.filter(({ plan: { rolloutId } }) => rolloutId.startsWith(`${day}-`)).length;
  return { rolloutId: `${day}-${ofDay + 1}`, startedAt, startedBy };
}
