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
  readonly headers?: Readonly<Record<string, string>>;
}

/** The part of a signature that names its service. */
const signedFor = (service: string) => ({
  authorization: `AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/${service}/aws4_request, SignedHeaders=host`,
});

/** Sends a raw request. SDK clients send none of these. */
function send({ target, body = '', method = 'POST', type = 'application/x-amz-json-1.1', ...sent }: Sent) {
  const headers: Record<string, string> = { 'content-type': type, ...sent.headers };
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
    const unknown = await send({ target: 'AmazonSSM.DescribeSessions', body: '{}' });
    expect([unknown.status, JSON.parse(unknown.body)]).toEqual([
      501,
      { __type: 'NotEmulated', message: expect.stringContaining('the operation ssm:DescribeSessions') },
    ]);
    expect(await send({ method: 'GET' })).toMatchObject({
      status: 501,
      body: expect.stringContaining('the request GET 127.0.0.1/'),
    });
    expect(await send({ target: 'AmazonSSM.ListCommands', body: '{}' })).toEqual({
      status: 200,
      body: '{"Commands":[]}',
    });
  });

  it.each([
    [
      'sts',
      'GetSessionToken',
      '2011-06-15',
      '<ErrorResponse><Error><Type>Sender</Type><Code>NotEmulated</Code>',
    ],
    [
      'cloudformation',
      'ValidateTemplate',
      '2010-05-15',
      '<ErrorResponse><Error><Type>Sender</Type><Code>NotEmulated</Code>',
    ],
    ['ec2', 'DescribeVolumes', '2016-11-15', '<Response><Errors><Error><Code>NotEmulated</Code>'],
    ['iam', 'ListUsers', '2010-05-08', '<ErrorResponse><Error><Type>Sender</Type><Code>NotEmulated</Code>'],
  ])(
    'says in XML that %s:%s is not emulated, as the AWS CLI reads it',
    async (service, Action, Version, begin) => {
      const { status, body } = await send({
        body: String(new URLSearchParams({ Action, Version })),
        type: 'application/x-www-form-urlencoded; charset=utf-8',
        headers: signedFor(service),
      });
      expect([status, body.replace(/^<\?xml version="1\.0"\?>/, '').startsWith(begin)]).toEqual([501, true]);
      expect(body).toContain(`the operation ${service}:${Action}.`);
    },
  );

  it('says in the XML of S3 that S3 is not emulated', async () => {
    const { status, body } = await send({ method: 'GET', headers: signedFor('s3') });
    expect([status, body]).toEqual([
      501,
      expect.stringMatching(/<Error><Code>NotEmulated<\/Code>.*GET s3\//),
    ]);
  });

  it.each([
    ['the host of another site', { host: 'evil.example' }],
    ['a name that only begins like ours', { host: 'localhost.evil.example:80' }],
    ['a page of another site', { origin: 'https://evil.example' }],
    ['a file that a browser opened', { origin: 'null' }],
    ['a request that a page of another site begins', { 'sec-fetch-site': 'cross-site' }],
    ['a request that another port of this machine begins', { 'sec-fetch-site': 'same-site' }],
  ])('refuses %s, so that no web page can use the account: 403', async (_what, headers) => {
    const answer = await send({ target: 'AmazonSSM.ListCommands', body: '{}', headers });
    expect([answer.status, JSON.parse(answer.body).__type]).toEqual([403, 'AccessDeniedException']);
  });

  it.each([
    [{ host: 'localhost' }],
    [{ host: '[::1]:4566' }],
    [{ host: 'bucket.localhost:4566' }],
    [{ host: '127.0.0.1:4566', origin: 'http://127.0.0.1:4566', 'sec-fetch-site': 'same-origin' }],
    [{ 'sec-fetch-site': 'none' }],
  ])('answers this machine by each of its names: %j', async (headers) => {
    expect((await send({ target: 'AmazonSSM.ListCommands', body: '{}', headers })).status).toBe(200);
  });

  it('refuses a request that is nested too deeply, and continues', async () => {
    const levels = 5000;
    const value = `${'{"M":{"a":'.repeat(levels)}{"S":"x"}${'}}'.repeat(levels)}`;
    const body = `{"TableName":"none","Item":{"a":${value}}}`;
    const { status, body: answer } = await send({ target: 'DynamoDB_20120810.PutItem', body });
    expect([status, JSON.parse(answer).__type]).toEqual([400, expect.stringContaining('Exception')]);
    expect((await send({ target: 'AmazonSSM.ListCommands', body: '{}' })).status).toBe(200);
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
