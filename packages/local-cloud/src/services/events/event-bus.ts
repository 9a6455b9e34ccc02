import type {
  DescribeRuleCommandInput,
  DescribeRuleCommandOutput,
  ListRulesCommandInput,
  ListRulesCommandOutput,
  ListTargetsByRuleCommandInput,
  ListTargetsByRuleCommandOutput,
  PutEventsCommandInput,
  PutEventsCommandOutput,
  TestEventPatternCommandInput,
  TestEventPatternCommandOutput,
} from '@aws-sdk/client-eventbridge';
import type { Host, ServiceEvent } from '../../core/host.ts';
import {
  type Authorization,
  NotEmulatedError,
  type Operation,
  type Service,
  ServiceError,
} from '../../core/service.ts';
import { type BusEvent, Delivery, type DeliveryPorts } from './delivery.ts';
import { compilePattern } from './pattern.ts';
import { isObject } from './pattern-filters.ts';
import { checkEntries, readEntry } from './put-events.ts';
import { type Rule, type RuleDeclaration, readRule } from './rule.ts';

/**
 * How an event gets from its source to the rules: the delay in milliseconds of each copy that arrives. None loses the
 * event, two deliver it twice, uneven ones reorder; undefined is a normal journey.
 */
export type Transit = (event: BusEvent) => readonly number[] | undefined;

/** What may be otherwise than usual with events. The place to inject faults. */
export interface Journey {
  readonly transit?: Transit;
  /** How far the time in an event of a service is from now, in milliseconds. */
  readonly skewMs?: () => number;
}

/** The latency of a normal journey; typical figures, not a promise of AWS. */
const transitMs = { min: 40, max: 400 } as const;

type Output<T> = Omit<T, '$metadata'>;

/** The default event bus of an account and region. Rules come from templates; there is no API to change them. */
export class EventBus implements Service {
  readonly name = 'events';
  readonly operations: Readonly<Record<string, Operation>>;
  readonly #host: Host;
  readonly #ports: DeliveryPorts;
  readonly #journey: Journey;
  readonly #rules = new Map<string, Rule>();

