import type { Invocation } from '../../lambdas/shared/domain/commands/invocation.ts';
import type { Order, OrderItem } from '../../lambdas/shared/domain/commands/order.ts';
import type { Cause } from '../../lambdas/shared/domain/diagnosis/cause.ts';
import type { Instance, InstanceState, ManagedInstance } from '../../lambdas/shared/domain/fleet/instance.ts';
import type { AgentDocuments, Profile } from '../../lambdas/shared/domain/fleet/profile.ts';
import type { StateChange } from '../../lambdas/shared/domain/fleet/state-change.ts';
import type { OnboardingSettings } from '../../lambdas/shared/domain/onboarding-settings.ts';
import type { AgentState } from '../../lambdas/shared/domain/roster/agent-state.ts';
import type { LookTimes } from '../../lambdas/shared/domain/roster/due.ts';
import {
  type EntryOf,
  type RosterEntry,
  type RosterStatus,
  readEntry,
} from '../../lambdas/shared/domain/roster/roster-entry.ts';
import type { RosterMove } from '../../lambdas/shared/domain/roster/roster-move.ts';
import type { VerificationSettings } from '../../lambdas/shared/domain/verification/verification-settings.ts';
import type { SweepSettings } from '../../lambdas/sweep/census.ts';
import type { DeployedVersions } from '../../lambdas/sweep/sweep.ts';

/** The present time in the tests, in epoch milliseconds. */
export const nowMs = Date.UTC(2026, 10, 21, 12);

export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;

/** A well-formed instance id for a small number. */
/** The id of a node outside EC2. */
export function nodeIdOf(number: number): string {
  return `m${idOf(number)}`;
}

export function idOf(number: number): string {
  return `i-${number.toString(16).padStart(17, '0')}`;
}

/** The ids 1 to `count`. */
export function idsTo(count: number): string[] {
  return Array.from({ length: count }, (_, index) => idOf(index + 1));
}

/** The `running` event of instance 1, five minutes old. */
export function aStateChange(fields: Partial<StateChange> = {}): StateChange {
  const instanceId = fields.instanceId ?? idOf(1);
  return {
    instanceId,
    state: 'running',
    atMs: nowMs - 5 * minuteMs,
    ...fields,
  };
}

/** A certain cause for which all was looked at: no instance profile, unless told otherwise. */
export function aCause(fields: Partial<Cause> = {}): Cause {
  return { code: 'NoInstanceProfile', certainty: 'certain', notLookedAt: [], ...fields };
}

/** Instance 1, which has been running for five minutes and belongs to nobody else. */
export function anInstance(fields: Partial<Instance> = {}): Instance {
  return { instanceId: idOf(1), state: 'running', launchedAtMs: nowMs - 5 * minuteMs, tags: {}, ...fields };
}

/** Instance 1 as Systems Manager sees it: an Amazon Linux that answers. */
export function aManagedInstance(fields: Partial<ManagedInstance> = {}): ManagedInstance {
  return {
    instanceId: idOf(1),
    isOnline: true,
    platformType: 'Linux',
    platformName: 'Amazon Linux',
    ...fields,
  };
}

type Others<S extends RosterStatus> = Omit<EntryOf<S>, 'status'>;

/** Any fields that an entry may have, in whatever status. */
export type EntryFields = { readonly status?: RosterStatus } & Partial<
  Others<'waiting'> &
    Others<'claimed'> &
    Others<'commanded'> &
    Others<'onboarded'> &
    Others<'failed'> &
    Others<'unmanaged'> &
    Others<'gone'>
>;

/**
 * The fields that an entry in a status must have and a test does not care about. Nothing is due, and leases
 * have ended.
 */
const usual: Readonly<Record<RosterStatus, EntryFields>> = {
  waiting: { reason: 'NotRegistered', waitingSince: nowMs - 2 * minuteMs, dueAt: nowMs + minuteMs },
  claimed: { reason: 'CommandClaimed', orderId: 'request-0.1', leaseUntil: nowMs, dueAt: nowMs + minuteMs },
  commanded: {
    reason: 'CommandSent',
    orderId: 'request-0.1',
    commandId: 'command-1',
    dueAt: nowMs + 28 * minuteMs,
  },
  onboarded: { reason: 'Onboarded', onboardedAt: nowMs - minuteMs },
  failed: { reason: 'ScriptFailed' },
  unmanaged: { reason: 'AgentSilent', waitingSince: nowMs - 2 * hourMs, dueAt: nowMs + hourMs },
  excluded: { reason: 'ExcludedByTag' },
  gone: { reason: 'Terminated' },
};

/** Instance 1 in the roster: waiting since its launch five minutes ago, or in another status. */
export function anEntry(fields: EntryFields = {}): RosterEntry {
  const { status = 'waiting' } = fields;
  const entry = readEntry({
    instanceId: idOf(1),
    status,
    reason: '',
    source: 'standalone',
    revision: 1,
    firstSeenAt: nowMs - 5 * minuteMs,
    launchedAt: nowMs - 5 * minuteMs,
    changedAt: nowMs - 2 * minuteMs,
    ...usual[status],
    ...fields,
  });
  if (entry === undefined) throw new Error(`no entry is like ${JSON.stringify(fields)}`);
  return entry;
}

