import { createServer } from 'node:http';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createCommands } from '../../../../../../lambdas/shared/clients/commands/commands.ts';
import { anOrder, idOf, nowMs } from '../../../../builders.ts';
import { fakeClock } from '../../../../fakes.ts';

/** The server's answer: a status and a body, or `cut`: it cuts the connection after reading the request. */
type Answer = { readonly status: number; readonly body: object } | 'cut';

beforeEach(() => {
  vi.stubEnv('AWS_REGION', 'eu-west-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
});

const servers: { close(): void; closeAllConnections(): void }[] = [];
afterEach(() => {
  vi.unstubAllEnvs();
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/**
 * The commands on the real SDK's own clients, as the function makes them, connected to a server on loopback.
 * The server gives these answers in order, and then repeats the last one. `targets` are the operations that
 * it received.
 */
async function serve(...answers: readonly [Answer, ...Answer[]]) {
  const targets: unknown[] = [];
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      const answer = answers[Math.min(targets.length, answers.length - 1)] ?? 'cut';
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
  vi.stubEnv('AWS_ENDPOINT_URL_SSM', `http://127.0.0.1:${address.port}`);
  return { targets, commands: createCommands(undefined, undefined, fakeClock()) };
}

/** Sends one order to a server with this answer. */
async function sendTo(answer: Answer) {
  const { targets, commands } = await serve(answer);
  return { got: await commands.send(anOrder([idOf(1)])), targets };
}

const refusal = (type: string, message?: string) => ({ status: 400, body: { __type: type, message } });

it.each([
  ['InvalidInstanceId without a message', refusal('InvalidInstanceId'), 'NotReady', 1],
  ['InvalidInstanceId with an empty message', refusal('InvalidInstanceId', ''), 'NotReady', 1],
  ['UnsupportedPlatformType', refusal('UnsupportedPlatformType', 'no'), 'UnsupportedPlatform', 1],
  [
    'ThrottlingException, which no model names',
    refusal('ThrottlingException', 'Rate exceeded'),
    'Throttled',
    4,
  ],
  ['InvalidParameters', refusal('InvalidParameters', 'bad'), 'DocumentRefused', 1],
  ['AccessDeniedException, which no model names', refusal('AccessDeniedException', 'no'), 'Denied', 1],
  ['InternalServerError', { status: 500, body: { __type: 'InternalServerError' } }, 'Unknown', 1],
  ['a cut connection', 'cut', 'Unknown', 1],
] as const)('what the SDK makes of %s is read correctly', async (_name, answer, kind, calls) => {
  const { got, targets } = await sendTo(answer);
  expect(got).toMatchObject({ kind });
  expect(targets).toEqual(Array.from({ length: calls }, () => 'AmazonSSM.SendCommand'));
});

it('what the SDK makes of a command is its id', async () => {
  const { got } = await sendTo({ status: 200, body: { Command: { CommandId: 'command-1' } } });
  expect(got).toEqual({ commandId: 'command-1' });
});

describe('a look for a lost order', () => {
  const found = {
    status: 200,
    body: {
      Commands: [{ CommandId: 'command-1', Comment: 'muster order r.1', InstanceIds: [idOf(1)] }],
    },
  };

  it.each([
    ['throttled', refusal('ThrottlingException', 'Rate exceeded')],
    ['answered with an error of the server', { status: 500, body: { __type: 'InternalServerError' } }],
    ['cut off', 'cut'],
  ] as const)('is repeated when it is %s, because it changes nothing', async (_name, first) => {
    const { targets, commands } = await serve(first, found);
    expect(await commands.find('r.1', nowMs)).toMatchObject([
      { commandId: 'command-1', instanceIds: [idOf(1)] },
    ]);
    expect(targets).toEqual(['AmazonSSM.ListCommands', 'AmazonSSM.ListCommands']);
  });
});
