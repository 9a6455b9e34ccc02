import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { imageOf } from '../../../local/services/ec2/images.ts';
import { list, PretendWorld, record } from '../ec2/pretend-world.ts';

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

  it('an update of the stack makes a new default version, and the same content makes none', () => {
    const world = new PretendWorld();
    const properties = { Name: 'Install', UpdateMethod: 'NewVersion', Content: content('a') };
    world.ssm.declareDocument(properties);
    world.ssm.updateDocument(properties);
    expect(describeDocument(world)).toMatchObject({ LatestVersion: '1' });
    world.ssm.updateDocument({ ...properties, Content: content('b') });
    expect(describeDocument(world)).toMatchObject({ DocumentVersion: '2', DefaultVersion: '2' });
    expect(describeDocument(world, 'Install', '1')['Hash']).not.toBe(describeDocument(world)['Hash']);
  });

  it('refuses an update by replacement', () => {
    const world = new PretendWorld();
    world.ssm.declareDocument({ Name: 'Install', Content: content('a') });
    expect(() => world.ssm.updateDocument({ Name: 'Install', Content: content('b') })).toThrow(/Replace/);
  });

  it('an update by API is not the default until it is made so', () => {
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

  it('YAML is read, given back as it came, and listed', () => {
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
    ['DescribeDocument', { Name: 'Missing' }, 'InvalidDocument'],
    ['DescribeDocument', { Name: 'Install', DocumentVersion: '2' }, 'InvalidDocumentVersion'],
  ])('refuses %s %j with %s', (name, input, code) => {
    const world = new PretendWorld();
    world.ssm.declareDocument({ Name: 'Install', Content: content('a') });
    expect(world.refusal(world.ssm, name, input).code).toBe(code);
  });
});

describe('parameters', () => {
  it('are put, versioned, read by name and version, and deleted', () => {
    const world = new PretendWorld();
    world.ssm.declareParameter({ Name: '/muster/url', Type: 'String', Value: 'a' });
    world.call(world.ssm, 'PutParameter', { Name: '/muster/url', Value: 'b', Overwrite: true });
    const value = (Name: string) =>
      record(world.call(world.ssm, 'GetParameter', { Name }), 'Parameter')['Value'];
    expect([value('/muster/url'), value('/muster/url:1')]).toEqual(['b', 'a']);
    world.call(world.ssm, 'DeleteParameter', { Name: '/muster/url' });
    const read = world.call(world.ssm, 'GetParameters', { Names: ['/muster/url'] });
    expect(read).toEqual({ Parameters: [], InvalidParameters: ['/muster/url'] });
    expect(world.eventsOf('Parameter Store Change').map(({ operation }) => operation)).toEqual([
      'Create',
      'Update',
      'Delete',
    ]);
  });

  it('are read by path, ten a page, deeper only when asked', () => {
    const world = new PretendWorld();
    for (let i = 10; i < 22; i++)
      world.ssm.declareParameter({ Name: `/muster/p${i}`, Type: 'String', Value: 'x' });
    world.ssm.declareParameter({ Name: '/muster/deep/p', Type: 'String', Value: 'x' });
    const first = world.call(world.ssm, 'GetParametersByPath', { Path: '/muster' });
    const second = world.call(world.ssm, 'GetParametersByPath', {
      Path: '/muster',
      NextToken: first['NextToken'],
    });
    expect([list(first, 'Parameters').length, list(second, 'Parameters').length]).toEqual([10, 2]);
    const deep = world.call(world.ssm, 'GetParametersByPath', { Path: '/muster/deep/', Recursive: true });
    expect(list(deep, 'Parameters')).toHaveLength(1);
  });

  it('the public image parameters hold the pretend images', () => {
    const world = new PretendWorld();
    const Name = '/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64';
    expect(record(world.call(world.ssm, 'GetParameter', { Name }), 'Parameter')).toMatchObject({
      Value: imageOf('amazonLinux2023').imageId,
      ARN: `arn:aws:ssm:eu-west-1::parameter${Name}`,
    });
  });

  it.each([
    ['GetParameter', { Name: '/missing' }, 'ParameterNotFound'],
    ['PutParameter', { Name: '/muster/url', Value: 'b' }, 'ParameterAlreadyExists'],
    ['PutParameter', { Name: '/aws/x', Value: 'b', Type: 'String' }, 'ValidationException'],
    ['PutParameter', { Name: '/new', Value: 'b' }, 'ValidationException'],
    ['PutParameter', { Name: '/new', Value: 'b'.repeat(4097), Type: 'String' }, 'ValidationException'],
    ['GetParametersByPath', { Path: '/muster', MaxResults: 11 }, 'ValidationException'],
    ['GetParametersByPath', { Path: 'muster' }, 'ValidationException'],
  ])('refuses %s %j with %s', (name, input, code) => {
    const world = new PretendWorld();
    world.ssm.declareParameter({ Name: '/muster/url', Type: 'String', Value: 'a' });
    expect(world.refusal(world.ssm, name, input).code).toBe(code);
  });
});
