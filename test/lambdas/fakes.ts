import type { SettlePorts } from '../../lambdas/follow-up/settle-commands.ts';
import type { Ports } from '../../lambdas/onboard/ports.ts';
import type { RolloutPorts } from '../../lambdas/recheck/advance-rollout.ts';
import type { TurnPorts } from '../../lambdas/recheck/verify-turn.ts';
import type { Commands, SentCommand } from '../../lambdas/shared/clients/commands/commands.ts';
import type { Clock } from '../../lambdas/shared/clients/system-clock.ts';
import type { Invocation } from '../../lambdas/shared/domain/commands/invocation.ts';
import type { Order, RefusalKind } from '../../lambdas/shared/domain/commands/order.ts';
import type { Cause } from '../../lambdas/shared/domain/diagnosis/cause.ts';
import type { Instance, ManagedInstance } from '../../lambdas/shared/domain/fleet/instance.ts';
import type { StateChange } from '../../lambdas/shared/domain/fleet/state-change.ts';
import type { RosterEntry } from '../../lambdas/shared/domain/roster/roster-entry.ts';
import type { RosterMove } from '../../lambdas/shared/domain/roster/roster-move.ts';
import type { Log } from '../../lambdas/shared/runtime/log.ts';
import type { SweepPorts } from '../../lambdas/sweep/sweep.ts';
import { aCause, aManagedInstance, anInstance, hourMs, nowMs, statesOf } from './builders.ts';
import { fakeRoster, pick } from './fake-roster.ts';

/** A clock that moves only by the test, or by a pause. */
export interface FakeClock extends Clock {
  /** The length of every pause, in milliseconds. */
  readonly pauses: number[];
  advance(milliseconds: number): void;
}

export function fakeClock(startMs = nowMs): FakeClock {
  let now = startMs;
  const pauses: number[] = [];
  return {
    pauses,
    now: () => now,
    advance: (milliseconds) => {
      now += milliseconds;
    },
    pause: async (milliseconds) => {
      pauses.push(milliseconds);
      now += milliseconds;
    },
  };
}

/** A log that keeps its lines: the level, the message and the fields. */
export interface FakeLog extends Log {
  readonly lines: {
    readonly level: string;
    readonly message: unknown;
    readonly fields: readonly unknown[];
  }[];
}

export function fakeLog(): FakeLog {
  const lines: FakeLog['lines'] = [];
  const at =
    (level: string): Log['info'] =>
    (message, ...fields) => {
      lines.push({ level, message, fields });
    };
  return { lines, info: at('info'), warn: at('warn'), error: at('error') };
}

/** When the roster of the fake account was created: a day ago. */
export const deployedAtMs = nowMs - 24 * hourMs;

/** A table without a pulse. */
const noPulse = {
  tableId: 'table-1',
  createdAtMs: deployedAtMs,
  bytes: 0,
  pulse: undefined,
  launchVersions: undefined,
  proposed: new Set<string>(),
  verifiedUntilMs: undefined,
};
const none = async () => undefined;

/** A command that the fake Systems Manager has taken. */
export interface TakenCommand extends SentCommand {
  readonly orderId: string;
  readonly document: string;
  readonly documentVersion: string;
}

/** An account in memory: what EC2 and Systems Manager show, the roster, and every command taken. */
export interface FakeAccount {
  /** The ports of every function. */
  readonly ports: Ports & SettlePorts & SweepPorts & RolloutPorts & TurnPorts;
  readonly instances: Map<string, Instance>;
  readonly managed: Map<string, ManagedInstance>;
  readonly entries: Map<string, RosterEntry>;
  readonly commands: TakenCommand[];
  /** How commands went, by command id. Systems Manager has forgotten a command that is not here. */
  readonly invocations: Map<string, readonly Invocation[]>;
  /** The commands whose results were read, call by call. */
  readonly resultReads: (readonly string[])[];
  /** The instances whose cause was asked for. The answer is always `NoInstanceProfile`. */
  readonly diagnosed: string[];
  /** The moves that were announced, call by call. */
  readonly announced: (readonly RosterMove[])[];
  /** What was put into the launch queue. */
  readonly queued: StateChange[];
  /** The ids about which Systems Manager was asked. */
  readonly looked: string[];
  /** By document: the kind of refusal that its orders get. */
  readonly refusals: Map<string, RefusalKind>;
  /** The next write for these instances gets no answer, as when DynamoDB throttles a statement. */
  readonly unanswered: Set<string>;
  readonly clock: FakeClock;
  readonly log: FakeLog;
  /** Adds running instances that Systems Manager manages. */
  start(instanceIds: readonly string[], managed?: Partial<ManagedInstance>): void;
  /** The commands that reached an instance. */
  commandsOf(instanceId: string): TakenCommand[];
}

