import { Rule } from 'aws-cdk-lib/aws-events';
import { SnsTopic } from 'aws-cdk-lib/aws-events-targets';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { Application } from './parameter-tree.ts';

/** Whose changes, and who is told. */
export interface ChangeNoticesProps {
  readonly application: Application;
  readonly topic: ITopic;
}

/**
 * Tells a topic of every parameter of an application that is created, changed, labelled or deleted, whose image is
 * refused, or whose policy acts (expired, about to expire, not changed for long). The events hold no values.
 *
 * Systems Manager delivers its events by best effort: one may be lost. A rule of its own for each application, by the
 * application's path and not by those of its environments, keeps the pattern below the 4,096 characters that
 * EventBridge takes.
 */
export class ChangeNotices extends Construct {
  constructor(scope: Construct, id: string, { application, topic }: ChangeNoticesProps) {
    super(scope, id);
    const names = [{ prefix: `${application.path}/` }];
    const rule = new Rule(this, 'Rule', {
      description: `Changes of parameters of ${application.path}.`,
      eventPattern: {
        source: ['aws.ssm'],
        detailType: ['Parameter Store Change', 'Parameter Store Policy Action'],
        // The user guide shows the events of policies in both forms.
        detail: { $or: [{ name: names }, { 'parameter-name': names }] },
      },
      targets: [new SnsTopic(topic)],
    });
    // With the topic's policy, which lets EventBridge publish: the parameters that come after are told, too.
    rule.node.addDependency(topic);
  }
}
