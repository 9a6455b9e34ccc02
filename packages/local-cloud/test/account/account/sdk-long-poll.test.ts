import {
  DeleteMessageCommand,
  GetQueueUrlCommand,
  QueueDoesNotExist,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import { serveCloud } from '../../served-cloud.ts';

/** Tests the codec with the other side of the wire: the SDK's own clients over HTTP. */

const served = serveCloud();

describe('SQS by its client', () => {
  const client = () => new SQSClient({ ...served().settings, useQueueUrlAsEndpoint: false });

  it('sends and receives messages that pass the MD5 checks of the client', async () => {
    const { queueUrl, pass } = served();
    const sqs = client();
    const body = 'Zürich "quoted" <tag> 🚀\n';
    const MessageAttributes = {
      kind: { DataType: 'String', StringValue: 'test' },
      bytes: { DataType: 'Binary', BinaryValue: new Uint8Array([0, 255]) },
    };
    const sent = await sqs.send(
      new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: body, MessageAttributes }),
    );
    await pass(1);
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: queueUrl,
        MessageAttributeNames: ['All'],
        MaxNumberOfMessages: 10,
      }),
    );
    expect(Messages).toMatchObject([{ MessageId: sent.MessageId, Body: body, MessageAttributes }]);
    await sqs.send(
      new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle: Messages[0]?.ReceiptHandle }),
    );
  });

  it('answers a long poll when a message arrives', async () => {
    const { queueUrl, pass } = served();
    const sqs = client();
    let isAnswered = false;
    const poll = sqs
      .send(new ReceiveMessageCommand({ QueueUrl: queueUrl, WaitTimeSeconds: 20 }))
      .finally(() => {
        isAnswered = true;
      });
    await beforeAnswering(sqs);
    await pass(10);
    await beforeAnswering(sqs);
    expect(isAnswered).toBe(false);
    await sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: 'at last' }));
    await pass(1);
    const { Messages = [] } = await poll;
    expect(Messages.map(({ Body }) => Body)).toEqual(['at last']);
    await sqs.send(
      new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle: Messages[0]?.ReceiptHandle }),
    );
  });

  it('answers a long poll with nothing when its time is over', async () => {
    const { queueUrl, pass } = served();
    const sqs = client();
    const poll = sqs.send(new ReceiveMessageCommand({ QueueUrl: queueUrl, WaitTimeSeconds: 20 }));
    await beforeAnswering(sqs);
    await pass(20);
    expect((await poll).Messages).toBeUndefined();
  });

  it('keeps a message for others when the caller of a long poll has disconnected', async () => {
    const { queueUrl, pass } = served();
    const sqs = client();
    const caller = new AbortController();
    const poll = sqs.send(new ReceiveMessageCommand({ QueueUrl: queueUrl, WaitTimeSeconds: 20 }), {
      abortSignal: caller.signal,
    });
    await beforeAnswering(sqs);
    caller.abort();
    await expect(poll).rejects.toThrow();
    await beforeAnswering(sqs);
    await sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: 'for others' }));
    await pass(1);
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: queueUrl }));
    expect(Messages.map(({ Body }) => Body)).toEqual(['for others']);
    await sqs.send(
      new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle: Messages[0]?.ReceiptHandle }),
    );
  });

  it('refuses an unknown queue with the error of the model', async () => {
    const call = client().send(new GetQueueUrlCommand({ QueueName: 'nowhere' }));
    await expect(call).rejects.toBeInstanceOf(QueueDoesNotExist);
  });

  /** A round trip. When it returns, earlier requests have reached the server. */
  async function beforeAnswering(sqs: SQSClient): Promise<void> {
    for (let n = 0; n < 3; n++) {
      await sqs.send(new GetQueueUrlCommand({ QueueName: served().queueUrl.split('/').at(-1) }));
    }
  }
});
