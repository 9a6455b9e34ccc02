import { Construct } from 'constructs';
import type { NoticeTopic } from '../../constructs/notice-topic.ts';
import { OwnRule } from '../../constructs/own-rule.ts';
import type { Application } from './parameter-tree.ts';

/** Whose changes, and who is told. */
export interface ChangeNoticesProps {
  readonly application: Application;
  readonly notices: NoticeTopic;
}

/**
 * Tells a topic of every change to the parameters of an application. A parameter is created, changed,
 * labelled or deleted, its image is refused, or its policy acts (expired, about to expire, not changed for
 * long). The events hold no values.
 *
 * Systems Manager delivers its events by best effort, so one may be lost. Each application has its own rule,
 * with the application's path and not those of its environments. That keeps the pattern below the 4,096
 * characters that EventBridge accepts.
 */
export class ChangeNotices extends Construct {
  constructor(scope: Construct, id: string, { application, notices }: ChangeNoticesProps) {
    super(scope, id);
    const names = [{ prefix: `${application.path}/` }];
    const rule = new OwnRule(this, 'Rule', {
      description: `Changes of parameters of ${application.path}.`,
      eventPattern: {
        source: ['aws.ssm'],
        detailType: ['Parameter Store Change', 'Parameter Store Policy Action'],
        // The user guide shows policy events in both forms.
        detail: { $or: [{ name: names }, { 'parameter-name': names }] },
      },
      targets: [notices.target()],
    });
    // Its role lets EventBridge publish. Parameters that are made after it are announced too.
    rule.node.addDependency(notices);
  }
}
