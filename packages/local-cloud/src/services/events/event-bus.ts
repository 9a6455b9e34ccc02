import type { Host, ServiceEvent } from '../../core/host.ts';
import type { Operation, Service } from '../../core/service.ts';
import { BusRules } from './bus-rules.ts';
import { type BusEvent, Delivery, type DeliveryPorts } from './delivery.ts';
import { eventsOperations } from './events-operations.ts';
import { type CustomEvent, defaultBus } from './put-entry.ts';
import { type RuleDeclaration, readRule } from './rule.ts';

/**
 * Decides how an event reaches the rules: the delay in milliseconds of each copy that arrives. An empty list loses the
 * event, two delays deliver it twice, and different delays reorder events. Undefined is a normal delivery.
 */
export type Transit = (event: BusEvent) => readonly number[] | undefined;

/** The fault ports of events. */
export interface Journey {
  readonly transit?: Transit;
  /** The difference between the time in a service event and now, in milliseconds. */
  readonly skewMs?: () => number;
}

/** The latency of a normal delivery. Typical figures; AWS promises none. */
const transitMs = { min: 40, max: 400 } as const;

/** The default event bus of an account and region. Rules come only from templates. */
export class EventBus implements Service {
  readonly name = 'events';
  readonly operations: Readonly<Record<string, Operation>>;
  readonly #host: Host;
  readonly #ports: DeliveryPorts;
  readonly #journey: Journey;
  readonly #rules: BusRules;

  /** Without a `journey`, every event arrives once, after a latency from the random stream `events/transit`. */
  constructor(host: Host, ports: DeliveryPorts, journey: Journey = {}) {
    this.#host = host;
    this.#ports = ports;
    this.#journey = journey;
    this.#rules = new BusRules(host);
    this.operations = eventsOperations(host, this.#rules, (event, busName) => this.#put(event, busName));
  }

  /** Adds a rule of a template. Refuses what `PutRule` and `PutTargets` refuse. An ARN can be declared only once. */
  declareRule(declaration: RuleDeclaration): void {
    this.#rules.add(readRule(declaration));
  }

  /** Changes a rule and its targets. Deliveries in progress continue as they began. */
  updateRule(declaration: RuleDeclaration): void {
    this.#rules.replace(readRule(declaration));
  }

  has(ruleName: string): boolean {
    return this.#rules.has(ruleName);
  }

  /** Removes a rule and its targets. Deliveries in progress continue. */
  removeRule(name: string): void {
    this.#rules.remove(name);
  }

  /** Puts an event of an AWS service on the bus. It reaches the rules after its transit. */
  putServiceEvent(event: ServiceEvent): void {
    this.#put({ ...event, time: undefined });
  }

  #put(event: CustomEvent, busName = defaultBus): string {
    const { accountId, region, timeline } = this.#host;
    const id = this.#host.random('events/id').uuid();
    if (busName !== defaultBus) {
      this.#host.trace('events.lost', { id, busName });
      return id;
    }
    const time = event.time ?? new Date(timeline.nowMs + (this.#journey.skewMs?.() ?? 0));
    const envelope: BusEvent = {
      version: '0',
      id,
      'detail-type': event.detailType,
      source: event.source,
      account: accountId,
      time: `${time.toISOString().slice(0, -5)}Z`,
      region,
      resources: event.resources,
      detail: event.detail,
    };
    this.#host.trace('events.put', { id, source: event.source, detailType: event.detailType });
    for (const delayMs of this.#delaysOf(envelope)) timeline.after(delayMs, () => this.#arrive(envelope));
    return id;
  }

  #delaysOf(event: BusEvent): readonly number[] {
    const delays = this.#journey.transit?.(event);
    return delays ?? [this.#host.random('events/transit').integer(transitMs.min, transitMs.max)];
  }

  #arrive(event: BusEvent): void {
    for (const rule of this.#rules.all()) {
      if (!rule.isEnabled || !rule.pattern.matches(event)) continue;
      this.#ports.count('TriggeredRules', rule.name);
      for (const target of rule.targets) {
        new Delivery(this.#host, this.#ports, { rule, target, event }).attempt();
      }
    }
  }
}
