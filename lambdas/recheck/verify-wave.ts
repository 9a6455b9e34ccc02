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
  readonly commands: Pick<Commands, 'verify' | 'verifications'>;
  readonly results: CommandResults;
  readonly log: Log;
}

/**
 * Has instances verified. It changes nothing on them, so it may be sent twice. When a call is throttled or gets no answer,
 * the rest is for the next step.
 */
export async function sendVerify(
  items: readonly OrderItem[],
  { plan, progress }: Rollout,
  { commands, log }: VerifyPorts,
  nowMs: number,
): Promise<Verifying> {
  const { beganAt = nowMs, commandIds: earlier = [] } = progress.verifying ?? {};
  const commandIds = [...earlier];
  let isWhole = true;
  for (const order of groupOrders(items, `${plan.rolloutId}/${progress.wave + 1}`)) {
    const { sent, refused } = await sendInParts(order, commands.verify);
    commandIds.push(...sent.map(({ commandId }) => commandId));
    for (const { kind, message, instanceIds } of refused) {
      log.warn('verification refused', { rolloutId: plan.rolloutId, kind, answer: message, instanceIds });
      isWhole &&= kind !== 'Throttled' && kind !== 'Unknown';
    }
    if (!isWhole) break;
  }
  return { beganAt, sentAt: nowMs, commandIds, ...(isWhole ? {} : { isPartial: true }) };
}

/** Commands of so long before are listed too: the clock of Systems Manager may be behind. */
const clockSlackMs = 5 * 60_000;

/**
 * The invocations of a verification so far. A command whose instances all succeeded, or that goes on, is told from the
 * list of commands alone. The others, and those that are not listed yet, are read.
 */
export async function readInvocations(
  verifying: Verifying | undefined,
  { commands, results }: Pick<VerifyPorts, 'commands' | 'results'>,
): Promise<readonly Invocation[]> {
  if (verifying === undefined || verifying.commandIds.length === 0) return [];
  const listed = await commands.verifications(verifying.beganAt - clockSlackMs);
  const told = listed.filter(
    ({ commandId, status }) => verifying.commandIds.includes(commandId) && toldByList.includes(status),
  );
  const toldIds = told.map(({ commandId }) => commandId);
  const others = verifying.commandIds.filter((commandId) => !toldIds.includes(commandId));
  const read = others.length === 0 ? [] : [...(await results.read(others)).values()].flat();
  const invocations = told.flatMap(({ instanceIds, status }) =>
    instanceIds.map((instanceId) => ({ instanceId, statusDetails: status })),
  );
  return [...invocations, ...read];
}

/** The states of a command that are the states of all of its instances, as far as the roll-out must know. */
const toldByList: readonly string[] = ['Success', 'Pending', 'InProgress'];
