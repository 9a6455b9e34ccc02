import { createHash } from 'node:crypto';
import { GetDocumentCommand, ListDocumentVersionsCommand, SSMClient } from '@aws-sdk/client-ssm';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, afterEach, beforeEach, expect, it, vi } from 'vitest';
import { handler } from '../../../lambdas/document-version/document-version-handler.ts';
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

const ResourceProperties = {
  ...aCreateEvent().ResourceProperties,
  ContentSha256: createHash('sha256').update('{"a":"1"}').digest('hex'),
};
const event = () => aCreateEvent({ ResponseURL: server.url, ResourceProperties });

const answers = () => server.taken.map((put): unknown => JSON.parse(put.body));

it('answers CloudFormation with the version that was deployed', async () => {
  ssm
    .on(ListDocumentVersionsCommand)
    .resolves({ DocumentVersions: [{ DocumentVersion: '7' }, { DocumentVersion: '6' }] });
  ssm.on(GetDocumentCommand, { DocumentVersion: '7' }).resolves({ Content: '{"a": 2}' });
  ssm.on(GetDocumentCommand, { DocumentVersion: '6' }).resolves({ Content: '{"a": 1}' });
  await handler(event());
  expect(answers()).toEqual([expect.objectContaining({ Status: 'SUCCESS', Data: { Version: '6' } })]);
});

it('answers even when it fails, so that the stack does not wait for an hour, and logs why', async () => {
  const lines: unknown[] = [];
  vi.spyOn(process.stderr, 'write').mockImplementation((line) => lines.push(line) > 0);
  vi.spyOn(process.stdout, 'write').mockImplementation((line) => lines.push(line) > 0);
  ssm.on(ListDocumentVersionsCommand).rejects(new Error('no such document'));
  await handler(event());
  expect(answers()).toEqual([
    expect.objectContaining({ Status: 'FAILED', Reason: expect.stringContaining('no such document') }),
  ]);
  expect(lines.join('')).toContain('document version unknown');
});
