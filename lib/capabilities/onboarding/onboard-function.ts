import { Duration } from 'aws-cdk-lib';
import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { AlarmTopic } from '../../constructs/alarm-topic.ts';
import type { MusterFunction } from '../../constructs/muster-function.ts';
import type { WatchedQueue } from '../../constructs/watched-queue.ts';
import { createOnboardingFunction, type OnboardingGround } from './onboarding-function.ts';

/** What the function works with. */
export interface OnboardFunctionProps extends OnboardingGround {
  readonly launchQueue: WatchedQueue;
  readonly alarms: AlarmTopic;
}

/** The function that onboards launches, and the mapping that feeds it from the launch queue. */
export class OnboardFunction extends Construct {
  readonly onboard: MusterFunction;

  constructor(scope: Construct, id: string, props: OnboardFunctionProps) {
    super(scope, id);
    const { settings, roster, launchQueue, alarms } = props;
    const onboard = createOnboardingFunction(this, 'Onboard', props, {
      bundle: 'onboard',
      description: 'Muster: looks at launched instances, decides, claims, sends, and records why.',
    });
    roster.grantRead(onboard);
    roster.grantOpen(onboard);
    launchQueue.grantPoll(onboard);
    const mapping = new EventSourceMapping(this, 'Mapping', {
      target: onboard.function,
      eventSourceArn: launchQueue.queue.queueArn,
      batchSize: settings.batchSizeMax,
      maxBatchingWindow: Duration.seconds(settings.batchingWindowSeconds),
      reportBatchItemFailures: true,
      maxConcurrency: settings.concurrencyMax,
    });
    this.onboard = onboard;
    // CloudFormation refuses the mapping until the role may read the queue.
    mapping.node.addDependency(onboard.role);
    alarms.watchReader(onboard, {
      condition: 'LaunchesUnsettled',
      sentence: 'Launches keep coming back, or calls of the onboard function fail.',
    });
  }
}
