import { CreateDocumentCommand, GetDocumentCommand, SSMClient } from '@aws-sdk/client-ssm';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, afterEach, beforeEach, expect, it } from 'vitest';
import { handler } from '../../../lambdas/session-preferences/session-preferences-handler.ts';
import { type AnswerServer, aCreateEvent, startAnswerServer } from '../custom-resource.ts';
import { captured } from '../invoke.ts';

const ssm = mockClient(SSMClient);
let server: AnswerServer;
beforeEach(async () => {
  ssm.reset();
  server = await startAnswerServer();
});
afterEach(() => server.close());
afterAll(() => ssm.restore());

const event = () =>
  aCreateEvent({
    ResponseURL: server.url,
    ResourceProperties: { ServiceToken: 'arn', Content: '{"inputs":{}}' },
  });
const answers = () => server.taken.map((put): unknown => JSON.parse(put.body));
const named = (name: string) => Object.assign(new Error('refused'), { name });

it('answers CloudFormation with the version that it made', async () => {
  ssm.on(GetDocumentCommand).rejects(named('InvalidDocument'));
  ssm.on(CreateDocumentCommand).resolves({ DocumentDescription: { DocumentVersion: '1' } });
  const { lines } = await captured(() => handler(event()));
  expect(answers()).toEqual([
    expect.objectContaining({
      ...{ Status: 'SUCCESS', PhysicalResourceId: 'SSM-SessionManagerRunShell', Data: { Version: '1' } },
    }),
  ]);
  expect(lines.map(({ message }) => message)).toEqual(['preferences decided']);
});

it('answers even when it fails, so that the stack does not wait for its time-out, and logs why', async () => {
  ssm.on(GetDocumentCommand).rejects(named('InternalServerError'));
  const { lines } = await captured(() => handler(event()));
  const reason = 'SSM-SessionManagerRunShell: InternalServerError: refused';
  expect(answers()).toEqual([expect.objectContaining({ Status: 'FAILED', Reason: reason })]);
  expect(lines).toEqual([expect.objectContaining({ message: 'preferences not settled', reason })]);
});