  /** Without a `journey` every event arrives once, after a latency drawn from the stream `events/transit`. */
  constructor(host: Host, ports: DeliveryPorts, journey: Journey = {}) {
    this.#host = host;
    this.#ports = ports;
    this.#journey = journey;
    const onRule = (action: string) => (input: { Name?: string | undefined; Rule?: string | undefined }) =>
      [{ action, resource: this.#arn(`rule/${input.Name ?? input.Rule ?? ''}`) }] as const;
    this.operations = {
      PutEvents: {
        authorize: (input: PutEventsCommandInput) => this.#authorizePut(input),
        run: (input: PutEventsCommandInput) => this.#putEvents(input),
      },
      DescribeRule: {
        authorize: onRule('events:DescribeRule'),
        run: (input: DescribeRuleCommandInput) => this.#describeRule(input),
      },
      ListRules: {
        authorize: () => [{ action: 'events:ListRules', resource: this.#arn('rule/*') }],
        run: (input: ListRulesCommandInput) => this.#listRules(input),
      },
      ListTargetsByRule: {
        authorize: onRule('events:ListTargetsByRule'),
        run: (input: ListTargetsByRuleCommandInput) => this.#listTargets(input),
      },
      TestEventPattern: {
        authorize: () => [{ action: 'events:TestEventPattern', resource: '*' }],
        run: (input: TestEventPatternCommandInput) => testEventPattern(input),
      },
    } satisfies Readonly<Record<string, Operation>>;
  }

  /** Adds a rule of a template. Refuses what `PutRule` and `PutTargets` refuse; an ARN can be declared once. */
  declareRule(declaration: RuleDeclaration): void {
    const rule = readRule(declaration);
    if (this.#rules.has(rule.name))
      throw new ServiceError('ValidationException', `rule ${rule.name} is declared twice`);
    this.#rules.set(rule.name, rule);
  }

  /** Takes a rule of a template away, with its targets. Deliveries that have begun go on. */
  removeRule(name: string): void {
    this.#rules.delete(name);
  }

  /** Puts an event of an AWS service on the bus. It reaches the rules later, by way of the transit. */
  putServiceEvent(event: ServiceEvent): void {
    this.#put({ ...event, time: undefined });
  }

  #put(event: ServiceEvent & { readonly time: Date | undefined }): string {
    const { accountId, region, timeline } = this.#host;
    const id = this.#host.random('events/id').uuid();
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
    for (const rule of this.#rules.values()) {
      if (!rule.isEnabled || !rule.pattern.matches(event)) continue;
      this.#ports.count('TriggeredRules', rule.name);
      for (const target of rule.targets) {
        new Delivery(this.#host, this.#ports, { rule, target, event }).attempt();
      }
    }
  }

  #authorizePut(input: PutEventsCommandInput): readonly Authorization[] {
    return (input.Entries ?? []).map((entry) => ({
      action: 'events:PutEvents',
      resource: this.#arn('event-bus/default'),
      conditions: { 'events:source': entry.Source ?? '', 'events:detail-type': entry.DetailType ?? '' },
    }));
  }

  #putEvents(input: PutEventsCommandInput): Output<PutEventsCommandOutput> {
    const read = checkEntries(input.Entries).map(readEntry);
    const Entries = read.map((entry) => (entry.ok ? { EventId: this.#put(entry.event) } : entry.error));
    return { FailedEntryCount: read.filter((entry) => !entry.ok).length, Entries };
  }

  #describeRule({ Name, EventBusName }: DescribeRuleCommandInput): Output<DescribeRuleCommandOutput> {
    refuseOtherBus(EventBusName);
    return describe(this.#rule(Name));
  }

  #listRules(input: ListRulesCommandInput): Output<ListRulesCommandOutput> {
    refuseOtherBus(input.EventBusName);
    refusePages(input, 'ListRules');
    const rules = [...this.#rules.values()].filter(({ name }) => name.startsWith(input.NamePrefix ?? ''));
    return { Rules: rules.map(describe) };
  }

  #listTargets(input: ListTargetsByRuleCommandInput): Output<ListTargetsByRuleCommandOutput> {
    refuseOtherBus(input.EventBusName);
    refusePages(input, 'ListTargetsByRule');
    const targets = this.#rule(input.Rule).targets;
    return {
      Targets: targets.map((target) => ({ Id: target.id, Arn: target.arn, RoleArn: target.roleArn })),
    };
  }

  #rule(name: string | undefined): Rule {
    const rule = this.#rules.get(name ?? '');
    if (rule !== undefined) return rule;
    throw new ServiceError('ResourceNotFoundException', `Rule ${name} does not exist on EventBus default.`);
  }

  #arn(resource: string): string {
    const { partition, region, accountId } = this.#host;
    return `arn:${partition}:events:${region}:${accountId}:${resource}`;
  }
}

function describe(rule: Rule): Output<DescribeRuleCommandOutput> {
  const { name: Name, arn: Arn, patternText: EventPattern, description: Description } = rule;
  return {
    Name,
    Arn,
    EventPattern,
    Description,
    State: rule.state,
    EventBusName: 'default',
  };
}

function testEventPattern(input: TestEventPatternCommandInput): Output<TestEventPatternCommandOutput> {
  const compiled = compilePattern(parseJson(input.EventPattern));
  if (!compiled.ok) throw new ServiceError('InvalidEventPatternException', compiled.message);
  const event = parseJson(input.Event);
  const required = ['id', 'account', 'source', 'time', 'region', 'resources', 'detail-type'];
  const missing = required.filter((name) => !isObject(event) || !Object.hasOwn(event, name));
  if (missing.length > 0) {
    throw new ServiceError(
      'ValidationException',
      `Parameter Event is not valid. Reason: it lacks ${missing.join(', ')}.`,
    );
  }
  return { Result: compiled.pattern.matches(event) };
}

function parseJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}

function refuseOtherBus(name: string | undefined): void {
  if (name !== undefined && name !== 'default')
    throw new NotEmulatedError(`event buses other than default (${name})`);
}

function refusePages(
  input: { NextToken?: string | undefined; Limit?: number | undefined },
  operation: string,
): void {
  if (input.NextToken === undefined && input.Limit === undefined) return;
  throw new NotEmulatedError(`pages of ${operation} (Limit, NextToken)`);
}
