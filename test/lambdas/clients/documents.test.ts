import { DescribeDocumentCommand, SSMClient } from '@aws-sdk/client-ssm';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, expect, it } from 'vitest';
import { createDocuments } from '../../../lambdas/clients/documents.ts';

const ssm = mockClient(SSMClient);
beforeEach(() => ssm.reset());
afterAll(() => ssm.restore());

it('asks for the latest version and gives its number', async () => {
  ssm.on(DescribeDocumentCommand).resolves({ Document: { LatestVersion: '7', DocumentVersion: '6' } });
  expect(await createDocuments().latestVersion('Muster-Linux')).toBe('7');
  expect(ssm.commandCalls(DescribeDocumentCommand).map((call) => call.args[0].input)).toEqual([
    { Name: 'Muster-Linux', DocumentVersion: '$LATEST' },
  ]);
});

it('takes the version that is described where no latest one is named', async () => {
  ssm.on(DescribeDocumentCommand).resolves({ Document: { DocumentVersion: '6' } });
  expect(await createDocuments().latestVersion('Muster-Linux')).toBe('6');
});

it.each([{}, { Document: {} }])('refuses an answer that names no version: %j', async (answer) => {
  ssm.on(DescribeDocumentCommand).resolves(answer);
  await expect(createDocuments().latestVersion('Muster-Linux')).rejects.toThrow('names no latest version');
});

it('refuses with the error of Systems Manager', async () => {
  ssm.on(DescribeDocumentCommand).rejects(new Error('InvalidDocument'));
  await expect(createDocuments().latestVersion('Muster-Linux')).rejects.toThrow('InvalidDocument');
});
