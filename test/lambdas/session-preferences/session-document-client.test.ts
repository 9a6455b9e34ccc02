import {
  CreateDocumentCommand,
  DeleteDocumentCommand,
  GetDocumentCommand,
  ListDocumentVersionsCommand,
  SSMClient,
  UpdateDocumentCommand,
  UpdateDocumentDefaultVersionCommand,
} from '@aws-sdk/client-ssm';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { createSessionDocument } from '../../../lambdas/session-preferences/session-document-client.ts';
import { fakeClock } from '../fakes.ts';

const ssm = mockClient(SSMClient);
beforeEach(() => ssm.reset());
afterAll(() => ssm.restore());

const Name = 'SSM-SessionManagerRunShell';
const named = (name: string) => Object.assign(new Error('refused'), { name });
const inputs = () => ssm.calls().map((call) => call.args[0].input);
const draft = { content: '{}', versionName: 'MusterSessions.1' };

describe('reading', () => {
  it('gives the latest version, which sessions follow, as JSON', async () => {
    ssm.on(GetDocumentCommand).resolves({ DocumentVersion: '3', VersionName: 'v', Content: '{"a":1}' });
    expect(await createSessionDocument().read()).toEqual({
      ...{ version: '3', versionName: 'v', isDefault: false, content: '{"a":1}' },
    });
    expect(inputs()).toEqual([{ Name, DocumentVersion: '$LATEST', DocumentFormat: 'JSON' }]);
  });

  it('gives a version by its number', async () => {
    ssm.on(GetDocumentCommand).resolves({ DocumentVersion: '2', Content: '{}' });
    expect(await createSessionDocument().read('2')).toMatchObject({ version: '2' });
    expect(inputs()).toEqual([expect.objectContaining({ DocumentVersion: '2' })]);
  });

  it('returns nothing when there is no document', async () => {
    ssm.on(GetDocumentCommand).rejects(named('InvalidDocument'));
    expect(await createSessionDocument().read()).toBeUndefined();
  });
});

describe('the versions', () => {
  it('are read to the last page, even when one is empty', async () => {
    ssm
      .on(ListDocumentVersionsCommand)
      .resolvesOnce({ DocumentVersions: [{ DocumentVersion: '2', VersionName: 'v' }], NextToken: 'a' })
      .resolvesOnce({ DocumentVersions: [], NextToken: 'b' })
      .resolves({ DocumentVersions: [{ DocumentVersion: '1', IsDefaultVersion: true }] });
    expect(await createSessionDocument().versions()).toEqual([
      { version: '2', versionName: 'v', isDefault: false },
      { version: '1', versionName: undefined, isDefault: true },
    ]);
    expect(inputs()).toEqual(Array(3).fill(expect.objectContaining({ Name, MaxResults: 50 })));
  });

  it('are none when there is no document', async () => {
    ssm.on(ListDocumentVersionsCommand).rejects(named('InvalidDocument'));
    expect(await createSessionDocument().versions()).toEqual([]);
  });
});

describe('writing', () => {
  const description = { DocumentDescription: { DocumentVersion: '5' } };

  it('creates a Session document in JSON', async () => {
    ssm.on(CreateDocumentCommand).resolves({ DocumentDescription: { DocumentVersion: '1' } });
    expect(await createSessionDocument().create(draft)).toBe('1');
    expect(inputs()).toEqual([
      {
        Name,
        Content: '{}',
        DocumentFormat: 'JSON',
        VersionName: 'MusterSessions.1',
        DocumentType: 'Session',
      },
    ]);
  });

  it('updates the latest version', async () => {
    ssm.on(UpdateDocumentCommand).resolves(description);
    expect(await createSessionDocument().update(draft)).toBe('5');
    expect(inputs()).toEqual([
      {
        ...{ Name, Content: '{}', DocumentFormat: 'JSON' },
        ...{ VersionName: 'MusterSessions.1', DocumentVersion: '$LATEST' },
      },
    ]);
  });

  it('leaves out the name of a version that has none', async () => {
    ssm.on(UpdateDocumentCommand).resolves(description);
    await createSessionDocument().update({ content: '{}' });
    expect(inputs()[0]).not.toHaveProperty('VersionName');
  });

  it.each(['DuplicateDocumentContent', 'DuplicateDocumentVersionName'])(
    'takes %s for a version that was made already',
    async (name) => {
      ssm.on(UpdateDocumentCommand).rejects(named(name));
      expect(await createSessionDocument().update(draft)).toBeUndefined();
    },
  );

  it('takes DocumentAlreadyExists for a document that was made already', async () => {
    ssm.on(CreateDocumentCommand).rejects(named('DocumentAlreadyExists'));
    expect(await createSessionDocument().create(draft)).toBeUndefined();
  });

  it('makes a version the default', async () => {
    ssm.on(UpdateDocumentDefaultVersionCommand).resolves({});
    await createSessionDocument().makeDefault('5');
    expect(inputs()).toEqual([{ Name, DocumentVersion: '5' }]);
  });

  it('deletes the document, which may be gone already', async () => {
    ssm.on(DeleteDocumentCommand).resolvesOnce({}).rejects(named('InvalidDocument'));
    await createSessionDocument().remove();
    await createSessionDocument().remove();
    expect(inputs()).toEqual([{ Name }, { Name }]);
  });
});

it('throws the error of Systems Manager, and waits for a new role', async () => {
  ssm.on(UpdateDocumentCommand).rejects(named('DocumentVersionLimitExceeded'));
  await expect(createSessionDocument().update(draft)).rejects.toThrow('refused');
  ssm.on(GetDocumentCommand).rejectsOnce(named('AccessDeniedException')).resolves({ DocumentVersion: '1' });
  const clock = fakeClock();
  expect(await createSessionDocument(undefined, clock).read()).toMatchObject({ version: '1' });
  expect(clock.pauses).toEqual([2_000]);
});
