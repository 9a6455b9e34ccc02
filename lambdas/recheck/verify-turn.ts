import { sendInParts } from '../onboard/carry-out.ts';
import type { CommandResults } from '../shared/clients/commands/command-results.ts';
import type { Commands } from '../shared/clients/commands/commands.ts';
import type { ManagedInstances } from '../shared/clients/fleet/managed-instances.ts';
import type { Announcements } from '../shared/clients/roster/announcements.ts';
import type { PulseStore } from '../shared/clients/roster/pulse-client.ts';
import type { Roster } from '../shared/clients/roster/roster-client.ts';
import type { Clock } from '../shared/clients/system-clock.ts';
import type { TurnStore } from '../shared/clients/verification/turn-store.ts';
import type { Invocation } from '../shared/domain/commands/invocation.ts';
import { groupOrders, type OrderItem } from '../shared/domain/commands/order.ts';
import type { OnboardingSettings } from '../shared/domain/onboarding-settings.ts';
import type { Traffic } from '../shared/domain/rollout/rollout-step.ts';
import type { RosterEntry } from '../shared/domain/roster/roster-entry.ts';
import type { RosterMove } from '../shared/domain/roster/roster-move.ts';
import {
  isTurnOver,
  type SentVerification,
  type Turn,
  turnAgeMsMax,
} from '../shared/domain/verification/turn.ts';
import { verificationItems } from '../shared/domain/verification/verification-items.ts';
import type { VerificationSettings } from '../shared/domain/verification/verification-settings.ts';
import type { Log } from '../shared/runtime/log.ts';
import { lateIdsOf, planForgotten, planTurn } from './plan-turn.ts';

/** What a step of a turn needs from outside. */
export interface TurnPorts {
  readonly turns: TurnStore;
  readonly roster: Pick<Roster, 'read' | 'move'>;
  readonly managedInstances: ManagedInstances;
  readonly commands: Pick<Commands, 'verify' | 'verifications'>;
  readonly results: CommandResults;
  readonly announcements: Announcements;
  readonly pulses: Pick<PulseStore, 'noteThrottled'>;
  readonly clock: Clock;
  readonly log: Log;
}

/** What a step is taken under. */
export interface TurnOptions {
  readonly traffic: Traffic;
  readonly leaseMs: number;
  readonly settings: Pick<OnboardingSettings, 'profiles' | 'documentVersions'>;
  readonly verification: VerificationSettings;
}

/** What a step did. */
export interface TurnStep {
  readonly written: readonly RosterMove[];
  readonly verified: number;
  readonly unanswered: number;
}

const nothing: TurnStep = { written: [], verified: 0, unanswered: 0 };

/**
 * Takes the next step of a turn: reads the answers so far, and sends what is still to be sent. Launches and roll-outs go
 * first. One call at a time has a turn in hand. A call that dies may have sent a verification that nobody reads: it is sent
 * again, and changes nothing. It may be called late or twice.
 */
export async function verifyTurn(turnId: string, ports: TurnPorts, options: TurnOptions): Promise<TurnStep> {
  const { turns, roster, clock, log } = ports;
  const taken = await turns.take(turnId, clock.now(), clock.now() + options.leaseMs);
  if (taken === 'Unreadable') log.error('turn unreadable', { turnId });
  if (taken === 'Unreadable' || taken === 'InHand') return nothing;
  const { openIds, sent } = taken.turn;
  const ids = [...new Set([...openIds, ...sent.flatMap(({ instanceIds }) => instanceIds)])];
  const entries = await roster.read(ids);
  const { turn: unread, ...step } = await settle(taken.turn, entries, ports, options);
  const turn = await sendOpen(unread, entries, ports, options);
  await turns.letGo(taken, turn, isTurnOver(turn) ? undefined : nextLookMs(turn, clock.now()));
  return step;
}

/** Reads the answers, and moves the entries that they say something new of. */
async function settle(
  turn: Turn,
  entries: ReadonlyMap<string, RosterEntry>,
  ports: TurnPorts,
  { settings, verification }: TurnOptions,
): Promise<TurnStep & { readonly turn: Turn }> {
  if (turn.sent.length === 0) return { ...nothing, turn };
  const { roster, managedInstances, announcements, clock, log } = ports;
  const invocations = await readInvocations(turn.sent, ports);
  const nowMs = clock.now();
  const lateIds = lateIdsOf(turn, { invocations, nowMs });
  const late = lateIds.length === 0 ? new Map() : await managedInstances.describe(lateIds);
  const onlineIds = new Set(lateIds.filter((instanceId) => late.get(instanceId)?.isOnline === true));
  const plan = planTurn({ turn, entries, invocations, onlineIds, settings, verification, nowMs });
  const { written } = await roster.move(plan.moves);
  await announcements.announce(written);
  const { unanswered, verifiedIds } = plan;
  log.info('verified', { turnId: turn.turnId, instances: verifiedIds.length, moved: written.length });
  if (unanswered.size > 0)
    log.warn('verifications unanswered', { instances: Object.fromEntries(unanswered) });
  return { written, verified: verifiedIds.length, unanswered: unanswered.size, turn: plan.turn };
}

