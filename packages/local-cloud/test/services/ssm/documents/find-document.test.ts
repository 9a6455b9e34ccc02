import { describe, expect, it } from 'vitest';
import { list, PretendWorld, record } from '../../ec2/pretend-world.ts';

const content = (text: string) =>
  JSON.stringify({
    schemaVersion: '2.2',
    mainSteps: [{ name: 'run', action: 'aws:runShellScript', inputs: { runCommand: [text] } }],
  });

/** A world with a document of two versions, `first` and `second`; the first is the default. */
function worldOf() {
  const world = new PretendWorld();
  const call = (name: string, input: object) => world.call(world.ssm, name, { Name: 'Install', ...input });
  call('CreateDocument', {
    Content: content('a'),
    VersionName: 'first',
    DisplayName: 'One',
    TargetType: '/a',
  });
  call('UpdateDocument', { Content: content('b'), VersionName: 'second', TargetType: '/b' });
  const refusal = (name: string, input: object) =>
    world.refusal(world.ssm, name, { Name: 'Install', ...input }).code;
  return { call, refusal };
}

describe('the name of a version', () => {
  it('selects the version in DescribeDocument and GetDocument', () => {
    const { call } = worldOf();
    expect(record(call('DescribeDocument', { VersionName: 'second' }), 'Document')).toMatchObject({
      DocumentVersion: '2',
      VersionName: 'second',
    });
    expect(call('GetDocument', { VersionName: 'second' })).toMatchObject({ Content: content('b') });
    expect(call('GetDocument', { VersionName: 'first', DocumentVersion: '$DEFAULT' })).toMatchObject({
      Content: content('a'),
    });
  });

  it.each([
    [{ VersionName: 'third' }, 'InvalidDocument'],
    [{ VersionName: 'toString' }, 'InvalidDocument'],
    [{ VersionName: 'second', DocumentVersion: '1' }, 'InvalidDocument'],
    [{ VersionName: 'second', DocumentVersion: '7' }, 'InvalidDocumentVersion'],
    [{ VersionName: 'a b' }, 'ValidationException'],
  ])('refuses %j', (input, code) => {
    const { refusal } = worldOf();
    expect([refusal('DescribeDocument', input), refusal('GetDocument', input)]).toEqual([code, code]);
  });
});

describe('the ARN of a document', () => {
  it.each([
    'arn:aws:ssm:us-east-1:000000000000:document/Install',
    'arn:aws:ssm:eu-west-1:999999999999:document/Install',
    'arn:aws:ssm:us-east-1::document/AWS-RunPatchBaseline',
  ])('refuses one of elsewhere: %s', (Name) => {
    expect(worldOf().refusal('DescribeDocument', { Name })).toBe('InvalidDocument');
  });
});

describe('a document that is put', () => {
  it.each([{ DocumentFormat: 'XML' }, { Content: '' }, { Name: 'a b' }, { DocumentType: 'Bogus' }])(
    'refuses %j before it looks for anything',
    (input) => {
      const { refusal } = worldOf();
      const create = { Name: 'Install', Content: content('x'), ...input };
      expect(refusal('CreateDocument', create)).toBe('ValidationException');
    },
  );

  it.each([{ DocumentFormat: 'XML' }, { Content: '' }, { Name: 'a b' }, { DocumentVersion: 'x' }])(
    'refuses a version with %j',
    (input) => {
      expect(worldOf().refusal('UpdateDocument', { Content: content('x'), ...input })).toBe(
        'ValidationException',
      );
    },
  );
});

describe('the texts of a document', () => {
  it('show in every answer: the display name stays until another comes, the target type is the latest', () => {
    const { call } = worldOf();
    call('UpdateDocument', { Content: content('c'), DocumentVersion: '$LATEST', DisplayName: 'Three' });
    const versions = list(call('ListDocumentVersions', {}), 'DocumentVersions');
    expect(versions.map(({ DisplayName }) => DisplayName)).toEqual(['Three', 'One', 'One']);
    expect(record(call('DescribeDocument', {}), 'Document')).toMatchObject({
      DisplayName: 'One',
      TargetType: '/b',
    });
    const found = list(
      call('ListDocuments', { Filters: [{ Key: 'TargetType', Values: ['/b'] }] }),
      'DocumentIdentifiers',
    );
    expect(found).toMatchObject([{ Name: 'Install', DisplayName: 'One', TargetType: '/b' }]);
    expect(found[0]).not.toHaveProperty('LatestVersion');
  });

  it.each([{ VersionName: 'a b' }, { DisplayName: 'x'.repeat(1025) }, { TargetType: 'x' }])(
    'refuses %j in a new version',
    (texts) => {
      const { refusal } = worldOf();
      const input = { Content: content('d'), DocumentVersion: '$LATEST', ...texts };
      expect(refusal('UpdateDocument', input)).toBe('ValidationException');
      expect(refusal('CreateDocument', { ...input, Name: 'Other' })).toBe('ValidationException');
    },
  );
});
