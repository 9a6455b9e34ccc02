import { Stack } from 'aws-cdk-lib';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import { tagKeysOf } from '../../../lambdas/shared/domain/fleet/profile.ts';
import { AlarmTopic } from '../../constructs/alarm-topic.ts';
import { WatchedQueue } from '../../constructs/watched-queue.ts';
import type { StackOptions } from '../capability.ts';
import { AgentSecrets, hasNeeds } from './agents/agent-secrets.ts';
import { CommandDocuments } from './command-documents.ts';
import { configurationDigest } from './configuration-digest.ts';
import { DeployedFacts } from './deployed-facts.ts';
import { FollowUpFunction } from './follow-up-function.ts';
import { InstanceAccess } from './instance-access.ts';
import { LaunchRules } from './launch-rules.ts';
import { OnboardFunction } from './onboard-function.ts';
import { onboardTimeoutSeconds } from './onboarding-function.ts';
import { OperatorPolicies } from './operator-policies.ts';
import { RecheckFunction } from './recheck-function.ts';
import { Roster } from './roster-table.ts';
import { SweepFunction } from './sweep-function.ts';

/**
 * What one account and region has once: the installation that onboards its instances. CloudFormation refuses a second
 * parameter of this name, and its message shows the name. So the name says what is wrong.
 */
export const ownerParameter = '/muster-installation/onboards-all-instances-here';

/**
 * The onboarding: state changes → launch queue → onboard → Run Command and the roster. It also has the
 * recheck of what is due, the follow-up of commands, the documents to send, and what an instance needs to be
 * managed at all.
 */
export class OnboardingStack extends Stack {
  constructor(scope: Construct, id: string, { settings, ...props }: StackOptions) {
    super(scope, id, props);
    const { names, retention } = settings;
    const alarms = new AlarmTopic(this, 'Alarms', {
      prefix: names.prefix,
      capability: 'Onboarding',
      emails: settings.alarmEmails,
    });
    const roster = new Roster(this, 'Roster', {
      kept: settings.roster,
      logRetentionDays: retention.logDays,
    });
    const launchQueue = new WatchedQueue(this, 'LaunchQueue', {
      deliveryDelaySeconds: settings.launchDelaySeconds,
      batchingWindowSeconds: settings.batchingWindowSeconds,
      functionTimeoutSeconds: onboardTimeoutSeconds,
      deadLetterDays: retention.deadLetterDays,
      alarms,
      alarm: { condition: 'LaunchesDeadLettered', sentence: 'Launches could not be read or settled.' },
    });
    new LaunchRules(this, 'LaunchRules', {
      queue: launchQueue.queue,
      tagKeys: tagKeysOf({ profiles: settings.profiles, exclusions: settings.excludeTags }),
      imageTags: settings.imageBuildTags,
      deadLetterDays: retention.deadLetterDays,
      alarms,
    });
    const { versions, floors, hashes } = new CommandDocuments(this, 'Documents', {
      prefix: names.prefix,
      defaults: settings.documents,
      agents: settings.agents,
      treatAs: settings.treatAs,
      logRetentionDays: retention.logDays,
    });
    const configuration = configurationDigest(settings, hashes);
    const ground = { settings, roster, versions, floors, configuration };
    new OnboardFunction(this, 'Onboarding', { ...ground, launchQueue, alarms });
    new RecheckFunction(this, 'Rechecking', { ...ground, alarms });
    new SweepFunction(this, 'Sweeping', { settings, roster, launchQueue, alarms, configuration });
    new FollowUpFunction(this, 'FollowingUp', { settings, roster, alarms });
    const access = new InstanceAccess(this, 'InstanceAccess', {
      kept: settings.instanceAccess,
      parameterPath: names.parameterPath,
    });
    if (hasNeeds(settings.agents)) {
      const { policy } = new AgentSecrets(this, 'AgentSecrets', { ...names, agents: settings.agents });
      access.addPolicy(policy);
    }
    new OperatorPolicies(this, 'Operators', { ...names, roster, launchQueue });
    new DeployedFacts(this, 'Facts', settings);

    if (settings.otherInstallations.length === 0)
      new StringParameter(this, 'Owner', {
        parameterName: ownerParameter,
        stringValue: names.prefix,
        description: 'The installation of Muster here. Another one names it in otherInstallations.',
      });

    const exports = {
      RosterTableName: ['roster-table-name', roster.table.tableName],
      LaunchQueueUrl: ['launch-queue-url', launchQueue.queue.queueUrl],
      AlarmTopicArn: ['alarm-topic-arn', alarms.topic.topicArn],
    } as const;
    for (const [parameterId, [name, stringValue]] of Object.entries(exports)) {
      const parameterName = `${names.parameterPath}/onboarding/${name}`;
      new StringParameter(this, parameterId, { parameterName, stringValue });
    }
  }
}