/** Instance 1 in the roster: claimed for order 1 of an earlier call, and the lease has ended. */
export function aClaim(fields: EntryFields = {}): EntryOf<'claimed'> {
  const entry = anEntry({ revision: 2, ...fields, status: 'claimed' });
  if (entry.status !== 'claimed') throw new Error('a claim is a claim');
  return entry;
}

/** An EMR profile with its own Linux document, and a default one for Linux and Windows. None is for macOS. */
export const profiles: readonly Profile[] = [
  {
    name: 'emr',
    tags: { 'aws:elasticmapreduce:job-flow-id': '*' },
    documents: { Linux: { document: 'Muster-Emr', parameters: { Mode: ['careful'] } } },
  },
  {
    name: 'default',
    tags: {},
    documents: {
      Linux: { document: 'Muster-Linux', parameters: { Version: ['1.2.3'] } },
      Windows: { document: 'Muster-Windows', parameters: {} },
    },
  },
];

/** Agents with a document for Linux each. One of them is for Windows too. */
export const agentDocuments: AgentDocuments = {
  falcon: { Linux: 'Muster-Falcon', Windows: 'Muster-Falcon-Windows' },
  cloudwatch: { Linux: 'Muster-CloudWatch' },
  datadog: { Linux: 'Muster-Datadog' },
};

/** A profile that matches every instance and names agents. */
export function agentProfile(...agents: string[]): Profile {
  return { name: 'agents', tags: {}, agents };
}

/** Where an agent stands on instance 1, since its present start. */
export function anAgent(
  agent: string,
  status: AgentState['status'],
  fields: Partial<AgentState> = {},
): AgentState {
  const reasons = {
    waiting: 'NextAgent',
    onboarded: 'Onboarded',
    failed: 'ScriptFailed',
    excluded: 'UnsupportedPlatform',
  };
  const { launchedAt } = anEntry();
  return { agent, status, reason: reasons[status], changedAt: nowMs - minuteMs, launchedAt, ...fields };
}

/** Every 5 minutes in the first half hour, then every 15, up to two hours: the defaults. */
export const lookTimes: LookTimes = {
  earlySeconds: 1800,
  lateStepSeconds: 900,
  horizonSeconds: 7200,
};

/** Settings with the profiles above; `muster:exclude` set to anything excludes an instance. */
export function someSettings(fields: Partial<OnboardingSettings> = {}): OnboardingSettings {
  return {
    profiles,
    agents: agentDocuments,
    exclusions: [
      { key: 'muster:exclude', value: '*' },
      { key: 'Name', value: 'Packer Builder', isOfImage: true },
    ],
    documentVersions: { 'Muster-Linux': '7', 'Muster-Windows': '3', 'Muster-Falcon': '2' },
    floors: {},
    configuration: 'digest-1',
    closedEntryDays: 30,
    claimLeaseSeconds: 300,
    lookTimes,
    attemptsMax: 3,
    outside: null,
    ...fields,
  };
}

/** The settings of the sweep, of the same configuration. */
export function someSweepSettings(fields: Partial<SweepSettings> = {}): SweepSettings & DeployedVersions {
  const { profiles: rules, exclusions, configuration, documentVersions } = someSettings();
  return {
    missingAfterSeconds: 1800,
    profiles: rules,
    exclusions,
    configuration,
    documentVersions,
    verifyEvery: 'never',
    outside: null,
    ...fields,
  };
}

/** Nothing is verified, unless told otherwise. */
export function someVerification(fields: Partial<VerificationSettings> = {}): VerificationSettings {
  return { every: 'never', onDrift: 'tell', documents: ['Muster-Linux', 'Muster-Falcon'], ...fields };
}

/** Instance 1 in the roster: it got command 1 two minutes ago, and its result is due in 28. */
export function aCommanded(fields: EntryFields = {}): RosterEntry {
  return anEntry({ revision: 2, status: 'commanded', ...fields });
}

/** How a command went on instance 1: it succeeded. */
export function anInvocation(fields: Partial<Invocation> = {}): Invocation {
  return { instanceId: idOf(1), statusDetails: 'Success', step: 'install', exitCode: 0, ...fields };
}

/** What moves write, in short: status and reason of each. */
export function shown(moves: readonly RosterMove[]): string[] {
  return moves.map(({ to }) => `${to.status} ${to.reason}`);
}

/** What instance 1 is to get: the Linux document. */
export function anOrderItem(fields: Partial<OrderItem> = {}): OrderItem {
  return {
    instanceId: idOf(1),
    document: 'Muster-Linux',
    documentVersion: '7',
    parameters: { Version: ['1.2.3'] },
    ...fields,
  };
}

/** An order of the Linux document for the given instances. */
export function anOrder(instanceIds: readonly string[], fields: Partial<Order> = {}): Order {
  const { document, documentVersion, parameters } = anOrderItem();
  return { orderId: 'request-1.1', document, documentVersion, parameters, instanceIds, ...fields };
}

/** The items by their instance id. */
export function byId<T extends { readonly instanceId: string }>(items: readonly T[]): Map<string, T> {
  return new Map(items.map((item) => [item.instanceId, item]));
}

/** The states of the instances by their id. */
export function statesOf(instances: Iterable<Instance>): Map<string, InstanceState> {
  return new Map([...instances].map(({ instanceId, state }) => [instanceId, state]));
}
