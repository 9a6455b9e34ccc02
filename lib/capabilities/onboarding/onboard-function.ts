import { Duration } from 'aws-cdk-lib';
import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { MusterFunction, pollPermission } from '../../constructs/muster-function.ts';
import {
  launchEntryPermission,
  type OnboardingGround,
  onboardingAccess,
  onboardTimeoutSeconds,
} from './onboarding-access.ts';

/** What the function works on. */
export interface OnboardFunctionProps extends OnboardingGround {
  readonly queue: Queue;
}

/** The function that onboards launches, and the mapping that feeds it from the launch queue. */
export class OnboardFunction extends Construct {
  constructor(scope: Construct, id: string, props: OnboardFunctionProps) {
    super(scope, id);
    const { settings, queue } = props;
    const { environment, permissions, acknowledge } = onboardingAccess(this, props);
    const onboard = new MusterFunction(this, 'Onboard', {
      capability: 'onboard',
      description: 'Muster: looks at launched instances, decides, claims, sends, and records why.',
      timeoutSeconds: onboardTimeoutSeconds,
      memoryMegabytes: 1024,
      logRetentionDays: settings.retention.logDays,
      environment,
      permissions: [...permissions, launchEntryPermission(props.roster), pollPermission(queue)],
    });
    acknowledge(onboard);
    const mapping = new EventSourceMapping(this, 'Mapping', {
      target: onboard.function,
      eventSourceArn: queue.queueArn,
      batchSize: settings.batchSizeMax,
      maxBatchingWindow: Duration.seconds(settings.batchingWindowSeconds),
      reportBatchItemFailures: true,
      maxConcurrency: settings.concurrencyMax,
    });
    // CloudFormation refuses the mapping until the role may read the queue.
    mapping.node.addDependency(onboard.role);
  }
}
