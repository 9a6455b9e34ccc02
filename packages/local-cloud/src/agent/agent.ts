import type { Random } from '../core/random.ts';
import type { MachineSpec, UnmanagedCause } from './instance-spec.ts';

/** The agent's health ping: every 5 minutes (amazon-ssm-agent, appconfig/constants.go). */
const PING_PERIOD_MS = 300_000;
/** An agent counts as lost this long after its last ping: two missed pings. No source gives the figure: assumed. */
const CONNECTION_LOST_AFTER_MS = 2 * PING_PERIOD_MS;
/** From `running` to the first ping, in seconds. Windows starts its agent only after the boot tasks: assumed. */
const BOOT_SECONDS = { Linux: [15, 90], MacOS: [60, 180], Windows: [120, 300] } as const;
/** Minutes between attempts of an agent without credentials (amazon-ssm-agent, credentialrefresher). */
const NO_CREDENTIALS_RETRY_MINUTES = [25, 30] as const;
/** Minutes between attempts of an agent that reaches no endpoint. The last value repeats (the same file). */
const NO_NETWORK_RETRY_MINUTES = [5, 10, 20, 40, 60] as const;

/**
 * The agent on one instance, as Systems Manager sees it.
 *
 * Pings have no appointments: the last ping is computed from the clock. The agent is up from its first ping after a
 * boot until the instance leaves `running` or the agent falls silent.
 */
export class Agent {
  /** The first ping ever. In the future while the agent boots; Infinity if none is due. */
  registeredAtMs = Number.POSITIVE_INFINITY;
  /** The first ping since the last boot, or Infinity if the agent is not running and none is due. */
  upFromMs = Number.POSITIVE_INFINITY;
  /** When the agent falls silent after the last boot. */
  upUntilMs = Number.POSITIVE_INFINITY;
  /** Until when the agent takes no order after the last boot. */
  busyUntilMs = 0;
  #bootedMs = 0;
  /** Whether it falls silent because what it signs with comes to an end. */
  #isLosing = false;
  /** The last ping before the last boot. */
  #earlierPingMs: number | undefined;
  #pingOffsetMs = 0;

  /**
   * Called when the instance reaches `running`. `firstRunningMs` is when it did so for the first time. Decides when the
   * agent sends its first ping.
   */
  boot(spec: MachineSpec, times: { runningMs: number; firstRunningMs: number }, random: Random): void {
    const delayMs = this.#startDelayMs(spec, times, random);
    this.#bootedMs = times.runningMs;
    this.upFromMs = times.runningMs + delayMs;
    const silentAfterSeconds = spec.lifecycle?.agentSilentAfterSeconds;
    this.upUntilMs =
      silentAfterSeconds === undefined
        ? Number.POSITIVE_INFINITY
        : Math.max(this.upFromMs, times.runningMs + silentAfterSeconds * 1000);
    this.busyUntilMs = times.runningMs + (spec.lifecycle?.agentBusyForSeconds ?? 0) * 1000;
    this.#pingOffsetMs = random.integer(1, PING_PERIOD_MS);
    this.registeredAtMs = Math.min(this.registeredAtMs, this.upFromMs);
  }

  /** Called when the instance leaves `running`. The agent stops. A first ping that is still due never comes. */
  halt(nowMs: number): void {
    this.#earlierPingMs = this.lastPingMs(nowMs);
    if (this.registeredAtMs > nowMs) this.registeredAtMs = Number.POSITIVE_INFINITY;
    this.upFromMs = Number.POSITIVE_INFINITY;
    this.upUntilMs = Number.POSITIVE_INFINITY;
  }

  /** The agent falls silent at `atMs` while the instance keeps running. Only another boot brings it back. */
  fallSilent(atMs: number): void {
    this.upUntilMs = Math.min(this.upUntilMs, atMs);
  }

  /** What the agent signs with is valid until `atMs`. It falls silent then, and no boot brings it back. */
  loseCredentials(atMs: number): void {
    this.#isLosing = true;
    this.fallSilent(atMs);
  }

