import { GetDocumentCommand, ListDocumentVersionsCommand, SSMClient } from '@aws-sdk/client-ssm';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { createDocuments } from '../../../lambdas/document-version/document-versions-client.ts';
import { fakeClock } from '../fakes.ts';

const ssm = mockClient(SSMClient);
beforeEach(() => ssm.reset());
afterAll(() => ssm.restore());

const Name = 'Muster-Linux';
const numbered = (...numbers: string[]) => numbers.map((DocumentVersion) => ({ DocumentVersion }));
const inputs = () => ssm.calls().map((call) => call.args[0].input);

describe('the versions of a document', () => {
  it('are read to the last page, even when one is empty', async () => {
    ssm
      .on(ListDocumentVersionsCommand)
      .resolvesOnce({ DocumentVersions: numbered('3', '2'), NextToken: 'a' })
      .resolvesOnce({ NextToken: 'b' })
      .resolves({ DocumentVersions: numbered('1') });
    expect(await createDocuments().versions(Name)).toEqual(['3', '2', '1']);
    expect(inputs()).toEqual(Array(3).fill(expect.objectContaining({ Name, MaxResults: 50 })));
  });

  it('come newest first by number, in whatever order they are listed', async () => {
    ssm
      .on(ListDocumentVersionsCommand)
      .resolves({ DocumentVersions: [...numbered('9', '1', '10', '100'), {}, ...numbered('2')] });
    expect(await createDocuments().versions(Name)).toEqual(['100', '10', '9', '2', '1']);
  });

  it('throws the error of Systems Manager', async () => {
    ssm.on(ListDocumentVersionsCommand).rejects(new Error('InvalidDocument'));
    await expect(createDocuments().versions(Name)).rejects.toThrow('InvalidDocument');
  });
});

describe('the content of a version', () => {
  it('is requested by number, as JSON, and returned as it is', async () => {
    ssm.on(GetDocumentCommand).resolves({ Content: '{"a": 1}' });
    expect(await createDocuments().content(Name, '7')).toBe('{"a": 1}');
    expect(inputs()).toEqual([{ Name, DocumentVersion: '7', DocumentFormat: 'JSON' }]);
  });

  it('is empty when the answer has none', async () => {
    ssm.on(GetDocumentCommand).resolves({});
    expect(await createDocuments().content(Name, '7')).toBe('');
  });

  it('throws the error of Systems Manager', async () => {
    ssm.on(GetDocumentCommand).rejects(new Error('InvalidDocumentVersion'));
    await expect(createDocuments().content(Name, '7')).rejects.toThrow('InvalidDocumentVersion');
  });
});

describe('a denial, which a new role gets', () => {
  const denied = Object.assign(new Error('not authorized'), { name: 'AccessDeniedException' });

  it('passes: the call is repeated, later each time, and both calls share the pauses', async () => {
    ssm
      .on(ListDocumentVersionsCommand)
      .rejectsOnce(denied)
      .rejectsOnce(denied)
      .resolves({ DocumentVersions: numbered('1') });
    ssm.on(GetDocumentCommand).rejectsOnce(denied).resolves({ Content: '{}' });
    const clock = fakeClock();
    const documents = createDocuments(undefined, clock);
    expect(await documents.versions(Name)).toEqual(['1']);
    expect(await documents.content(Name, '1')).toBe('{}');
    expect(clock.pauses).toEqual([2_000, 4_000, 8_000]);
  });

  it('is thrown if it lasts for half a minute', async () => {
    ssm.on(ListDocumentVersionsCommand).rejects(denied);
    const clock = fakeClock();
    await expect(createDocuments(undefined, clock).versions(Name)).rejects.toThrow('not authorized');
    expect(clock.pauses).toEqual([2_000, 4_000, 8_000, 16_000]);
    expect(ssm.commandCalls(ListDocumentVersionsCommand)).toHaveLength(5);
  });

  it('does not delay any other error', async () => {
    ssm.on(GetDocumentCommand).rejects(Object.assign(new Error('x'), { name: 'InvalidDocument' }));
    const clock = fakeClock();
    await expect(createDocuments(undefined, clock).content(Name, '1')).rejects.toThrow('x');
    expect(clock.pauses).toEqual([]);
  });
});
