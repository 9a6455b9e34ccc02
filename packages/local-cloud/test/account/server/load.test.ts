import { connect } from 'node:net';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import { serveCloud } from '../../served-cloud.ts';

const served = serveCloud();
const megabyte = 1024 * 1024;

/** Sends a body of this size. */
function post(port: number, bytes: number): Promise<Response> {
  const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'AmazonSSM.ListCommands' };
  return fetch(`http://127.0.0.1:${port}`, { method: 'POST', headers, body: ' '.repeat(bytes) });
}

describe('a server under load', () => {
  it('answers 200 clients at once, beside large bodies and requests that are half sent', async () => {
    const { settings, queueUrl, port } = served();
    const halves = Array.from({ length: 20 }, () => connect(port, '127.0.0.1').on('error', () => undefined));
    for (const half of halves)
      half.write('POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{');
    const sends = Array.from({ length: 200 }, async (_, n) => {
      const client = new SQSClient(settings);
      await client.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: String(n) }));
      client.destroy();
    });
    const large = Array.from({ length: 4 }, async () => (await post(port, 20 * megabyte)).status);
    await Promise.all(sends);
    expect(await Promise.all(large)).toEqual([413, 413, 413, 413]);
    for (const half of halves) half.destroy();
  });
});
