import { Stack, type StackProps } from 'aws-cdk-lib';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import type { Settings } from '../config.ts';
import { AlarmTopic } from './alarm-topic.ts';
import { CommandDocuments } from './command-documents.ts';
import { InstanceAccess } from './instance-access.ts';
import { LaunchQueue } from './launch-queue.ts';
import { LaunchRules } from './launch-rules.ts';
import { OnboardFunction, onboardTimeoutSeconds } from './onboard-function.ts';
import { Roster } from './roster.ts';

/** The settings of the environment that the stack is for. */
export interface OnboardingStackProps extends StackProps {
  readonly settings: Settings;
}

/**
 * The onboarding: state changes → launch queue → onboard function → Run Command and the roster; the documents that
 * are sent; and what instances need to be managed at all.
 */
export class OnboardingStack extends Stack {
  constructor(scope: Construct, id: string, { settings, ...props }: OnboardingStackProps) {
    super(scope, id, props);
    const { names, retention } = settings;
    const alarms = new AlarmTopic(this, 'Alarms', { prefix: names.prefix, emails: settings.alarmEmails });
    const roster = new Roster(this, 'Roster');
    const { queue } = new LaunchQueue(this, 'LaunchQueue', {
      launchDelaySeconds: settings.launchDelaySeconds,
      batchingWindowSeconds: settings.batchingWindowSeconds,
      functionTimeoutSeconds: onboardTimeoutSeconds,
      deadLetterDays: retention.deadLetterDays,
      alarms,
    });
    new LaunchRules(this, 'LaunchRules', { queue, deadLetterDays: retention.deadLetterDays, alarms });
    const { versions } = new CommandDocuments(this, 'Documents', {
      prefix: names.prefix,
      defaults: settings.documents,
      logRetentionDays: retention.logDays,
    });
    new OnboardFunction(this, 'Onboarding', { settings, queue, roster: roster.table, versions });
    new InstanceAccess(this, 'InstanceAccess', { parameterPath: names.parameterPath });

    const exports = {
      RosterTableName: ['roster-table-name', roster.table.tableName],
      LaunchQueueUrl: ['launch-queue-url', queue.queueUrl],
      AlarmTopicArn: ['alarm-topic-arn', alarms.topic.topicArn],
    } as const;
    for (const [parameterId, [name, stringValue]] of Object.entries(exports)) {
      const parameterName = `${names.parameterPath}/onboarding/${name}`;
      new StringParameter(this, parameterId, { parameterName, stringValue });
    }
  }
}
