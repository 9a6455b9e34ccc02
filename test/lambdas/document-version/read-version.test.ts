import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Documents } from '../../../lambdas/document-version/document-versions-client.ts';
import { readVersion } from '../../../lambdas/document-version/read-version.ts';
import { type FakeLog, fakeLog } from '../fakes.ts';

/** A document with these contents, the first of them version 1. `calls` records the requests. */
interface FakeDocuments {
  readonly documents: Documents;
  readonly calls: string[];
  readonly log: FakeLog;
}

function aDocument(...contents: readonly string[]): FakeDocuments {
  const calls: string[] = [];
  const documents = {
    async versions(name: string) {
      calls.push(`versions of ${name}`);
      return contents.map((_, index) => String(index + 1)).reverse();
    },
    async content(_name: string, version: string) {
      calls.push(version);
      return contents[Number(version) - 1] ?? '';
    },
  };
  return { documents, calls, log: fakeLog() };
}

/** What was deployed, and its hash: that of `{"a":{"c":"true","d":"x"},"b":"1"}`. */
const deployed = '{"b":1,"a":{"d":"x","c":true}}';
const ContentSha256 = createHash('sha256').update('{"a":{"c":"true","d":"x"},"b":"1"}').digest('hex');
const others = (count: number) => Array.from({ length: count }, (_, index) => `{"b":"${index + 2}"}`);

const DocumentName = 'Muster-Linux';
const ResourceProperties = { DocumentName, ContentSha256, ServiceToken: 'arn' };
const succeeded = (Version: string) => ({
  ...{ status: 'SUCCESS', physicalResourceId: DocumentName, data: { Version } },
});

describe('readVersion', () => {
  it.each(['Create', 'Update'] as const)(
    'answers a %s with the latest version when it has the deployed content, and reads no other',
    async (RequestType) => {
      const ports = aDocument(...others(8), deployed);
      expect(await readVersion({ RequestType, ResourceProperties }, ports)).toEqual(succeeded('9'));
      expect(ports.calls).toEqual(['versions of Muster-Linux', '9']);
      expect(ports.log.lines).toEqual([]);
    },
  );

  it('answers with an older version after a roll-back that made no new one', async () => {
    const ports = aDocument('{"b":"0"}', deployed, ...others(2));
    expect(await readVersion({ RequestType: 'Update', ResourceProperties }, ports)).toEqual(succeeded('2'));
    expect(ports.calls).toEqual(['versions of Muster-Linux', '4', '3', '2']);
    expect(ports.log.lines).toEqual([]);
  });

  it('answers with the newest of two versions that have the content', async () => {
    const ports = aDocument(deployed, ...others(1), deployed, '{"b":"0"}');
    expect(await readVersion({ RequestType: 'Update', ResourceProperties }, ports)).toEqual(succeeded('3'));
  });

  it.each([
    ['fields in another order, with spaces', '{ "a": { "c": true, "d": "x" },\n "b": 1 }'],
    ['scalars as text', '{"a":{"c":"true","d":"x"},"b":"1"}'],
    ['escapes', '{"b":1,"a":{"d":"\\u0078","c":true}}'],
  ])('recognizes content that is stored with %s', async (_name, stored) => {
    const ports = aDocument(stored, ...others(1));
    expect(await readVersion({ RequestType: 'Update', ResourceProperties }, ports)).toEqual(succeeded('1'));
  });

  it.each(['', '{', 'schemaVersion: "2.2"'])('skips a version that says %j', async (stored) => {
    const ports = aDocument(deployed, stored);
    expect(await readVersion({ RequestType: 'Update', ResourceProperties }, ports)).toEqual(succeeded('1'));
  });

  it('answers with the latest version when none has the content, and warns', async () => {
    const ports = aDocument(...others(3));
    expect(await readVersion({ RequestType: 'Update', ResourceProperties }, ports)).toEqual(succeeded('3'));
    const fields = [{ document: DocumentName, version: '3', contentsRead: 3 }];
    const message = 'no version has the deployed content: the latest one is taken';
    expect(ports.log.lines).toEqual([{ level: 'warn', message, fields }]);
  });

  it.each([
    ['finds the content of the hundredth version before the last', 900, '901'],
    ['does not look further than a hundred of a thousand versions, and warns', 899, '1000'],
  ])('%s', async (_name, older, version) => {
    const ports = aDocument(...others(older), deployed, ...others(1000 - older - 1));
    expect(await readVersion({ RequestType: 'Update', ResourceProperties }, ports)).toEqual(
      succeeded(version),
    );
    expect(ports.calls).toHaveLength(1 + 100);
    expect(ports.log.lines).toHaveLength(version === '1000' ? 1 : 0);
  });

  it.each([
    ['named', ResourceProperties, 'Muster-Linux', 'Muster-Linux'],
    ['whose creation failed for want of a name', {}, 'unnamed', 'unnamed'],
    ['that CloudFormation never had an id of', {}, undefined, 'unnamed'],
  ])(
    'answers the deletion of a resource %s without a call, because the document may be gone',
    async (_name, given, PhysicalResourceId, physicalResourceId) => {
      const ports = aDocument(deployed);
      const id = PhysicalResourceId === undefined ? {} : { PhysicalResourceId };
      const answer = await readVersion({ RequestType: 'Delete', ResourceProperties: given, ...id }, ports);
      expect(answer).toEqual({ status: 'SUCCESS', physicalResourceId, data: {} });
      expect(ports.calls).toEqual([]);
    },
  );

  it('keeps the id of a resource whose update names no document, so that nothing is replaced', async () => {
    const update = { RequestType: 'Update', PhysicalResourceId: 'Muster-Linux' } as const;
    const answer = await readVersion({ ...update, ResourceProperties: {} }, aDocument(deployed));
    expect(answer).toMatchObject({ status: 'FAILED', physicalResourceId: 'Muster-Linux' });
  });

  it.each([
    ['nothing', {}, 'DocumentName, ContentSha256'],
    ['an empty name', { DocumentName: '', ContentSha256 }, 'DocumentName'],
    ['a name that is no text', { DocumentName: 7, ContentSha256 }, 'DocumentName'],
    ['no hash', { DocumentName }, 'ContentSha256'],
    ['a hash that is none', { DocumentName, ContentSha256: 'abc' }, 'ContentSha256'],
  ])('refuses %s, and says which property', async (_name, given, names) => {
    const ports = aDocument(deployed);
    expect(await readVersion({ RequestType: 'Create', ResourceProperties: given }, ports)).toEqual({
      status: 'FAILED',
      physicalResourceId: 'unnamed',
      reason: `The version of the document unnamed: missing or malformed properties: ${names}`,
    });
    expect(ports.calls).toEqual([]);
  });

  it('refuses a document without versions', async () => {
    const answer = await readVersion({ RequestType: 'Create', ResourceProperties }, aDocument());
    expect(answer).toMatchObject({
      status: 'FAILED',
      reason: expect.stringContaining('names no version'),
    });
  });

  it.each(['versions', 'content'] as const)(
    'answers with the name and the error when Systems Manager refuses to tell the %s',
    async (call) => {
      const ports = aDocument(deployed);
      const refusal = async () => {
        throw Object.assign(new Error('not found'), { name: 'InvalidDocument' });
      };
      const documents = { ...ports.documents, [call]: refusal };
      expect(
        await readVersion({ RequestType: 'Create', ResourceProperties }, { ...ports, documents }),
      ).toEqual({
        status: 'FAILED',
        physicalResourceId: 'Muster-Linux',
        reason: 'The version of the document Muster-Linux: InvalidDocument: not found',
      });
    },
  );
});