  /**
   * The agent finds credentials from `nowMs` on. One that is up goes on, another is up at its next attempt: it has tried
   * since the last boot. The instance is running.
   */
  findCredentials({ platform }: MachineSpec, nowMs: number, random: Random): void {
    const isUp = this.isUp(nowMs);
    if (this.#isLosing) this.upUntilMs = Number.POSITIVE_INFINITY;
    this.#isLosing = false;
    if (isUp) return;
    const [minSeconds, maxSeconds] = BOOT_SECONDS[platform.type];
    const bootMs = random.integer(minSeconds * 1000, maxSeconds * 1000);
    this.#earlierPingMs = this.lastPingMs(nowMs);
    const first = { bootMs, cause: 'no-instance-profile' } as const;
    this.upFromMs = this.#bootedMs + retryUntil(nowMs - this.#bootedMs, first, random);
    this.#pingOffsetMs = random.integer(1, PING_PERIOD_MS);
    this.registeredAtMs = Math.min(this.registeredAtMs, this.upFromMs);
  }

  /** Whether Systems Manager has ever heard of the agent. Stays true when the agent is lost. */
  isRegistered(nowMs: number): boolean {
    return this.registeredAtMs <= nowMs;
  }

  /** Whether the agent answers at this moment. */
  isUp(nowMs: number): boolean {
    return this.upFromMs <= nowMs && nowMs < this.upUntilMs;
  }

  /** Whether the agent has been up without a break since `sinceMs`. */
  hasBeenUpSince(sinceMs: number, nowMs: number): boolean {
    return this.upFromMs <= sinceMs && this.isUp(nowMs);
  }

  /** The last ping, up to five minutes old on a healthy agent; undefined when none has come. */
  lastPingMs(nowMs: number): number | undefined {
    if (this.upFromMs > nowMs) return this.#earlierPingMs;
    const seenMs = Math.min(nowMs, this.upUntilMs);
    const periodicFromMs = this.upFromMs + this.#pingOffsetMs;
    if (seenMs < periodicFromMs) return this.upFromMs;
    return periodicFromMs + Math.floor((seenMs - periodicFromMs) / PING_PERIOD_MS) * PING_PERIOD_MS;
  }

  /** The `PingStatus` of DescribeInstanceInformation. `Inactive` is deprecated and never returned. */
  pingStatus(nowMs: number): 'Online' | 'ConnectionLost' {
    const lastMs = this.lastPingMs(nowMs);
    return lastMs !== undefined && nowMs - lastMs <= CONNECTION_LOST_AFTER_MS ? 'Online' : 'ConnectionLost';
  }

  #startDelayMs(
    spec: MachineSpec,
    times: { runningMs: number; firstRunningMs: number },
    random: Random,
  ): number {
    const { registration } = spec;
    const [minSeconds, maxSeconds] = BOOT_SECONDS[spec.platform.type];
    const bootMs = random.integer(minSeconds * 1000, maxSeconds * 1000);
    const isKnown = this.isRegistered(times.runningMs);
    if (registration.kind === 'normal' || isKnown) return bootMs;
    if (registration.kind === 'late') return registration.delaySeconds * 1000;
    if (registration.kind === 'never') return Number.POSITIVE_INFINITY;
    const mendedMs = times.firstRunningMs + registration.mendedAfterSeconds * 1000;
    if (registration.cause === 'no-agent' || registration.cause === 'hybrid-registration')
      return Math.max(bootMs, mendedMs - times.runningMs);
    return retryUntil(mendedMs - times.runningMs, { bootMs, cause: registration.cause }, random);
  }
}

/** The first attempt at or after `mendedMs` of an agent that tries at boot and then backs off. */
function retryUntil(
  mendedMs: number,
  first: { bootMs: number; cause: Exclude<UnmanagedCause, 'no-agent' | 'hybrid-registration'> },
  random: Random,
): number {
  let tryMs = first.bootMs;
  for (let tries = 0; tryMs < mendedMs; tries++) {
    const minutes =
      first.cause === 'no-network'
        ? NO_NETWORK_RETRY_MINUTES[Math.min(tries, NO_NETWORK_RETRY_MINUTES.length - 1)]
        : random.integer(...NO_CREDENTIALS_RETRY_MINUTES);
    tryMs += (minutes ?? 60) * 60_000;
  }
  return tryMs;
}