/** A new account, empty. Its ports are plain objects, so that a test can replace one effect of one port. */
export function fakeAccount(): FakeAccount {
  const commands: TakenCommand[] = [];
  const looked: string[] = [];
  const state = {
    commands,
    looked,
    instances: new Map<string, Instance>(),
    managed: new Map<string, ManagedInstance>(),
    entries: new Map<string, RosterEntry>(),
    refusals: new Map<string, RefusalKind>(),
    unanswered: new Set<string>(),
    invocations: new Map<string, readonly Invocation[]>(),
    clock: fakeClock(),
    log: fakeLog(),
  };
  const told = fakeListeners(state);
  return {
    ...state,
    ...told,
    ports: { ...fakePorts(state), ...told.ports },
    start: (instanceIds, managed) => {
      for (const instanceId of instanceIds) {
        state.instances.set(instanceId, anInstance({ instanceId }));
        state.managed.set(instanceId, aManagedInstance({ ...managed, instanceId }));
      }
    },
    commandsOf: (instanceId) => state.commands.filter(({ instanceIds }) => instanceIds.includes(instanceId)),
  };
}

type State = Pick<
  FakeAccount,
  | 'instances'
  | 'managed'
  | 'entries'
  | 'commands'
  | 'looked'
  | 'refusals'
  | 'unanswered'
  | 'invocations'
  | 'clock'
  | 'log'
>;

/** The ports that show the account and change it. */
function fakePorts(state: State) {
  let throttledMs: number | undefined;
  return {
    instanceTags: {
      list: async () => new Map([...state.instances].map(([id, { tags }]) => [id, tags] as const)),
    },
    fleet: {
      describe: async (ids: readonly string[]) => pick(state.instances, ids),
      describeAll: async () => new Map(state.instances),
      listStates: async () => statesOf(state.instances.values()),
    },
    managedInstances: {
      describe: async (ids: readonly string[]) => {
        state.looked.push(...ids);
        return pick(state.managed, ids);
      },
      describeAll: async () => new Map(state.managed),
    },
    outside: { list: async () => new Map<string, Instance>() },
    commands: fakeCommands(state),
    roster: fakeRoster(state.entries, state.unanswered),
    rollouts: {
      take: async () => 'InHand' as const,
      find: none,
      members: async () => [],
      letGo: async () => true,
    },
    turns: { take: async () => 'InHand' as const, letGo: none },
    handOvers: { put: none, noteUntil: none },
    errandOrders: { find: none },
    launchVersions: { hold: none, release: none },
    proposedVersions: { note: async () => true },
    pulses: {
      read: async () => noPulse,
      noteThrottled: async (atMs: number) => {
        throttledMs = atMs;
      },
      throttledAtMs: async () => throttledMs,
    },
    alarms: { states: async () => new Map<string, string>() },
    clock: state.clock,
    log: state.log,
  };
}

/** The ports that only answer or record, with what they were asked and told. */
function fakeListeners({ invocations }: Pick<State, 'invocations'>) {
  const resultReads: (readonly string[])[] = [];
  const diagnosed: string[] = [];
  const announced: (readonly RosterMove[])[] = [];
  const queued: StateChange[] = [];
  const ports: Pick<FakeAccount['ports'], 'results' | 'diagnosis' | 'announcements' | 'launchQueue'> = {
    results: {
      read: async (commandIds) => {
        resultReads.push(commandIds);
        return new Map(commandIds.map((commandId) => [commandId, invocations.get(commandId) ?? []]));
      },
    },
    diagnosis: {
      causesOf: async (instances) => {
        diagnosed.push(...instances.map(({ instanceId }) => instanceId));
        return new Map(instances.map(({ instanceId }): [string, Cause] => [instanceId, aCause()]));
      },
    },
    announcements: {
      announce: async (moves) => {
        announced.push(moves);
      },
      propose: async () => undefined,
    },
    launchQueue: {
      countWaiting: async () => 0,
      send: async (stateChanges) => {
        queued.push(...stateChanges);
        return 0;
      },
    },
  };
  return { resultReads, diagnosed, announced, queued, ports };
}

function fakeCommands({ commands: taken, refusals, clock }: State): Commands {
  const take = ({ orderId, document, documentVersion, instanceIds }: Order): string => {
    const commandId = `command-${taken.length + 1}`;
    taken.push({ commandId, orderId, document, documentVersion, instanceIds, requestedAtMs: clock.now() });
    return commandId;
  };
  return {
    async send(order) {
      const kind = refusals.get(order.document);
      if (kind !== undefined) return { kind, message: `refused as ${kind}` };
      return { commandId: take(order), requestedAtMs: clock.now() };
    },
    verifications: async () => [],
    async verify(order) {
      return { commandId: take(order), requestedAtMs: clock.now() };
    },
    async find(orderId) {
      return taken.filter((command) => command.orderId === orderId);
    },
    sentWithin: async (document, { fromMs, untilMs }) =>
      taken.filter(
        (command) =>
          command.document === document && command.requestedAtMs > fromMs && command.requestedAtMs < untilMs,
      ),
    listed: async (sinceMs) => taken.filter(({ requestedAtMs }) => requestedAtMs > sinceMs),
  };
}
