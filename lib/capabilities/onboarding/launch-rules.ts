import type { EventPattern } from 'aws-cdk-lib/aws-events';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Exclusion } from '../../../lambdas/shared/domain/fleet/profile.ts';
import type { WatchedState } from '../../../lambdas/shared/domain/fleet/state-change.ts';
import {
  registrationDetailTypes,
  stateChangeDetailType,
  tagChangeDetailType,
} from '../../../lambdas/shared/runtime/contract.ts';
import type { AlarmTopic } from '../../constructs/alarm-topic.ts';
import { OwnRule } from '../../constructs/own-rule.ts';
import { createWatchedTarget } from '../../constructs/watched-target.ts';

/** Where state changes go. */
export interface LaunchRulesProps {
  readonly queue: Queue;
  /** The keys of the tags that profiles and exclusions read. */
  readonly tagKeys: readonly string[];
  /** The tags of instances of which images are built. */
  readonly imageTags: readonly Exclusion[];
  /** Whether nodes outside EC2 are looked at. */
  readonly hasOutside: boolean;
  readonly deadLetterDays: number;
  readonly alarms: AlarmTopic;
}

/** A pattern has 2,048 characters (EventBridge quotas). The rest of it needs less than 400. */
const charactersPerRuleMax = 1600;

/**
 * The events that go into the launch queue. `running` opens or reopens an entry; `stopped` and `terminated` close it;
 * a change of a tag that the configuration reads has its instance or node decided anew. A node outside EC2 that registers
 * is heard where AWS tells of it in the form of its other events. Of the tags of images only the values
 * count, because every new name of an instance would be an event.
 */
export class LaunchRules extends Construct {
  /** The events that EventBridge could not put into the queue. */
  readonly undelivered: Queue;

  constructor(scope: Construct, id: string, props: LaunchRulesProps) {
    super(scope, id);
    const target = createWatchedTarget(this, {
      ...props,
      alarm: { condition: 'EventsUndelivered', sentence: 'EventBridge could not queue events.' },
    });
    this.undelivered = target.undelivered;
    const addRule = (ruleId: string, description: string, pattern: EventPattern) =>
      new OwnRule(this, ruleId, { description, eventPattern: pattern, targets: [target] });
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
    const addTags = (
      ruleId: string,
      description: string,
      changed: Record<string, unknown>,
      tagged: Record<string, string[]> = ofInstances,
    ) =>
      addRule(ruleId, description, {
        source: ['aws.tag'],
        detailType: [tagChangeDetailType],
        detail: { ...tagged, ...changed },
      });
    for (const [index, keys] of groupForPatterns(props.tagKeys).entries())
      addTags(
        numbered('Tagged', index),
        'Instances with a change of a tag that profiles or exclusions read.',
        {
          'changed-tag-keys': [...keys],
        },
      );
    const images = props.imageTags.map(({ key, value }) => ({ tags: { [key]: [matchOf(value)] } }));
    for (const [index, some] of groupForPatterns(images).entries())
      addTags(
        numbered('ImageBuilt', index),
        'Instances with a change of tags that say that an image is being built.',
        some.length > 1 ? { $or: some } : { ...some[0] },
      );
    if (!props.hasOutside) return;
    for (const [index, keys] of groupForPatterns(props.tagKeys).entries())
      addTags(
        numbered('OutsideTagged', index),
        'Nodes outside EC2 with a change of a tag that profiles or exclusions read.',
        { 'changed-tag-keys': [...keys] },
        { service: ['ssm'], 'resource-type': ['managed-instance'] },
      );
    addRule('OutsideRegistered', 'Nodes outside EC2 that are registered, or no longer so.', {
      source: ['aws.ssm'],
      detailType: Object.values(registrationDetailTypes),
      detail: { 'instance-id': [{ prefix: 'mi-' }] },
    });
  }
}

const ofInstances = { service: ['ec2'], 'resource-type': ['instance'] };

/** The id of a rule that there may be several of. */
function numbered(ruleId: string, index: number): string {
  return `${ruleId}${index === 0 ? '' : index}`;
}

/** How a rule matches the value of a tag, in which `*` stands for any text. */
function matchOf(value: string): unknown {
  if (/^\*+$/.test(value)) return { exists: true };
  if (!value.includes('*')) return value;
  return { wildcard: value.replace(/\\/g, '\\\\').replace(/\*+/g, '*') };
}

/** Parts of patterns in groups, each of which fits into a pattern. */
function groupForPatterns<Part>(parts: readonly Part[]): Part[][] {
  const groups: Part[][] = [];
  let characters = Number.POSITIVE_INFINITY;
  for (const part of parts) {
    characters += lengthInPattern(part);
    if (characters > charactersPerRuleMax) {
      groups.push([]);
      characters = lengthInPattern(part);
    }
    groups.at(-1)?.push(part);
  }
  return groups;
}

/** The longest form of a part in JSON, with a comma. */
function lengthInPattern(part: unknown): number {
  const text = JSON.stringify(part).slice(1, -1);
  return text.replace(/[^ -~]/g, '\\u0000').length + 3;
}
