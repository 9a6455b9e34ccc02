import { Duration } from 'aws-cdk-lib';
import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { followUpSettings } from '../../../lambdas/follow-up/follow-up-settings.ts';
import type { Settings } from '../../configuration/settings.ts';
import { acknowledgeWildcards } from '../../constructs/acknowledged-findings.ts';
import type { AlarmTopic } from '../../constructs/alarm-topic.ts';
import { environmentOf } from '../../constructs/function-environment.ts';
import { MusterFunction } from '../../constructs/muster-function.ts';
import { OwnRule } from '../../constructs/own-rule.ts';
import { WatchedQueue } from '../../constructs/watched-queue.ts';
import { createWatchedTarget } from '../../constructs/watched-target.ts';
import { agentDocumentPrefix } from './agents/agent-document.ts';
import { chosenDocuments } from './profile-choices.ts';
import { physicalName } from './profiles.ts';
import type { Roster } from './roster-table.ts';

/** What the follow-up works with. */
export interface FollowUpFunctionProps {
  readonly settings: Settings;
  readonly roster: Roster;
  readonly alarms: AlarmTopic;
}

const timeoutSeconds = 120;

/**
 * Events wait this long, so that most instances of a command are done when its results are read. A command is
 * then read once or twice, and not once for each instance.
 */
const deliveryDelaySeconds = 60;
const batchingWindowSeconds = 120;
/** How long the result of a command waits until it is read, at most. */
export const outcomeSeconds = deliveryDelaySeconds + batchingWindowSeconds;
const batchSize = 2000;
/**
 * The least that Lambda allows. The fewer pollers share the instances of a command, the fewer times its
 * results are read.
 */
const concurrencyMax = 2;

/**
 * How commands ended: invocation events of the documents that Muster sends → outcome queue → follow-up
 * function. An event is only a signal. The function reads results from Systems Manager, a whole command at a
 * time.
 */
export class FollowUpFunction extends Construct {
  readonly outcomeQueue: WatchedQueue;
  /** The results that EventBridge could not put into the queue. */
  readonly undelivered: Queue;

  constructor(scope: Construct, id: string, props: FollowUpFunctionProps) {
    super(scope, id);
    const { settings, alarms } = props;
    this.outcomeQueue = new WatchedQueue(this, 'OutcomeQueue', {
      deliveryDelaySeconds,
      batchingWindowSeconds,
      functionTimeoutSeconds: timeoutSeconds,
      deadLetterDays: settings.retention.deadLetterDays,
      alarms,
      alarm: {
        condition: 'OutcomesDeadLettered',
        sentence: 'Results of commands could not be read or settled.',
      },
    });
    const { outcomeQueue } = this;
    const followUp = this.#createFunction(props, outcomeQueue);
    const mapping = new EventSourceMapping(this, 'Mapping', {
      target: followUp.function,
      eventSourceArn: outcomeQueue.queue.queueArn,
      batchSize,
      maxBatchingWindow: Duration.seconds(batchingWindowSeconds),
      reportBatchItemFailures: true,
      maxConcurrency: concurrencyMax,
    });
    mapping.node.addDependency(followUp.role);
    alarms.watchReader(followUp, {
      condition: 'OutcomesUnsettled',
      sentence: 'Results of commands keep coming back, or calls of the follow-up function fail.',
    });

    const target = createWatchedTarget(this, {
      queue: outcomeQueue.queue,
      deadLetterDays: settings.retention.deadLetterDays,
      alarms,
      alarm: { condition: 'OutcomesUndelivered', sentence: 'EventBridge could not queue results.' },
    });
    this.undelivered = target.undelivered;
    new OwnRule(this, 'Ended', {
      description: 'Commands of Muster that have ended on an instance.',
      eventPattern: {
        source: ['aws.ssm'],
        detailType: ['EC2 Command Invocation Status-change Notification'],
        detail: {
          'document-name': namePatterns(settings),
          status: [{ 'anything-but': ['Pending', 'InProgress', 'Delayed', 'Cancelling'] }],
        },
      },
      targets: [target],
    });
  }

  #createFunction({ settings, roster }: FollowUpFunctionProps, outcomeQueue: WatchedQueue): MusterFunction {
    const followUp = new MusterFunction(this, 'FollowUp', {
      bundle: 'follow-up',
      description: 'Muster: reads how commands ended, and records it.',
      timeoutSeconds,
      memoryMegabytes: 1024,
      logRetentionDays: settings.retention.logDays,
      environment: environmentOf(this, followUpSettings, {
        rosterTable: roster.table.tableName,
        attemptsMax: settings.commandAttemptsMax,
      }),
      permissions: [{ actions: ['ssm:ListCommandInvocations'], resources: ['*'] }],
    });
    roster.grantRead(followUp);
    roster.grantMove(followUp);
    outcomeQueue.grantPoll(followUp);
    acknowledgeWildcards(followUp, ['*'], 'ssm:ListCommandInvocations takes no resource.');
    return followUp;
  }
}

/**
 * The documents that Muster sends. Those of agents are one prefix, because an event pattern has at most 2,048
 * characters (EventBridge quotas).
 */
function namePatterns(settings: Settings): (string | { readonly prefix: string })[] {
  const names = chosenDocuments(settings);
  const others = names.filter((name) => !name.startsWith(agentDocumentPrefix));
  // The document of an agent that no profile names uninstalls it.
  const hasAgents = Object.keys(settings.agents).length > 0;
  return [
    ...others.map((name) => physicalName(settings, name)),
    ...settings.rolloutDocuments.toSorted(),
    ...(hasAgents ? [{ prefix: physicalName(settings, agentDocumentPrefix) }] : []),
  ];
}
