import { EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { chunk } from '../../domain/commands/order.ts';
import { namesSeparator } from '../../domain/diagnosis/cause.ts';
import type { Proposal } from '../../domain/rollout/proposal.ts';
import type { AgentState } from '../../domain/roster/agent-state.ts';
import { driftsOf } from '../../domain/roster/drift.ts';
import { type Errand, errandOf } from '../../domain/roster/errand.ts';
import type { EntryOf, RosterEntry } from '../../domain/roster/roster-entry.ts';
import type { RosterMove } from '../../domain/roster/roster-move.ts';
import {
  driftedDetailType,
  eventDetailTypes,
  eventSource,
  rolloutProposedDetailType,
} from '../../runtime/contract.ts';
import type { Log } from '../../runtime/log.ts';
import { connect } from '../connect.ts';
import { callsAtOnce, mapConcurrently } from '../map-concurrently.ts';

/** Tells others, through EventBridge, when an entry comes to rest, and when a roll-out is due. */
export interface Announcements {
  /**
   * Puts one event for each move into `onboarded`, `failed` or `unmanaged`, and one for each new cause of an
   * unmanaged entry, and one for what a verification found. If EventBridge does not take an event, it is logged and lost. The roster is the record;
   * events only tell about it.
   */
  announce(moves: readonly RosterMove[]): Promise<void>;
  /** Puts one event for each new version that instances lack. */
  propose(proposals: readonly Proposal[]): Promise<void>;
}

/** `PutEvents` takes at most 10 events a call (EventBridge API reference). */
const eventsPerCallMax = 10;

/** Sends events to the default event bus. */
export function createAnnouncements(log: Log, client = connect(EventBridgeClient)): Announcements {
  const put = async (events: readonly PutEventsRequestEntry[]) => {
    await mapConcurrently(chunk(events, eventsPerCallMax), callsAtOnce, async (some) => {
      try {
        const { FailedEntryCount = 0 } = await client.send(new PutEventsCommand({ Entries: some }));
        if (FailedEntryCount > 0) log.warn('events refused', { count: FailedEntryCount });
      } catch (error) {
        log.warn('events refused', { count: some.length, answer: String(error) });
      }
    });
  };
  return {
    announce: (moves) => put(moves.flatMap(toEvent)),
    propose: (proposals) => put(proposals.map(toProposal)),
  };
}

function toProposal({ document, documentVersion, behind }: Proposal): PutEventsRequestEntry {
  const detail = { document, 'document-version': documentVersion, 'instances-behind': behind };
  return { Source: eventSource, DetailType: rolloutProposedDetailType, Detail: JSON.stringify(detail) };
}

/** The statuses in which an entry rests, each of which has an event. */
type Rest = EntryOf<keyof typeof eventDetailTypes>;

function toEvent({ from, to }: RosterMove): PutEventsRequestEntry[] {
  if (to.reason === 'Drifted' && (to.status === 'onboarded' || to.status === 'waiting'))
    return from?.reason === to.reason && from.drift === to.drift ? [] : [toDrifted(to)];
  if (to.status !== 'onboarded' && to.status !== 'failed' && to.status !== 'unmanaged') return [];
  if (from !== undefined && isSameRest(from, to)) return [];
  const Detail = JSON.stringify(describe(to));
  return [{ Source: eventSource, DetailType: eventDetailTypes[to.status], Detail }];
}

function toDrifted(entry: EntryOf<'onboarded' | 'waiting'>): PutEventsRequestEntry {
  const { instanceId, status, reason, source, platform, profile } = entry;
  const drifts = driftsOf(entry).map(({ document, status: standing, reason: found, sinceMs }) => ({
    ...{ document, status: standing, reason: found },
    since: new Date(sinceMs).toISOString(),
  }));
  const detail = { 'instance-id': instanceId, status, reason, source, platform, profile, drifts };
  return { Source: eventSource, DetailType: driftedDetailType, Detail: JSON.stringify(detail) };
}

function isSameRest(from: RosterEntry, to: Rest): boolean {
  if (from.status !== to.status || from.reason !== to.reason) return false;
  return causeDetailOf(from) === causeDetailOf(to);
}

function causeDetailOf(entry: RosterEntry): string | undefined {
  return entry.status === 'unmanaged' ? entry.causeDetail : undefined;
}

/** The detail of an event. docs/events.md describes it; fields are added, never renamed. */
function describe(entry: Rest) {
  const ended = entry.status === 'unmanaged' ? undefined : entry;
  return {
    'instance-id': entry.instanceId,
    status: entry.status,
    reason: entry.reason,
    'cause-detail': causeDetailOf(entry),
    'cause-certainty': entry.status === 'unmanaged' ? entry.causeCertainty : undefined,
    'not-looked-at': entry.status === 'unmanaged' ? entry.notLookedAt?.split(namesSeparator) : undefined,
    source: entry.source,
    platform: entry.platform,
    profile: entry.profile,
    agent: entry.agent,
    agents: entry.agents?.map(describeAgent),
    document: entry.document,
    'document-version': entry.documentVersion,
    'command-id': ended?.commandId,
    'status-details': ended?.statusDetails,
    step: ended?.step,
    'exit-code': ended?.exitCode,
    attempts: entry.status === 'failed' ? entry.attempts : undefined,
    errand: isOfErrand(entry) ? describeErrand(errandOf(entry)) : undefined,
  };
}

/** True for an event that tells how an errand has ended. Later ones leave it out. */
function isOfErrand({ reason }: Rest): boolean {
  return reason === 'ErrandDone' || reason === 'ErrandFailed';
}

function describeErrand(errand: Errand | undefined) {
  if (errand === undefined) return undefined;
  const { rolloutId, document, documentVersion, status, reason } = errand;
  return { 'rollout-id': rolloutId, document, 'document-version': documentVersion, status, reason };
}

/** Where an agent of the profile stands, in the words of an event. */
function describeAgent(state: AgentState) {
  return {
    agent: state.agent,
    status: state.status,
    reason: state.reason,
    document: state.document,
    'document-version': state.documentVersion,
    'command-id': state.commandId,
    'exit-code': state.exitCode,
  };
}
