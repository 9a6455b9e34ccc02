import type { Member } from './member.ts';
import { stateOfMember } from './member-state.ts';
import { isOver, type RolloutProgress } from './rollout-state.ts';
import type { RolloutKnowledge } from './rollout-step.ts';

/** What a person asked for, as far as it still makes sense. */
export function obey({ progress, wish, members, entries, plan, nowMs }: RolloutKnowledge): RolloutProgress {
  if (wish === undefined || isOver(progress)) return progress;
  const isHalted = progress.status !== 'running';
  const goOn = {
    ...({ status: 'running', reason: 'TakingUp' } as const),
    verifying: undefined,
    unwellIds: undefined,
  };
  const running = { ...progress, ...goOn };
  switch (wish) {
    case 'pause':
      return isHalted ? progress : { ...progress, status: 'paused', reason: 'PausedByPerson' };
    case 'abort':
      return { ...progress, status: 'aborted', reason: 'AbortedByPerson' };
    case 'retry':
      return { ...running, retriedAt: nowMs };
    case 'resume': {
      if (!isHalted) return progress;
      const unwellIds = new Set(progress.unwellIds);
      const isFailed = (member: Member) =>
        member.wave === progress.wave &&
        stateOfMember(entries.get(member.instanceId), { plan, progress, unwellIds, nowMs }) === 'failed';
      return { ...running, accepted: Math.max(progress.accepted, members.filter(isFailed).length) };
    }
  }
}
