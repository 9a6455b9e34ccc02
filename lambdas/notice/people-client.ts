import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { CreateOpsItemCommand, SSMClient } from '@aws-sdk/client-ssm';
import { connect } from '../shared/clients/connect.ts';
import { unless } from '../shared/clients/expected-errors.ts';
import type { Message } from './plan-messages.ts';

/** Those who are told. */
export interface People {
  /** Publishes a message to the topic. Twice is twice: people get two. */
  publish(message: Message): Promise<void>;
  /** Opens an OpsItem for a message. While one of the same cause is open, there is no second one. */
  open(message: Message): Promise<void>;
}

/** The most characters of the description of an OpsItem (API reference). */
const descriptionLengthMax = 2048;
/** The key of OpsCenter by whose value an OpsItem is told from others (Systems Manager user guide, duplicate OpsItems). */
const dedupKey = '/aws/dedup';

/** Publishes to the topic, and opens OpsItems in the account. */
export function createPeople(TopicArn: string, sns = connect(SNSClient), ssm = connect(SSMClient)): People {
  return {
    async publish({ subject, body }) {
      await sns.send(new PublishCommand({ TopicArn, Subject: subject, Message: body }));
    },
    async open({ subject, body, cause }) {
      const command = new CreateOpsItemCommand({
        ...{ Title: subject, Description: body.slice(0, descriptionLengthMax), Source: 'Muster' },
        OperationalData: {
          [dedupKey]: { Type: 'SearchableString', Value: JSON.stringify({ dedupString: `Muster ${cause}` }) },
        },
      });
      await unless(['OpsItemAlreadyExistsException'], () => ssm.send(command));
    },
  };
}
