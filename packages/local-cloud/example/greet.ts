import { SendCommandCommand, SSMClient } from '@aws-sdk/client-ssm';

interface QueueEvent {
  readonly Records: readonly { readonly messageId: string; readonly body: string }[];
}

const client = new SSMClient();

/** Sends the document to the instance that each message names. A message whose send fails comes again. */
export async function handler({ Records }: QueueEvent) {
  const batchItemFailures: { itemIdentifier: string }[] = [];
  for (const { messageId, body } of Records) {
    const instanceId: string = JSON.parse(body).detail['instance-id'];
    const command = { DocumentName: process.env['DOCUMENT_NAME'], InstanceIds: [instanceId] };
    await client.send(new SendCommandCommand(command)).catch((error: unknown) => {
      // biome-ignore lint/suspicious/noConsole: this is how a function writes to its log
      console.warn(`${instanceId} is not greeted yet`, error);
      batchItemFailures.push({ itemIdentifier: messageId });
    });
  }
  return { batchItemFailures };
}
