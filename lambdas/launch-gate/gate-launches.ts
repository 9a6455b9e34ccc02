import { callsAtOnce, mapConcurrently } from '../shared/clients/map-concurrently.ts';
import type { Roster } from '../shared/clients/roster/roster-client.ts';
import type { Clock } from '../shared/clients/system-clock.ts';
import type { RosterEntry } from '../shared/domain/roster/roster-entry.ts';
import type { Log } from '../shared/runtime/log.ts';
import type { Hold } from './hold.ts';
import type { HoldQueue, NextLook } from './hold-queue-client.ts';
import type { LaunchGateSettings } from './launch-gate-settings.ts';
import type { Answer, Lifecycle } from './lifecycle-client.ts';
import { type GateStep, hasTimedOut, planGate } from './plan-gate.ts';

/** What the gate needs from outside. */
export interface GatePorts {
  readonly roster: Pick<Roster, 'read'>;
  readonly lifecycle: Lifecycle;
  readonly queue: HoldQueue;
  readonly clock: Clock;
  readonly log: Log;
}

/** What became of holds. `retry` holds those that must be delivered again. */
export interface Gated {
  /** Waits that ended because the instance is ready, or gone. */
  readonly ready: number;
  /** Waits that ended although the instance is not ready: by the setting of the group, or by the hook's own time-out. */
  readonly unready: number;
  readonly retry: readonly Hold[];
}

/** What became of one hold. */
type End = 'ready' | 'unready' | 'over' | 'retry' | NextLook;

/**
 * Looks at each held instance once. Who waits on is sent to the queue again, to come back at its next look; so a wait
 * uses up none of the deliveries that the queue allows for failures. One bad hold keeps no other back.
 * @throws when the roster does not answer.
 */
export async function gateLaunches(
  holds: readonly Hold[],
  settings: LaunchGateSettings,
  ports: GatePorts,
): Promise<Gated> {
  // At-least-once delivery makes copies. One of a batch stands for all.
  const single = [...new Map(holds.map((hold) => [hold.token, hold])).values()];
  const entries = await ports.roster.read([...new Set(single.map(({ instanceId }) => instanceId))]);
  const ends = await mapConcurrently(single, callsAtOnce, async (hold) => {
    const end = await endOf(hold, entries.get(hold.instanceId), settings, ports);
    return { hold, end };
  });
  const looks = ends.flatMap(({ end }) => (typeof end === 'object' ? [end] : []));
  const unsent = await sendLooks(looks, ports);
  const count = (kind: End) => ends.filter(({ end }) => end === kind).length;
  const failed = ends.filter(({ end }) => end === 'retry').map(({ hold }) => hold.token);
  const again = new Set([...failed, ...unsent.map(({ token }) => token)]);
  return {
    ready: count('ready'),
    unready: count('unready'),
    retry: single.filter(({ token }) => again.has(token)),
  };
}

async function endOf(
  hold: Hold,
  entry: RosterEntry | undefined,
  settings: LaunchGateSettings,
  ports: GatePorts,
): Promise<End> {
  const { gates, lookSeconds } = settings;
  const { groupName } = hold;
  const gate = Object.hasOwn(gates, groupName) ? gates[groupName] : undefined;
  const step = planGate(hold, entry, gate, { now: ports.clock.now(), lookSeconds });
  try {
    const { end, answer } = await carryOut(step, hold, ports);
    const isReady = step.kind === 'complete' && step.isReady;
    const isLost =
      answer.isOver && !isReady && gate !== undefined && hasTimedOut(hold, gate, ports.clock.now());
    tell({ hold, entry, step, answer, isLost }, ports.log);
    if (isLost) return 'unready';
    return answer.isOver ? 'over' : end;
  } catch (error) {
    ports.log.warn('hold failed', { ...told(hold), error: String(error) });
    return 'retry';
  }
}

const done: Answer = { isOver: false };

async function carryOut(
  step: GateStep,
  hold: Hold,
  { lifecycle, clock }: GatePorts,
): Promise<{ end: End; answer: Answer }> {
  if (step.kind === 'drop') return { end: 'over', answer: done };
  if (step.kind === 'complete') {
    const answer = await lifecycle.complete(hold, step.result);
    return { end: step.isReady ? 'ready' : 'unready', answer };
  }
  const now = clock.now();
  const answer = step.isHeartbeatDue ? await lifecycle.heartbeat(hold) : done;
  const next = step.isHeartbeatDue ? { ...hold, heartbeatAt: now } : hold;
  const delaySeconds = Math.max(1, Math.ceil((step.lookAt - now) / 1000));
  return { end: { hold: next, delaySeconds }, answer };
}

/** The holds that could not be sent. They come back as they were. */
async function sendLooks(looks: readonly NextLook[], { queue, log }: GatePorts): Promise<readonly Hold[]> {
  if (looks.length === 0) return [];
  try {
    return await queue.send(looks);
  } catch (error) {
    log.warn('holds not sent', { count: looks.length, error: String(error) });
    return looks.map(({ hold }) => hold);
  }
}

interface Told {
  readonly hold: Hold;
  readonly entry: RosterEntry | undefined;
  readonly step: GateStep;
  readonly answer: Answer;
  readonly isLost: boolean;
}

function tell({ hold, entry, step, answer, isLost }: Told, log: Log): void {
  const facts = { ...told(hold), status: entry?.status ?? 'none', ...step };
  if (isLost) log.warn('hook timed out', { ...facts, ...answer });
  else if (answer.isOver) log.info('hold was over', { ...facts, ...answer });
  else if (step.kind === 'complete' && !step.isReady) log.warn('launch not ready', facts);
  else log.info('launch looked at', facts);
}

function told({ instanceId, groupName, token, origin, destination }: Hold) {
  return { instanceId, groupName, token, origin, destination };
}
