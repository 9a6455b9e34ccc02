import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { SsmOptions } from '../../../../src/services/ssm/ssm.ts';
import { list, PretendWorld, record } from '../../ec2/pretend-world.ts';

const content = (text: string, more: object = {}) => ({
  schemaVersion: '2.2',
  mainSteps: [{ name: 'run', action: 'aws:runShellScript', inputs: { runCommand: [text] } }],
  ...more,
});

function describeDocument(world: PretendWorld, Name = 'Install', DocumentVersion?: string) {
  const input = DocumentVersion === undefined ? { Name } : { Name, DocumentVersion };
  return record(world.call(world.ssm, 'DescribeDocument', input), 'Document');
}

describe('documents', () => {
  it('a declared document has version 1, its hash and its platforms', () => {
    const world = new PretendWorld();
    world.ssm.declareDocument({ Name: 'Install', DocumentType: 'Command', Content: content('a') });
    expect(describeDocument(world)).toMatchObject({
      Status: 'Active',
      DocumentVersion: '1',
      LatestVersion: '1',
      DefaultVersion: '1',
      Hash: createHash('sha256')
        .update(JSON.stringify(content('a')))
        .digest('hex'),
      HashType: 'Sha256',
      PlatformTypes: ['Linux', 'MacOS'],
      SchemaVersion: '2.2',
    });
  });

  it('a stack update creates a new default version, and equal content creates none', () => {
    const world = new PretendWorld();
    const properties = { Name: 'Install', UpdateMethod: 'NewVersion', Content: content('a') };
    world.ssm.declareDocument(properties);
    world.ssm.updateDocument({ ...properties, Tags: [] }, properties);
    expect(describeDocument(world)).toMatchObject({ LatestVersion: '1' });
    world.ssm.updateDocument({ ...properties, Content: content('b') }, properties);
    expect(describeDocument(world)).toMatchObject({ DocumentVersion: '2', DefaultVersion: '2' });
    expect(describeDocument(world, 'Install', '1')['Hash']).not.toBe(describeDocument(world)['Hash']);
  });

  describe('an update of the stack to the content of an earlier version', () => {
    const properties = (text: string) => ({
      ...{ Name: 'Install', UpdateMethod: 'NewVersion', Content: content(text) },
    });
    /** Updates a document and reverts it, as a roll-back does. */
    const returned = (ssm: Partial<SsmOptions> = {}) => {
      const world = new PretendWorld({ ssm });
      world.ssm.declareDocument(properties('a'));
      world.ssm.updateDocument(properties('b'), properties('a'));
      const back = () => world.ssm.updateDocument(properties('a'), properties('b'));
      return { world, back };
    };

    it('fails, as in the handler of CloudFormation, and changes nothing', () => {
      const { world, back } = returned();
      expect(back).toThrow(expect.objectContaining({ code: 'DuplicateDocumentContent' }));
      expect(describeDocument(world)).toMatchObject({ LatestVersion: '2', DefaultVersion: '2' });
    });

    it('creates no version if CloudFormation treats that as success, and the latest stays the default', () => {
      const { world, back } = returned({ acceptsDuplicateContent: true });
      world.call(world.ssm, 'UpdateDocumentDefaultVersion', { Name: 'Install', DocumentVersion: '1' });
      back();
      expect(describeDocument(world)).toMatchObject({ LatestVersion: '2', DefaultVersion: '2' });
    });

    it('creates one more version if Systems Manager compares only with the latest', () => {
      const { world, back } = returned({ comparedVersions: 'latest' });
      back();
      expect(describeDocument(world)).toMatchObject({ LatestVersion: '3', DefaultVersion: '3' });
      const [first, last] = ['1', '3'].map((version) => describeDocument(world, 'Install', version)['Hash']);
      expect(first).toBe(last);
    });

    it.each<Partial<SsmOptions>>([{ comparedVersions: 'latest' }, { acceptsDuplicateContent: true }])(
      'still refuses other errors with %j',
      (ssm) => {
        const { world } = returned(ssm);
        const wrong = { ...properties('c'), Content: { schemaVersion: '9' } };
        expect(() => world.ssm.updateDocument(wrong, properties('b'))).toThrow(
          expect.objectContaining({ code: 'InvalidDocumentSchemaVersion' }),
        );
        const Content = JSON.stringify(content('b'));
        const input = { Name: 'Install', Content, DocumentVersion: '$LATEST' };
        expect(world.refusal(world.ssm, 'UpdateDocument', input).code).toBe('DuplicateDocumentContent');
      },
    );
  });

  it('an update through the API is not the default until the default version is set', () => {
    const world = new PretendWorld();
    world.call(world.ssm, 'CreateDocument', { Name: 'Install', Content: JSON.stringify(content('a')) });
    world.call(world.ssm, 'UpdateDocument', {
      Name: 'Install',
      Content: JSON.stringify(content('b')),
      DocumentVersion: '$LATEST',
    });
    expect(describeDocument(world)).toMatchObject({ DocumentVersion: '1', LatestVersion: '2' });
    world.call(world.ssm, 'UpdateDocumentDefaultVersion', { Name: 'Install', DocumentVersion: '2' });
    const versions = list(
      world.call(world.ssm, 'ListDocumentVersions', { Name: 'Install' }),
      'DocumentVersions',
    );
    expect(versions.map((v) => [v['DocumentVersion'], v['IsDefaultVersion']])).toEqual([
      ['2', true],
      ['1', false],
    ]);
  });

  it('YAML is parsed, returned unchanged, and listed', () => {
    const world = new PretendWorld();
    const Content = 'schemaVersion: "2.2"\nmainSteps:\n  - name: run\n    action: aws:runShellScript\n';
    world.call(world.ssm, 'CreateDocument', { Name: 'Install', Content, DocumentFormat: 'YAML' });
    expect(world.call(world.ssm, 'GetDocument', { Name: 'Install' })).toMatchObject({
      Content,
      DocumentFormat: 'YAML',
    });
    const Filters = [{ Key: 'Owner', Values: ['Self'] }];
    const listed = list(world.call(world.ssm, 'ListDocuments', { Filters }), 'DocumentIdentifiers');
    expect(listed.map(({ Name }) => Name)).toEqual(['Install']);
  });

  const text = JSON.stringify(content('a'));
  it.each([
    ['CreateDocument', { Name: 'Install', Content: text }, 'DocumentAlreadyExists'],
    ['CreateDocument', { Name: 'AWS-Mine', Content: text }, 'ValidationException'],
    ['CreateDocument', { Name: 'x', Content: text }, 'ValidationException'],
    ['CreateDocument', { Name: 'New', Content: '{' }, 'InvalidDocumentContent'],
    ['CreateDocument', { Name: 'New', Content: '{"schemaVersion":2.2}' }, 'InvalidDocumentSchemaVersion'],
    ['CreateDocument', { Name: 'New', Content: `${text}${' '.repeat(65_536)}` }, 'MaxDocumentSizeExceeded'],
    ['UpdateDocument', { Name: 'Install', Content: text }, 'DuplicateDocumentContent'],
    ['UpdateDocumentDefaultVersion', { Name: 'Install', DocumentVersion: '$LATEST' }, 'ValidationException'],
    ['UpdateDocumentDefaultVersion', { Name: 'Install', DocumentVersion: '2' }, 'InvalidDocumentVersion'],
    ['UpdateDocumentDefaultVersion', { Name: 'AWS-RunShellScript', DocumentVersion: '1' }, 'InvalidDocument'],
    ['DeleteDocument', { Name: 'Missing' }, 'InvalidDocument'],
    ['DeleteDocument', { Name: 'AWS-RunShellScript' }, 'InvalidDocument'],
    ['DescribeDocument', { Name: 'Missing' }, 'InvalidDocument'],
    ['DescribeDocument', { Name: 'Install', DocumentVersion: '2' }, 'InvalidDocumentVersion'],
  ])('refuses %s %j with %s', (name, input, code) => {
    const world = new PretendWorld();
    world.ssm.declareDocument({ Name: 'Install', Content: content('a') });
    expect(world.refusal(world.ssm, name, input).code).toBe(code);
  });
});

