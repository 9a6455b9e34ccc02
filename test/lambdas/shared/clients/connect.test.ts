import { once } from 'node:events';
import { createServer } from 'node:http';
import { SendCommandCommand, SSMClient } from '@aws-sdk/client-ssm';
import { afterEach, expect, it, vi } from 'vitest';
import { connect } from '../../../../lambdas/shared/clients/connect.ts';

/** A server that takes every call and answers none. */
async function silentServer() {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return { server, endpoint: `http://127.0.0.1:${port}`, called: once(server, 'request') };
}

afterEach(() => {
  vi.useRealTimers();
});

it('a call without an answer fails after 15 seconds, and does not hold the function', async () => {
  const { server, endpoint, called } = await silentServer();
  const credentials = { accessKeyId: 'a', secretAccessKey: 's' };
  class Client extends SSMClient {
    constructor(settings: ConstructorParameters<typeof SSMClient>[0]) {
      super({ ...settings, endpoint, credentials, region: 'eu-west-1' });
    }
  }
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const client = connect(Client, { maxAttempts: 1 });
  let ended: unknown;
  const call = client.send(new SendCommandCommand({ DocumentName: 'D' })).then(
    () => 'answered',
    (error: unknown) => error,
  );
  call.then((end) => {
    ended = end;
  });
  await called;
  await vi.advanceTimersByTimeAsync(14_000);
  expect(ended).toBeUndefined();
  await vi.advanceTimersByTimeAsync(2_000);
  // The end of the connection reaches the client on a real tick, and needs no more of the pretended time.
  expect(await call).toMatchObject({ name: 'TimeoutError' });
  server.closeAllConnections();
  server.close();
});
