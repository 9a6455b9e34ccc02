import { Stack } from 'aws-cdk-lib';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import { tagKeysOf } from '../../../lambdas/shared/domain/fleet/profile.ts';
import { type DeadLetterQueueName, deadLetterQueues } from '../../../lambdas/shared/runtime/contract.ts';
import type { Settings } from '../../configuration/settings.ts';
import { AlarmTopic } from '../../constructs/alarm-topic.ts';
import { outsideArnPrefix } from '../../constructs/node-tagging.ts';
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
import { OutsideAccess } from './outside-access.ts';
import type { OutsideGround } from './outside-rights.ts';
import { RecheckFunction } from './recheck-function.ts';
import { rolloutDocumentArns } from './rollout-document-rights.ts';
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
    const launchRules = new LaunchRules(this, 'LaunchRules', {
      queue: launchQueue.queue,
      tagKeys: tagKeysOf({ profiles: settings.profiles, exclusions: settings.excludeTags }),
      imageTags: settings.imageBuildTags,
      hasOutside: settings.hybrid !== null,
      deadLetterDays: retention.deadLetterDays,
      alarms,
    });
    const { versions, floors, hashes, verifiable } = new CommandDocuments(this, 'Documents', {
      prefix: names.prefix,
      defaults: settings.documents,
      agents: settings.agents,
      treatAs: settings.treatAs,
      logRetentionDays: retention.logDays,
    });
    const configuration = configurationDigest(settings, hashes);
    const outside = this.#openOutside(settings, this.#giveAccess(settings));
    const ground = { settings, roster, versions, floors, configuration, outside };
    const { onboard } = new OnboardFunction(this, 'Onboarding', { ...ground, launchQueue, alarms });
    new RecheckFunction(this, 'Rechecking', { ...ground, verifiable, launchQueue, alarms });
    const sweepGround = { settings, roster, launchQueue, alarms, configuration, versions, outside };
    const { sweep } = new SweepFunction(this, 'Sweeping', sweepGround);
    const followingUp = new FollowUpFunction(this, 'FollowingUp', { settings, roster, alarms });
    const letters = deadLettersOf(launchQueue, launchRules, followingUp);
    const outcomeQueue = followingUp.outcomeQueue.queue;
    const deadLetters = Object.values(letters);
    const rolloutDocuments = rolloutDocumentArns(this, settings);
    new OperatorPolicies(this, 'Operators', {
      ...{ ...names, roster, launchQueue, outcomeQueue, deadLetters, rolloutDocuments },
      hasOutside: outside !== null,
    });
    new DeployedFacts(this, 'Facts', settings);
    if (settings.otherInstallations.length === 0) this.#own(names.prefix);

    this.#export(`${names.parameterPath}/onboarding`, {
      RosterTableName: ['roster-table-name', roster.table.tableName],
      LaunchQueueUrl: ['launch-queue-url', launchQueue.queue.queueUrl],
      OutcomeQueueUrl: ['outcome-queue-url', outcomeQueue.queueUrl],
      AlarmTopicArn: ['alarm-topic-arn', alarms.topic.topicArn],
      OnboardFunctionName: ['onboard-function-name', onboard.function.functionName],
      SweepFunctionName: ['sweep-function-name', sweep.function.functionName],
      ...Object.fromEntries(
        deadLetterQueues.map(({ name, url }) => [`${name}Url`, [url, letters[name].queueUrl] as const]),
      ),
    });
  }

  /** What instances need to be managed, and what the documents of agents need. */
  #giveAccess(settings: Settings): InstanceAccess {
    const { instanceAccess, agents, names } = settings;
    const { parameterPath } = names;
    const access = new InstanceAccess(this, 'InstanceAccess', { kept: instanceAccess, parameterPath });
    if (hasNeeds(agents))
      access.addPolicy(new AgentSecrets(this, 'AgentSecrets', { ...names, settings }).policy);
    return access;
  }

  /** The nodes outside EC2 that are looked at, and their role; null while the configuration has no `hybrid`. */
  #openOutside({ hybrid, names }: Settings, { policies }: InstanceAccess): OutsideGround {
    if (hybrid === null) return null;
    const { role } = new OutsideAccess(this, 'OutsideAccess', { ...names, policies });
    return { roles: [role.roleName, ...hybrid.roles], arnPrefix: outsideArnPrefix(this) };
  }

  /** Says that this installation onboards all instances here. */
  #own(prefix: string): void {
    new StringParameter(this, 'Owner', {
      parameterName: ownerParameter,
      stringValue: prefix,
      description: 'The installation of Muster here. Another one names it in otherInstallations.',
    });
  }

  /** Parameters for the command line and for others, by the ids of their constructs. */
  #export(path: string, parameters: Readonly<Record<string, readonly [name: string, value: string]>>): void {
    for (const [id, [name, stringValue]] of Object.entries(parameters))
      new StringParameter(this, id, { parameterName: `${path}/${name}`, stringValue });
  }
}

/** Every queue of dead letters, by the name of its alarm. */
function deadLettersOf(
  launchQueue: WatchedQueue,
  launchRules: LaunchRules,
  { outcomeQueue, undelivered }: FollowUpFunction,
): Record<DeadLetterQueueName, Queue> {
  return {
    LaunchesDeadLettered: launchQueue.deadLetters,
    EventsUndelivered: launchRules.undelivered,
    OutcomesDeadLettered: outcomeQueue.deadLetters,
    OutcomesUndelivered: undelivered,
  };
}
