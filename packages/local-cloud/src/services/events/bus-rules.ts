import type { DescribeRuleResponse } from '@aws-sdk/client-eventbridge';
import type { Host } from '../../core/host.ts';
import { NotEmulatedError, ServiceError } from '../../core/service.ts';
import { defaultBus } from './put-entry.ts';
import { overQuota, type Rule } from './rule.ts';

/** The most rules of a bus (user guide): in two regions, and in all others. */
const rulesMax = { 'af-south-1': 100, 'eu-south-1': 100, other: 300 } as const;

/** The rules of the default bus, by name. */
export class BusRules {
  readonly #host: Host;
  readonly #byName = new Map<string, Rule>();

  constructor(host: Host) {
    this.#host = host;
  }

  /** Adds a rule. @throws ServiceError for a name that is taken. */
  add(rule: Rule): void {
    if (this.#byName.has(rule.name))
      throw new ServiceError('ValidationException', `rule ${rule.name} is declared twice`);
    const { region } = this.#host;
    const most = region === 'af-south-1' || region === 'eu-south-1' ? rulesMax[region] : rulesMax.other;
    if (this.#byName.size >= most) throw overQuota();
    this.#byName.set(rule.name, rule);
  }

  /** Replaces the rule of the same name. @throws ServiceError ResourceNotFoundException when there is none. */
  replace(rule: Rule): void {
    this.#byName.set(this.get(rule.name).name, rule);
  }

  has(name: string): boolean {
    return this.#byName.has(name);
  }

  remove(name: string): void {
    this.#byName.delete(name);
  }

  /** Every rule, in the order of declaration. */
  all(): readonly Rule[] {
    return [...this.#byName.values()];
  }

  /** Finds a rule by name. @throws ServiceError ResourceNotFoundException when there is none. */
  get(name: string | undefined): Rule {
    const rule = this.#byName.get(name ?? '');
    if (rule !== undefined) return rule;
    throw new ServiceError('ResourceNotFoundException', `Rule ${name} does not exist on EventBus default.`);
  }

  /** The ARN of a rule or of a name pattern, whether or not the rule exists. */
  arn(name: string): string {
    const { partition, region, accountId } = this.#host;
    return `arn:${partition}:events:${region}:${accountId}:rule/${name}`;
  }
}

/** A rule as EventBridge shows it. */
export function renderRule(rule: Rule): DescribeRuleResponse {
  const { name: Name, arn: Arn, patternText: EventPattern, description: Description, state: State } = rule;
  return { Name, Arn, EventPattern, Description, State, EventBusName: 'default' };
}

/** Refuses other buses than the default one: there are none. */
export function refuseOtherBus(name: string | undefined): void {
  const bus = name?.slice(name.lastIndexOf('/') + 1) ?? defaultBus;
  if (bus !== defaultBus)
    throw new ServiceError('ResourceNotFoundException', `Event bus ${bus} does not exist.`);
}

/** Refuses paging: lists are short here and are returned as a whole. */
export function refusePages(
  input: { NextToken?: string | undefined; Limit?: number | undefined },
  operation: string,
): void {
  if (input.NextToken === undefined && input.Limit === undefined) return;
  throw new NotEmulatedError(`pages of ${operation} (Limit, NextToken)`);
}
