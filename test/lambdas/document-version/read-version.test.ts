import { describe, expect, it } from 'vitest';
import type { Documents } from '../../../lambdas/clients/documents.ts';
import { readVersion } from '../../../lambdas/document-version/read-version.ts';

/** Documents of which every one has this latest version; `asked` are the names that were asked for. */
function fakeDocuments(latest: () => string): Documents & { readonly asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    async latestVersion(name) {
      asked.push(name);
      return latest();
    },
  };
}

const named = { DocumentName: 'Muster-Linux', ServiceToken: 'arn' };

describe('readVersion', () => {
  it.each(['Create', 'Update'] as const)('answers a %s with the latest version', async (RequestType) => {
    const documents = fakeDocuments(() => '7');
    expect(await readVersion({ RequestType, ResourceProperties: named }, documents)).toEqual({
      status: 'SUCCESS',
      physicalResourceId: 'Muster-Linux',
      data: { Version: '7' },
    });
    expect(documents.asked).toEqual(['Muster-Linux']);
  });

  it.each([
    ['named', named, 'Muster-Linux', 'Muster-Linux'],
    ['whose creation failed for want of a name', {}, 'unnamed', 'unnamed'],
    ['that CloudFormation never had an id of', {}, undefined, 'unnamed'],
  ])(
    'answers the deletion of a resource %s without asking, for the document may be gone',
    async (_name, ResourceProperties, PhysicalResourceId, physicalResourceId) => {
      const documents = fakeDocuments(() => '7');
      const id = PhysicalResourceId === undefined ? {} : { PhysicalResourceId };
      const answer = await readVersion({ RequestType: 'Delete', ResourceProperties, ...id }, documents);
      expect(answer).toEqual({ status: 'SUCCESS', physicalResourceId, data: {} });
      expect(documents.asked).toEqual([]);
    },
  );

  it('keeps the id of a resource whose update names no document, so that nothing is replaced', async () => {
    const update = {
      RequestType: 'Update',
      ResourceProperties: {},
      PhysicalResourceId: 'Muster-Linux',
    } as const;
    const answer = await readVersion(
      update,
      fakeDocuments(() => '7'),
    );
    expect(answer).toMatchObject({ status: 'FAILED', physicalResourceId: 'Muster-Linux' });
  });

  it.each([
    ['no name', {}],
    ['an empty name', { DocumentName: '' }],
    ['a name that is no text', { DocumentName: 7 }],
  ])('refuses %s, and says which property', async (_name, ResourceProperties) => {
    const documents = fakeDocuments(() => '7');
    const answer = await readVersion({ RequestType: 'Create', ResourceProperties }, documents);
    expect(answer).toEqual({
      status: 'FAILED',
      physicalResourceId: 'unnamed',
      reason: expect.stringContaining('DocumentName'),
    });
    expect(documents.asked).toEqual([]);
  });

  it('refuses a document that Systems Manager does not know, with its name and the error', async () => {
    const documents = fakeDocuments(() => {
      throw Object.assign(new Error('not found'), { name: 'InvalidDocument' });
    });
    expect(await readVersion({ RequestType: 'Create', ResourceProperties: named }, documents)).toEqual({
      status: 'FAILED',
      physicalResourceId: 'Muster-Linux',
      reason: 'The version of the document Muster-Linux: InvalidDocument: not found',
    });
  });
});
