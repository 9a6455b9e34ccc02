const { SendCommandCommand, SSMClient } = require('@aws-sdk/client-ssm');

const client = new SSMClient();

/** Sends the document to the instance that each message names. A message whose send fails comes again. */
exports.handler = async ({ Records }) => {
  const batchItemFailures = [];
  for (const { messageId, body } of Records) {
    const instanceId = JSON.parse(body).detail['instance-id'];
    const command = { DocumentName: process.env.DOCUMENT_NAME, InstanceIds: [instanceId] };
    await client.send(new SendCommandCommand(command)).catch((error) => {
      // biome-ignore lint/suspicious/noConsole: this is how a function writes to its log
      console.warn(`${instanceId} is not greeted yet`, error);
      batchItemFailures.push({ itemIdentifier: messageId });
    });
  }
  return { batchItemFailures };
};
