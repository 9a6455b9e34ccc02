import type * as Sdk from '@aws-sdk/client-config-service';
import type { RecordedInstance } from '../recording/recorded-instance.ts';
import {
  type Compliance,
  documentsNotPublic,
  type ManagedRule,
  type RuleParameters,
} from './managed-rules.ts';

/** The resources that a rule is about. Without a member, all that its type of rule can judge. */
export interface RuleScope {
  readonly types: readonly string[];
  readonly tagKey: string | undefined;
  readonly tagValue: string | undefined;
  readonly resourceId: string | undefined;
}

/** What a caller or a template says of a rule. */
export interface RuleDraft {
  readonly name: string;
  readonly description: string | undefined;
  readonly identifier: string;
  readonly managed: ManagedRule;
  readonly scope: RuleScope;
  /** As they were sent. */
  readonly inputParameters: string | undefined;
  readonly parameters: RuleParameters;
  /** How often a periodic rule runs. */
  readonly frequency: Sdk.MaximumExecutionFrequency | undefined;
}

/** A rule of the account. */
export interface ConfigRule extends RuleDraft {
  readonly id: string;
  readonly arn: string;
}

const hour = 3_600_000;
const periodsMs: Readonly<Record<Sdk.MaximumExecutionFrequency, number>> = {
  One_Hour: hour,
  Three_Hours: 3 * hour,
  Six_Hours: 6 * hour,
  Twelve_Hours: 12 * hour,
  TwentyFour_Hours: 24 * hour,
};

/** Whether a rule runs at a frequency, and not when something changes. */
export function isPeriodic({ identifier }: RuleDraft): boolean {
  return identifier === documentsNotPublic;
}

/** The time between two runs of a periodic rule, in milliseconds. */
export function periodMs({ frequency = 'TwentyFour_Hours' }: RuleDraft): number {
  return periodsMs[frequency];
}

/** Whether an item of a type asks a rule for an evaluation. */
export function isTriggered({ managed, scope }: RuleDraft, type: string): boolean {
  return managed.types.includes(type) && (scope.types.length === 0 || scope.types.includes(type));
}

/** What a rule finds of an instance. What has left the scope of the rule is not applicable. */
export function judge(rule: RuleDraft, instance: RecordedInstance): Compliance {
  const { managed, parameters, scope } = rule;
  if (managed.judge === undefined || !isInScope(scope, instance)) return 'NOT_APPLICABLE';
  return managed.judge(instance, parameters);
}

function isInScope({ tagKey, tagValue, resourceId }: RuleScope, { id, tags }: RecordedInstance): boolean {
  if (resourceId !== undefined && resourceId !== id) return false;
  if (tagKey === undefined) return true;
  return Object.hasOwn(tags, tagKey) && (tagValue === undefined || tags[tagKey] === tagValue);
}
