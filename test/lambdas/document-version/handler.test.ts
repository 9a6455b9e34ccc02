import { DescribeDocumentCommand, SSMClient } from '@aws-sdk/client-ssm';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, afterEach, beforeEach, expect, it, vi } from 'vitest';
import { handler } from '../../../lambdas/document-version/handler.ts';
import { type AnswerServer, aCreateEvent, startAnswerServer } from '../custom-resource.ts';

const ssm = mockClient(SSMClient);
let server: AnswerServer;
beforeEach(async () => {
  ssm.reset();
  server = await startAnswerServer();
});
afterEach(() => {
  vi.restoreAllMocks();
  return server.close();
});
afterAll(() => ssm.restore());

const answers = () => server.taken.map((put): unknown => JSON.parse(put.body));

it('answers CloudFormation with the version that the deployment made', async () => {
  ssm.on(DescribeDocumentCommand).resolves({ Document: { LatestVersion: '7' } });
  await handler(aCreateEvent({ ResponseURL: server.url }));
  expect(answers()).toEqual([expect.objectContaining({ Status: 'SUCCESS', Data: { Version: '7' } })]);
});

it('answers also when it fails, so that the stack does not wait for an hour, and logs why', async () => {
  const lines: unknown[] = [];
  vi.spyOn(process.stderr, 'write').mockImplementation((line) => lines.push(line) > 0);
  vi.spyOn(process.stdout, 'write').mockImplementation((line) => lines.push(line) > 0);
  ssm.on(DescribeDocumentCommand).rejects(new Error('no such document'));
  await handler(aCreateEvent({ ResponseURL: server.url }));
  expect(answers()).toEqual([
    expect.objectContaining({ Status: 'FAILED', Reason: expect.stringContaining('no such document') }),
  ]);
  expect(lines.join('')).toContain('document version unknown');
});
