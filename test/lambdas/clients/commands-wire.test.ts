import { createServer } from 'node:http';
import { SSMClient } from '@aws-sdk/client-ssm';
import { afterEach, expect, it } from 'vitest';
import { createCommands } from '../../../lambdas/clients/commands.ts';
import { anOrder, idOf } from '../builders.ts';
import { fakeClock } from '../fakes.ts';

/** What the server answers: a status and a body, or nothing: the connection is cut after the request was read. */
type Answer = { readonly status: number; readonly body: object } | 'cut';

const servers: { close(): void; closeAllConnections(): void }[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** Sends one order through the real SDK to a server on loopback that answers so, and counts the requests. */
async function sendTo(answer: Answer) {
  const targets: unknown[] = [];
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      targets.push(request.headers['x-amz-target']);
      if (answer === 'cut') request.socket.destroy();
      else {
        response.writeHead(answer.status, { 'content-type': 'application/x-amz-json-1.1' });
        response.end(JSON.stringify(answer.body));
      }
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  const client = new SSMClient({
    endpoint: `http://127.0.0.1:${address.port}`,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  });
  const result = await createCommands(client, fakeClock()).send(anOrder([idOf(1)]));
  client.destroy();
  return { ...result, targets };
}

const refusal = (type: string, message?: string) => ({ status: 400, body: { __type: type, message } });

it.each([
  ['InvalidInstanceId without a message', refusal('InvalidInstanceId'), 'NotReady', 1],
  ['InvalidInstanceId with an empty message', refusal('InvalidInstanceId', ''), 'NotReady', 1],
  ['UnsupportedPlatformType', refusal('UnsupportedPlatformType', 'no'), 'NotReady', 1],
  [
    'ThrottlingException, which no model names',
    refusal('ThrottlingException', 'Rate exceeded'),
    'Throttled',
    4,
  ],
  ['InvalidParameters', refusal('InvalidParameters', 'bad'), 'DocumentRefused', 1],
  ['InternalServerError', { status: 500, body: { __type: 'InternalServerError' } }, 'Unknown', 1],
  ['a cut connection', 'cut', 'Unknown', 1],
] as const)('what the SDK makes of %s is read as it should be', async (_name, answer, kind, calls) => {
  const { sent, refused, targets } = await sendTo(answer);
  expect(sent).toEqual([]);
  expect(refused.map((part) => part.kind)).toEqual([kind]);
  expect(targets).toEqual(Array.from({ length: calls }, () => 'AmazonSSM.SendCommand'));
});

it('what the SDK makes of a command is its id', async () => {
  const { sent } = await sendTo({ status: 200, body: { Command: { CommandId: 'command-1' } } });
  expect(sent).toEqual([{ commandId: 'command-1', instanceIds: [idOf(1)] }]);
});