/** Sends to those that answer. Who does not is told in the log alone, and is verified the next day. */
async function sendOpen(
  turn: Turn,
  entries: ReadonlyMap<string, RosterEntry>,
  ports: TurnPorts,
  { traffic, settings, verification }: TurnOptions,
): Promise<Turn> {
  const { roster, managedInstances, clock, log } = ports;
  const { turnId, openIds, handedOverMs } = turn;
  if (openIds.length === 0) return turn;
  if (clock.now() - handedOverMs > turnAgeMsMax) {
    log.warn('verifications left out', { turnId, instances: openIds.length });
    return { ...turn, openIds: [] };
  }
  if (traffic.isBehind || traffic.isLate) return turn;
  const open = openIds.flatMap((instanceId) => entries.get(instanceId) ?? []);
  await roster.move(planForgotten(open, { settings, verification, nowMs: clock.now() }));
  const items = open.flatMap((entry) => verificationItems(entry, verification, settings));
  const asked = [...new Set(items.map(({ instanceId }) => instanceId))];
  const managed = asked.length === 0 ? new Map() : await managedInstances.describe(asked);
  const silentIds = asked.filter((instanceId) => managed.get(instanceId)?.isOnline !== true);
  if (silentIds.length > 0) log.warn('verifications unanswered', { turnId, offline: silentIds });
  const reached = items.filter(({ instanceId }) => !silentIds.includes(instanceId));
  return sendItems({ ...turn, openIds: [] }, reached, ports);
}

async function sendItems(
  turn: Turn,
  items: readonly OrderItem[],
  { commands, pulses, clock, log }: TurnPorts,
): Promise<Turn> {
  const { turnId } = turn;
  const sent: SentVerification[] = [...turn.sent];
  const orders = groupOrders(items, turnId);
  for (const [index, order] of orders.entries()) {
    const sentAtMs = clock.now();
    const result = await sendInParts(order, commands.verify);
    const { document } = order;
    sent.push(
      ...result.sent.map(({ commandId, instanceIds }) => ({ commandId, document, sentAtMs, instanceIds })),
    );
    for (const { kind, message, instanceIds } of result.refused)
      log.warn('verification refused', { turnId, kind, answer: message, instanceIds });
    const openIds = result.refused
      .filter(({ kind }) => kind === 'Throttled' || kind === 'Unknown')
      .flatMap(({ instanceIds }) => instanceIds);
    if (openIds.length === 0) continue;
    if (result.refused.some(({ kind }) => kind === 'Throttled')) await pulses.noteThrottled(clock.now());
    // An instance of several documents is verified as a whole, once more.
    const later = orders.slice(index + 1).flatMap(({ instanceIds }) => instanceIds);
    return { ...turn, sent, openIds: [...new Set([...openIds, ...later])] };
  }
  return { ...turn, sent };
}

/** The first look at answers, and how often they are looked at after that: with every recheck. */
const firstLookMs = 4 * 60_000;

function nextLookMs({ openIds, sent }: Turn, nowMs: number): number {
  if (openIds.length > 0) return nowMs + 1;
  const latestMs = Math.max(...sent.map(({ sentAtMs }) => sentAtMs));
  return Math.max(nowMs + 1, latestMs + firstLookMs);
}

/** Commands of so long before are listed too: the clock of Systems Manager may be behind. */
const clockSlackMs = 5 * 60_000;

/**
 * The invocations by command. A command whose instances all succeeded, or that goes on everywhere, is told from the list of
 * commands alone. The others, and those that are not listed, are read.
 */
async function readInvocations(
  sent: readonly SentVerification[],
  { commands, results }: Pick<TurnPorts, 'commands' | 'results'>,
): Promise<ReadonlyMap<string, readonly Invocation[]>> {
  const sinceMs = Math.min(...sent.map(({ sentAtMs }) => sentAtMs)) - clockSlackMs;
  const listed = new Map((await commands.verifications(sinceMs)).map((one) => [one.commandId, one]));
  const found = new Map<string, readonly Invocation[]>();
  for (const { commandId, instanceIds } of sent) {
    const status = listed.get(commandId)?.status;
    if (status === undefined || !toldByList.includes(status)) continue;
    found.set(
      commandId,
      instanceIds.map((instanceId) => ({ instanceId, statusDetails: status })),
    );
  }
  const otherIds = sent.map(({ commandId }) => commandId).filter((commandId) => !found.has(commandId));
  const read = otherIds.length === 0 ? new Map() : await results.read(otherIds);
  return new Map([...found, ...read]);
}

/** The states of a command that are the states of all of its instances. */
const toldByList: readonly string[] = ['Success', 'Pending'];
