import { connect } from 'node:net';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import { startServer, stopServer } from '../../../src/account/server.ts';
import { serveCloud } from '../../served-cloud.ts';

const served = serveCloud();

describe('a ReceiveMessage over HTTP', () => {
  it.each([
    ['a queue that is not there', { QueueUrl: 'https://sqs.us-east-1.amazonaws.com/000000000000/none' }],
    ['more than 10 messages', { MaxNumberOfMessages: 11 }],
    ['a wait of more than 20 s', { WaitTimeSeconds: 21 }],
    ['a negative wait', { WaitTimeSeconds: -1 }],
    ['a visibility time-out of more than 12 hours', { VisibilityTimeout: 50_000 }],
  ])('is refused at once for %s', async (_what, input) => {
    const sqs = new SQSClient(served().settings);
    const sent = sqs.send(new ReceiveMessageCommand({ QueueUrl: served().queueUrl, ...input }));
    await expect(sent).rejects.toMatchObject({ $metadata: { httpStatusCode: 400 } });
  });
});

describe('a server that is stopped', () => {
  it('ends at once, whatever it waits for: a long poll, half a request', async () => {
    const { cloud, queueUrl, settings } = served();
    const { server, port } = await startServer(cloud, 0);
    const sqs = new SQSClient({ ...settings, endpoint: `http://127.0.0.1:${port}` });
    const poll = sqs.send(new ReceiveMessageCommand({ QueueUrl: queueUrl, WaitTimeSeconds: 20 }));
    const half = connect(port, '127.0.0.1').on('error', () => undefined);
    half.write('POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{');
    await new Promise((resolve) => setTimeout(resolve, 100));
    const ended = new Promise((resolve) => server.once('close', resolve));
    stopServer(server);
    await ended;
    await expect(poll).rejects.toThrow();
    half.destroy();
  });
});
