import { sendInParts } from '../onboard/carry-out.ts';
import type { CommandResults } from '../shared/clients/commands/command-results.ts';
import type { Commands } from '../shared/clients/commands/commands.ts';
import type { Rollout } from '../shared/clients/rollout/rollout-item.ts';
import type { Invocation } from '../shared/domain/commands/invocation.ts';
import { groupOrders, type OrderItem } from '../shared/domain/commands/order.ts';
import type { Verifying } from '../shared/domain/rollout/rollout-state.ts';
import type { Log } from '../shared/runtime/log.ts';

/** What the verification of a wave needs from outside. */
export interface VerifyPorts {
  readonly commands: Pick<Commands, 'verify'>;
  readonly results: CommandResults;
  readonly log: Log;
}

/**
 * Has instances verified. It changes nothing on them, so it may be sent twice. Undefined when a call was throttled or
 * got no answer: then the next step sends again.
 */
export async function sendVerify(
  items: readonly OrderItem[],
  { plan, progress }: Rollout,
  { commands, log }: VerifyPorts,
  nowMs: number,
): Promise<Verifying | undefined> {
  const commandIds: string[] = [];
  let isWhole = true;
  for (const order of groupOrders(items, `${plan.rolloutId}/${progress.wave + 1}`)) {
    const { sent, refused } = await sendInParts(order, commands.verify);
    commandIds.push(...sent.map(({ commandId }) => commandId));
    for (const { kind, message, instanceIds } of refused) {
      log.warn('verification refused', { rolloutId: plan.rolloutId, kind, answer: message, instanceIds });
      isWhole &&= kind !== 'Throttled' && kind !== 'Unknown';
    }
  }
  return isWhole ? { sentAt: nowMs, commandIds } : undefined;
}

/** The invocations of a verification so far. */
export async function readInvocations(
  verifying: Verifying | undefined,
  { results }: Pick<VerifyPorts, 'results'>,
): Promise<readonly Invocation[]> {
  if (verifying === undefined) return [];
  return [...(await results.read(verifying.commandIds)).values()].flat();
}
