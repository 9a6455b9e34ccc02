import { ArnFormat, Stack } from 'aws-cdk-lib';
import { EventField, type IRuleTarget, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { SnsTopic } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { kept } from '../../constructs/kept.ts';
import { NoticeTopic } from '../../constructs/notice-topic.ts';

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
    const { topic } = new NoticeTopic(this, 'Notices', { emails: props.emails });
    const log = new LogGroup(this, 'Log', {
      retention: props.logRetentionDays,
      removalPolicy: kept,
    });
    const rule = new Rule(this, 'Rule', {
      description: 'Sessions that somebody starts, resumes or ends.',
      eventPattern: {
        source: ['aws.ssm'],
        detailType: ['AWS API Call via CloudTrail'],
        detail: {
          eventSource: ['ssm.amazonaws.com'],
          eventName: ['StartSession', 'ResumeSession', 'TerminateSession'],
        },
      },
      targets: [new SnsTopic(topic, { message: sentence() }), logTarget(log)],
    });
    log.addToResourcePolicy(
      new PolicyStatement({
        sid: 'SessionEvents',
        // EventBridge makes the streams, and the delivery service of CloudWatch Logs writes to them.
        principals: [
          new ServicePrincipal('events.amazonaws.com'),
          new ServicePrincipal('delivery.logs.amazonaws.com'),
        ],
        actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        resources: [log.logGroupArn],
      }),
    );
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
