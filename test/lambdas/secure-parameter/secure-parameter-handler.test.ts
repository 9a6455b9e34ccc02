import { GetParameterCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, afterEach, beforeEach, expect, it, vi } from 'vitest';
import { handler } from '../../../lambdas/secure-parameter/secure-parameter-handler.ts';
import { type AnswerServer, aCreateEvent, startAnswerServer } from '../custom-resource.ts';

const ssm = mockClient(SSMClient);
let server: AnswerServer;
let lines: unknown[];
beforeEach(async () => {
  ssm.reset();
  server = await startAnswerServer();
  lines = [];
  vi.spyOn(process.stderr, 'write').mockImplementation((line) => lines.push(line) > 0);
  vi.spyOn(process.stdout, 'write').mockImplementation((line) => lines.push(line) > 0);
});
afterEach(() => {
  vi.restoreAllMocks();
  return server.close();
});
afterAll(() => ssm.restore());

const event = () => {
  const { ServiceToken } = aCreateEvent();
  const ResourceProperties = {
    ...{ ServiceToken, Name: '/retail/shop/prod/key', KeyId: 'key-1', Tier: 'Standard' },
    ...{ Length: '32', Punctuation: 'true', DeleteWithStack: 'false' },
  };
  return aCreateEvent({ ResponseURL: server.url, ResourceProperties });
};
const answers = () => server.taken.map((put): unknown => JSON.parse(put.body));
const drawn = () => ssm.commandCalls(PutParameterCommand)[0]?.args[0].input.Value ?? '';

it('makes the parameter; neither the answer nor the log holds the value', async () => {
  ssm.on(PutParameterCommand).resolves({ Version: 1 });
  await handler(event());
  expect(answers()).toEqual([
    expect.objectContaining({ Status: 'SUCCESS', PhysicalResourceId: '/retail/shop/prod/key' }),
  ]);
  expect(lines.join('')).toContain('parameter created');
  expect(drawn()).toHaveLength(32);
  expect(JSON.stringify([answers(), lines])).not.toContain(drawn());
});

it('answers even when Parameter Store fails and quotes the value, and logs why without the value', async () => {
  ssm.on(PutParameterCommand).callsFake(({ Value }) => {
    throw Object.assign(new Error(`Value '${Value}' failed`), { name: 'ValidationException' });
  });
  await handler(event());
  expect(answers()).toEqual([
    expect.objectContaining({
      Status: 'FAILED',
      Reason:
        'The parameter /retail/shop/prod/key: ValidationException (its message is left out: it quotes the value)',
    }),
  ]);
  expect(lines.join('')).toContain('secure parameter not settled');
  expect(JSON.stringify([answers(), lines])).not.toContain(drawn());
});

it('answers when a parameter exists in the clear, without its value', async () => {
  ssm.on(PutParameterCommand).rejects(Object.assign(new Error(), { name: 'ParameterAlreadyExists' }));
  ssm.on(GetParameterCommand).resolves({ Parameter: { Type: 'String', Value: 'hunter2' } });
  await handler(event());
  expect(answers()).toEqual([expect.objectContaining({ Status: 'FAILED' })]);
  expect(JSON.stringify([answers(), lines])).not.toContain('hunter2');
});
