import type { OrderItem } from '../commands/order.ts';
import type { Member, MemberState } from './member.ts';
import type { MakeStep, RolloutKnowledge, RolloutStep, View } from './rollout-step.ts';
import { readVerified, type Verified, verifyItems } from './verify.ts';

/** Everybody is taken up. The next wave begins when all are at rest, have baked, and still answer. */
export function waitOrGoOn(view: View, step: MakeStep): RolloutStep {
  const { plan, progress, states, silentIds, verified } = view;
  const isAny = (state: MemberState) => [...states.values()].includes(state);
  // What was verified before somebody was taken up again, or fell ill, is verified anew.
  if (isAny('inFlight')) return step({ reason: 'InFlight', verifying: undefined });
  if (isAny('baking')) return step({ reason: 'Baking', verifying: undefined });
  if (progress.verifying === undefined) {
    const verify = itemsOf(view);
    // Who does not answer cannot verify anything either.
    const asked = new Set(verify.map(({ instanceId }) => instanceId));
    const ask = doneIds(view).filter((instanceId) => !asked.has(instanceId));
    if (silentIds === undefined && ask.length > 0) return { ...step({}), ask };
    if (verify.length > 0) return { ...step({ reason: 'Verifying' }), verify };
  } else if (progress.verifying.isPartial === true) {
    const verify = itemsOf(view).filter(({ instanceId }) => verified.missingIds.has(instanceId));
    if (verify.length > 0) return { ...step({ reason: 'Verifying' }), verify };
  }
  if (verified.pendingIds.size > 0) return step({ reason: 'Verifying' });
  const over = { verifying: undefined, unwellIds: undefined };
  if (progress.wave + 1 < plan.waveSizes.length)
    return step({ wave: progress.wave + 1, reason: 'NextWave', accepted: 0, ...over });
  return step({ status: 'done', reason: 'Completed', ...over });
}

/** The members of the wave that have what is rolled out, and are well as far as is known. */
function doneIds(view: Pick<View, 'members' | 'progress' | 'states'>): readonly string[] {
  const isDone = ({ wave, instanceId }: Member) =>
    wave === view.progress.wave && view.states.get(instanceId) === 'done';
  return view.members.filter(isDone).map(({ instanceId }) => instanceId);
}

function itemsOf({
  members,
  progress,
  states,
  entries,
  plan,
  profiles,
}: Omit<View, 'verified'>): readonly OrderItem[] {
  return doneIds({ members, progress, states }).flatMap((instanceId) => {
    const entry = entries.get(instanceId);
    return entry === undefined ? [] : verifyItems(entry, plan, profiles);
  });
}

/** What the verification under way has shown. */
export function verifiedOf(known: RolloutKnowledge): Verified {
  const { progress, members, entries, plan, profiles, invocations = [], nowMs } = known;
  const { verifying } = progress;
  if (verifying === undefined) return { pendingIds: new Set(), unwellIds: new Set(), missingIds: new Set() };
  const items = members.flatMap(({ wave, instanceId }) => {
    const entry = entries.get(instanceId);
    return entry === undefined || wave !== progress.wave ? [] : verifyItems(entry, plan, profiles);
  });
  // What was not sent yet is not late.
  const sentAt = verifying.isPartial === true ? nowMs : verifying.sentAt;
  return readVerified(items, invocations, { sentAt, nowMs });
}
