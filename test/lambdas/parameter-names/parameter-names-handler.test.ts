import { DescribeParametersCommand, SSMClient } from '@aws-sdk/client-ssm';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, afterEach, beforeEach, expect, it, vi } from 'vitest';
import { handler } from '../../../lambdas/parameter-names/parameter-names-handler.ts';
import { type AnswerServer, aCreateEvent, startAnswerServer } from '../custom-resource.ts';

const ssm = mockClient(SSMClient);
let server: AnswerServer;
beforeEach(async () => {
  ssm.reset();
  server = await startAnswerServer();
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
});
afterEach(() => {
  vi.restoreAllMocks();
  return server.close();
});
afterAll(() => ssm.restore());

it('answers CloudFormation, also when it fails', async () => {
  const { ServiceToken } = aCreateEvent();
  const event = aCreateEvent({
    ResponseURL: server.url,
    ResourceProperties: { ServiceToken, Names: ['/a'] },
  });
  ssm.on(DescribeParametersCommand).resolvesOnce({ Parameters: [] }).rejects(new Error('away'));
  await handler(event);
  await handler(event);
  expect(server.taken.map((put): unknown => JSON.parse(put.body))).toMatchObject([
    { Status: 'SUCCESS', PhysicalResourceId: 'parameter-names' },
    { Status: 'FAILED', Reason: expect.stringContaining('away') },
  ]);
});
