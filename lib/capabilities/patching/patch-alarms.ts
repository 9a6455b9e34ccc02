import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { AlarmTopic } from '../../constructs/alarm-topic.ts';

/** The beginnings of names, and who hears of alarms. */
export interface PatchAlarmsProps {
  readonly prefix: string;
  readonly parameterPath: string;
  readonly emails: readonly string[];
}

/** The topic of the capability's alarms. Its ARN is in `<parameterPath>/patching/alarm-topic-arn`. */
export class PatchAlarms extends Construct {
  readonly topic: AlarmTopic;

  constructor(scope: Construct, id: string, { prefix, parameterPath, emails }: PatchAlarmsProps) {
    super(scope, id);
    this.topic = new AlarmTopic(this, 'Alarms', { prefix, capability: 'Patching', emails });
    new StringParameter(this, 'AlarmTopicArn', {
      parameterName: `${parameterPath}/patching/alarm-topic-arn`,
      stringValue: this.topic.topic.topicArn,
    });
  }
}
