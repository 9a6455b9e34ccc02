import { request as httpRequest } from 'node:http';
import { networkInterfaces } from 'node:os';
import { describe, expect, it } from 'vitest';
import { startServer } from '../../src/account/server.ts';
import { jsonRequest } from '../cloud-bench.ts';
import { serveCloud } from '../served-cloud.ts';

const served = serveCloud();

interface Sent {
  readonly target?: string;
  readonly body?: string | Buffer;
  readonly method?: string;
  readonly type?: string;
}

/** Sends a raw request. SDK clients send none of these. */
function send({ target, body = '', method = 'POST', type = 'application/x-amz-json-1.1' }: Sent) {
  const headers: Record<string, string> = { 'content-type': type };
  if (target !== undefined) headers['x-amz-target'] = target;
  return new Promise<{ status: number | undefined; body: string }>((resolve, reject) => {
    const options = { host: '127.0.0.1', port: served().port, method, headers };
    const request = httpRequest(options, (response) => {
      let text = '';
      response.on('data', (chunk) => {
        text += String(chunk);
      });
      response.on('end', () => resolve({ status: response.statusCode, body: text }));
    });
    request.on('error', reject);
    request.end(body);
  });
}

describe('the HTTP server', () => {
  it('listens on loopback only', () => {
    expect(served().server.address()).toMatchObject({ address: '127.0.0.1', family: 'IPv4' });
  });

  it('is not reachable at another address of this machine', async () => {
    const others = Object.values(networkInterfaces())
      .flatMap((addresses = []) => addresses)
      .filter(({ family, internal }) => family === 'IPv4' && !internal);
    for (const { address } of others) {
      const attempt = new Promise((resolve, reject) => {
        httpRequest({ host: address, port: served().port }, resolve).on('error', reject).end();
      });
      await expect(attempt, address).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    }
  });

  it('answers a request that is not emulated with 501 and its name, and continues', async () => {
    const unknown = await send({ target: 'AmazonSSM.DescribeActivations', body: '{}' });
    expect([unknown.status, JSON.parse(unknown.body)]).toEqual([
      501,
      { __type: 'NotEmulated', message: expect.stringContaining('the operation ssm:DescribeActivations') },
    ]);
    expect(await send({ method: 'GET' })).toMatchObject({
      status: 501,
      body: expect.stringContaining('GET 127.0.0.1/'),
    });
    expect(await send({ target: 'AmazonSSM.ListCommands', body: '{}' })).toEqual({
      status: 200,
      body: '{"Commands":[]}',
    });
  });

  it('refuses broken JSON as the service does', async () => {
    const { status, body } = await send({ target: 'AmazonSSM.ListCommands', body: '{"MaxResults":' });
    expect([status, JSON.parse(body).__type]).toEqual([400, 'com.amazonaws.ssm#SerializationException']);
  });

  it('refuses a body above 16 MB with a response, and accepts one just below', async () => {
    const bytesMax = 16 * 1024 * 1024;
    const tooLarge = await send({ target: 'AmazonSSM.ListCommands', body: Buffer.alloc(bytesMax + 1, ' ') });
    expect([tooLarge.status, JSON.parse(tooLarge.body)]).toEqual([
      413,
      {
        __type: 'RequestEntityTooLargeException',
        message: `The request has ${bytesMax + 1} bytes; allowed: ${bytesMax}`,
      },
    ]);
    const large = Buffer.alloc(bytesMax, ' ');
    large.write('{}');
    expect((await send({ target: 'AmazonSSM.ListCommands', body: large })).status).toBe(200);
  });

  it('decodes characters that are split across two packets', async () => {
    const { cloud, topicArn } = served();
    const body = new URLSearchParams({ Action: 'Publish', Version: '2010-03-31', TopicArn: topicArn });
    const text = `${'a'.repeat(70_001)}ü`.repeat(3);
    const answer = await send({
      body: `${body}&Message=${text}`,
      type: 'application/x-www-form-urlencoded; charset=utf-8',
    });
    expect(answer.status).toBe(200);
    expect(cloud.sns.published.at(-1)?.message === text).toBe(true);
  });

  it('answers a bug of ours with 500, and continues', async () => {
    const { cloud } = served();
    cloud.gateway.register({
      name: 'events',
      operations: {
        ...cloud.events.operations,
        ListRules: {
          authorize: () => [],
          run: () => {
            throw new TypeError('ours');
          },
        },
      },
    });
    const { status, body } = await send({ target: 'AWSEvents.ListRules', body: '{}' });
    expect([status, JSON.parse(body)]).toEqual([500, { __type: 'InternalFailure', message: 'ours' }]);
    expect((await send({ target: 'AmazonSSM.ListCommands', body: '{}' })).status).toBe(200);
  });

  it('refuses a port that is taken', async () => {
    await expect(startServer(served().cloud, served().port)).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  it('counts no call of the administrator as a call of a function', () => {
    const { cloud } = served();
    cloud.gateway.serve(jsonRequest('ssm', 'AmazonSSM.ListCommands', {}), { kind: 'administrator' });
    expect(cloud.observations.calls).toEqual({});
  });
});
