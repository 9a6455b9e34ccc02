import { Stack } from 'aws-cdk-lib';
import { type EventPattern, Rule } from 'aws-cdk-lib/aws-events';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { WatchedState } from '../../../lambdas/shared/domain/fleet/state-change.ts';
import { stateChangeDetailType, tagChangeDetailType } from '../../../lambdas/shared/runtime/contract.ts';
import type { AlarmTopic } from '../../constructs/alarm-topic.ts';
import { createWatchedTarget } from '../../constructs/watched-target.ts';

/** Where state changes go. */
export interface LaunchRulesProps {
  readonly queue: Queue;
  /** The keys of the tags that profiles and exclusions read. */
  readonly tagKeys: readonly string[];
  readonly deadLetterDays: number;
  readonly alarms: AlarmTopic;
}

/** A pattern has 2,048 characters (EventBridge quotas). The rest of it needs less than 400. */
const keyCharactersPerRuleMax = 1600;

/**
 * The events that go into the launch queue. `running` opens or reopens an entry; `stopped` and `terminated` close it;
 * a change of a tag that the configuration reads has its instance decided anew. The bus may be the hub of other
 * accounts and regions, so each rule takes the events of its own alone.
 */
export class LaunchRules extends Construct {
  constructor(scope: Construct, id: string, props: LaunchRulesProps) {
    super(scope, id);
    const { account, region } = Stack.of(this);
    const target = createWatchedTarget(this, {
      ...props,
      alarm: { condition: 'EventsUndelivered', sentence: 'EventBridge could not queue events.' },
    });
    const addRule = (ruleId: string, description: string, pattern: EventPattern) =>
      new Rule(this, ruleId, {
        description,
        eventPattern: { account: [account], region: [region], ...pattern },
        targets: [target],
      });
    const addStates = (ruleId: string, description: string, states: WatchedState[]) =>
      addRule(ruleId, description, {
        source: ['aws.ec2'],
        detailType: [stateChangeDetailType],
        detail: { state: states },
      });
    addStates('Started', 'Instances that start, for the first time or again.', ['running']);
    addStates('Ended', 'Instances that stop or end, whose roster entries are closed.', [
      'stopped',
      'terminated',
    ]);
    for (const [index, keys] of groupKeys(props.tagKeys).entries()) {
      addRule(
        `Tagged${index === 0 ? '' : index}`,
        'Instances with a change of a tag that profiles or exclusions read.',
        {
          source: ['aws.tag'],
          detailType: [tagChangeDetailType],
          detail: { service: ['ec2'], 'resource-type': ['instance'], 'changed-tag-keys': [...keys] },
        },
      );
    }
  }
}

/** The keys in groups, each of which fits into a pattern. */
function groupKeys(keys: readonly string[]): string[][] {
  const groups: string[][] = [];
  let characters = Number.POSITIVE_INFINITY;
  for (const key of keys) {
    characters += lengthInPattern(key);
    if (characters > keyCharactersPerRuleMax) {
      groups.push([]);
      characters = lengthInPattern(key);
    }
    groups.at(-1)?.push(key);
  }
  return groups;
}

/** The longest form of a key in JSON, with its quotation marks and a comma. */
function lengthInPattern(key: string): number {
  return key.replace(/[^ !#-[\]-~]/g, '\\u0000').length + 3;
}
