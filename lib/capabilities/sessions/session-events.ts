import { ArnFormat, Stack } from 'aws-cdk-lib';
import { EventField, type IRuleTarget, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { PolicyStatement, type ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { kept } from '../../constructs/kept.ts';
import { NoticeTopic } from '../../constructs/notice-topic.ts';
import { OwnRule } from '../../constructs/own-rule.ts';
import { serviceHere } from '../../constructs/service-here.ts';

/** Who hears of sessions, and how long their events are kept. */
export interface SessionEventsProps {
  readonly emails: readonly string[];
  readonly logRetentionDays: number;
  /** For example `/muster`: the parameters are `/muster/sessions/event-...`. */
  readonly parameterPath: string;
}

/**
 * Announces that a session is started, resumed or ended. A topic gets one sentence, and a log group the whole
 * event. Session Manager has no event of its own. These are calls that CloudTrail has recorded, so the region
 * needs a trail for management events. A session that ends by itself, by `exit` or because it was idle, makes
 * no call.
 */
export class SessionEvents extends Construct {
  constructor(scope: Construct, id: string, props: SessionEventsProps) {
    super(scope, id);
    const notices = new NoticeTopic(this, 'Notices', { emails: props.emails });
    const { topic } = notices;
    const log = new LogGroup(this, 'Log', {
      retention: props.logRetentionDays,
      removalPolicy: kept,
    });
    const rule = new OwnRule(this, 'Rule', {
      description: 'Sessions that somebody starts, resumes or ends.',
      eventPattern: {
        source: ['aws.ssm'],
        detailType: ['AWS API Call via CloudTrail'],
        detail: {
          eventSource: ['ssm.amazonaws.com'],
          eventName: ['StartSession', 'ResumeSession', 'TerminateSession'],
        },
      },
      targets: [notices.target(sentence()), logTarget(log)],
    });
    // EventBridge makes the streams, and the delivery service of CloudWatch Logs writes to them.
    this.#allow(
      log,
      'SessionEvents',
      serviceHere(this, 'events', `rule/${Stack.of(this).stackName.slice(0, 20)}*`),
    );
    this.#allow(log, 'Delivery', serviceHere(this, 'delivery.logs', '*'));
    rule.node.addDependency(log);

    const exports = {
      TopicArn: ['event-topic-arn', topic.topicArn],
      LogGroupName: ['event-log-group-name', log.logGroupName],
    } as const;
    for (const [parameterId, [name, stringValue]] of Object.entries(exports)) {
      const parameterName = `${props.parameterPath}/sessions/${name}`;
      new StringParameter(this, parameterId, { parameterName, stringValue });
    }
  }

  #allow(log: LogGroup, sid: string, service: ServicePrincipal): void {
    log.addToResourcePolicy(
      new PolicyStatement({
        ...{ sid, principals: [service], resources: [log.logGroupArn] },
        actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      }),
    );
  }
}

/**
 * The sentence for the topic. EventBridge leaves out what an event lacks: a start names an instance, the
 * other calls name a session, and a refused call has an error and no session.
 */
function sentence(): RuleTargetInput {
  const detail = (path: string) => EventField.fromPath(`$.detail.${path}`);
  const request = `${detail('requestParameters.target')}${detail('requestParameters.sessionId')}`;
  return RuleTargetInput.fromText(
    `${detail('eventName')} by ${detail('userIdentity.arn')} at ${detail('eventTime')} ` +
      `in ${EventField.account}, ${EventField.region}. Asked for: ${request}. ` +
      `Session: ${detail('responseElements.sessionId')}. Error: ${detail('errorCode')}.`,
  );
}

/** A log group as a target. The CDK's own target for it would add a function only for the policy. */
function logTarget(log: LogGroup): IRuleTarget {
  const arn = Stack.of(log).formatArn({
    service: 'logs',
    resource: 'log-group',
    resourceName: log.logGroupName,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
  return { bind: () => ({ arn, id: '' }) };
}
