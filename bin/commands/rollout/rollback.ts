import type { Rollout } from '../../../lambdas/shared/clients/rollout/rollout-item.ts';
import type { Member } from '../../../lambdas/shared/domain/rollout/member.ts';
import { isOver } from '../../../lambdas/shared/domain/rollout/rollout-state.ts';
import { readCaller } from '../../account/caller.ts';
import { refuse } from '../../account/refusal.ts';
import { UsageError } from '../../failure.ts';
import { progressLines } from '../../print/rollout-lines.ts';
import { say } from '../../print/say.ts';
import { askConsent, begin, type ConsentFlags, showDraft } from './begin.ts';
import { type Draft, draftRollout, type Intent } from './draft.ts';
import { identify, type Opened, open, readRollouts } from './opened.ts';
import type { PaceFlags } from './rollout-flags.ts';
import { findRollout, steer } from './steer.ts';
import { watchRollout } from './watch.ts';

/**
 * `muster rollout rollback`: takes a roll-out back, by a roll-out of its own. One that is under way is aborted first; then
 * whoever it has in hand is meant too.
 */
export async function rollBack(
  rolloutId: string | undefined,
  flags: PaceFlags & ConsentFlags,
): Promise<void> {
  const opened = await open(flags, 'rollout');
  const found = await findRollout(() => readRollouts(opened), rolloutId);
  const before = await draftRollback(opened, found, flags);
  if (flags.json === undefined) showDraft(before, flags);
  const isUnderWay = !isOver(found.progress);
  if (before.members.length === 0 && !isUnderWay) throw new UsageError('nobody has it: nothing was started');
  const { rolloutId: name } = found.plan;
  await askConsent(flags, isUnderWay ? `Abort ${name}, and start this?` : 'Start it?');
  if (isUnderWay) await abortFirst(opened, found, flags);
  // Between the look and the end of the roll-out it may have reached more.
  const drafted = isUnderWay ? await draftRollback(opened, found, flags) : before;
  if (drafted.members.length === 0) throw new UsageError(`nobody has what ${name} sent: nothing was started`);
  if (flags.json) showDraft(drafted, flags);
  await begin(opened, drafted, flags);
}

async function draftRollback(opened: Opened, { plan }: Rollout, flags: PaceFlags): Promise<Draft> {
  const { settings, deployed, store, policy } = opened;
  const members = await store
    .members(plan, plan.waveSizes.length - 1)
    .catch((error: unknown) => refuse('dynamodb:BatchGetItem', error, policy, settings));
  const intent = takeBack(plan, members);
  return draftRollout(settings, deployed, { identity: await identify(opened), ...intent, flags, policy });
}

/**
 * What takes a roll-out back: what most of its instances had before, to all that it has reached.
 * @throws UsageError when nobody had anything before.
 */
function takeBack(
  { rolloutId, versions, previous, agent, uninstall, errand }: Rollout['plan'],
  members: readonly Pick<Member, 'instanceId'>[],
): Pick<Intent, 'aim' | 'selector'> {
  if (uninstall !== undefined)
    throw new UsageError(
      `${rolloutId} uninstalled ${uninstall}: name it in a profile again and deploy; muster look then gives it back`,
    );
  if (errand !== undefined)
    throw new UsageError(
      `${rolloutId} sent ${errand.document}, and nobody knows what that did: nothing can be sent to take it back`,
    );
  if (Object.keys(previous).length === 0)
    throw new UsageError(`${rolloutId} sent what nobody had before: there is no version to go back to`);
  return {
    aim: { versions: previous, ...(agent === undefined ? {} : { agent }) },
    selector: {
      ...{ instanceIds: new Set(members.map(({ instanceId }) => instanceId)), tags: {} },
      reachedBy: { rolloutId, versions },
    },
  };
}

/** Aborts a roll-out, and waits until it has obeyed: the next recheck has it do so. */
async function abortFirst(opened: Opened, found: Rollout, { json }: ConsentFlags): Promise<void> {
  await steer(opened.desk, found, 'abort', await readCaller(opened.settings));
  const readAgain = () => findRollout(() => readRollouts(opened), found.plan.rolloutId);
  await watchRollout(await readAgain(), {
    ...{ isOnce: false, readAgain },
    show: (rollout) => {
      if (json === undefined) say(progressLines(rollout));
    },
  });
}
