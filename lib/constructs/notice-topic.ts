import { Stack } from 'aws-cdk-lib';
import type { RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { SnsTopic } from 'aws-cdk-lib/aws-events-targets';
import { PolicyDocument, PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import { serviceHere } from './service-here.ts';

/** Who gets the notices. */
export interface NoticeTopicProps {
  /** Each address must confirm its subscription once. */
  readonly emails: readonly string[];
}

/** A topic, over TLS only, for people who want to hear about a capability. */
export class NoticeTopic extends Construct {
  readonly topic: Topic;
  #publisher: Role | undefined;

  constructor(scope: Construct, id: string, { emails }: NoticeTopicProps) {
    super(scope, id);
    this.topic = new Topic(this, 'Topic', { enforceSSL: true });
    for (const email of emails) this.topic.addSubscription(new EmailSubscription(email));
  }

  /**
   * The topic as the target of rules of this stack. EventBridge publishes with a role, and not in its own name: for
   * EventBridge, the policy of a topic takes no conditions, so it would let the rules of every account publish.
   */
  target(message?: RuleTargetInput): SnsTopic {
    this.#publisher ??= this.#createPublisher();
    return new SnsTopic(this.topic, {
      role: this.#publisher.withoutPolicyUpdates(),
      authorizeUsingRole: true,
      ...(message === undefined ? {} : { message }),
    });
  }

  /** CloudFormation may cut the name of a stack in the name that it makes for a rule. */
  #createPublisher(): Role {
    return new Role(this, 'Publisher', {
      description: 'Lets rules of this stack publish notices.',
      assumedBy: serviceHere(this, 'events', `rule/${Stack.of(this).stackName.slice(0, 20)}*`),
      // With the role, so that a rule that waits for the role waits for its right too.
      inlinePolicies: {
        Publish: new PolicyDocument({
          statements: [new PolicyStatement({ actions: ['sns:Publish'], resources: [this.topic.topicArn] })],
        }),
      },
    });
  }
}