describe('a Session document', () => {
  const Name = 'SSM-SessionManagerRunShell';
  const session = (inputs: object = {}, more: object = {}) =>
    JSON.stringify({ schemaVersion: '1.0', sessionType: 'Standard_Stream', inputs, ...more });
  const created = (Content = session()) => {
    const world = new PretendWorld();
    world.call(world.ssm, 'CreateDocument', { Name, Content, DocumentType: 'Session' });
    return world;
  };
  const update = (world: PretendWorld, Content: string) =>
    world.call(world.ssm, 'UpdateDocument', { Name, Content, DocumentVersion: '$LATEST' });

  it('is created, updated, promoted and deleted', () => {
    const world = created();
    update(world, session({ idleSessionTimeout: '60', runAsEnabled: true, shellProfile: { linux: '' } }));
    expect(describeDocument(world, Name)).toMatchObject({ LatestVersion: '2', DefaultVersion: '1' });
    world.call(world.ssm, 'UpdateDocumentDefaultVersion', { Name, DocumentVersion: '2' });
    expect(describeDocument(world, Name)).toMatchObject({ DefaultVersion: '2', DocumentType: 'Session' });
    world.call(world.ssm, 'DeleteDocument', { Name });
    expect(world.refusal(world.ssm, 'DescribeDocument', { Name }).code).toBe('InvalidDocument');
  });

  it('refuses the content of any of its versions', () => {
    const world = created();
    update(world, session({ idleSessionTimeout: '30' }));
    const input = { Name, Content: session(), DocumentVersion: '$LATEST' };
    expect(world.refusal(world.ssm, 'UpdateDocument', input)).toEqual({
      code: 'DuplicateDocumentContent',
      message:
        'The content of the association document matches another document. Change the content of the document and try again.',
    });
  });

  it('has at most a thousand versions', () => {
    const world = created();
    for (let n = 2; n <= 1000; n++) update(world, session({}, { description: `${n}` }));
    const input = { Name, Content: session({}, { description: 'last' }), DocumentVersion: '$LATEST' };
    expect(world.refusal(world.ssm, 'UpdateDocument', input).code).toBe('DocumentVersionLimitExceeded');
  });

  it.each([
    [session({}, { schemaVersion: '2.2' }), 'InvalidDocumentSchemaVersion'],
    [session({}, { sessionType: 'Shell' }), 'InvalidDocumentContent'],
    [session({ idleSessionTimeout: 20 }), 'InvalidDocumentContent'],
    [session({ idleSessionTimeout: '61' }), 'InvalidDocumentContent'],
    [session({ maxSessionDuration: '0' }), 'InvalidDocumentContent'],
    [session({ s3EncryptionEnabled: 'true' }), 'InvalidDocumentContent'],
    [session({ colour: 'red' }), 'InvalidDocumentContent'],
    [session({}, { inputs: [] }), 'InvalidDocumentContent'],
  ])('refuses %s with %s', (Content, code) => {
    const world = new PretendWorld();
    const input = { Name, Content, DocumentType: 'Session' };
    expect(world.refusal(world.ssm, 'CreateDocument', input).code).toBe(code);
  });
});
