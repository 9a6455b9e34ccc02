import { describe, expect, it } from 'vitest';
import { ends, type RunChanges, run, shell, step } from './pretend-run.ts';

const DOWNLOADS = '/var/lib/amazon/ssm/i-1/document/orchestration/command-1/downloads';
const buckets = { 'my-bucket': { 'agents/a.rpm': 'rpm', 'agents/deep/b.deb': 'deb', 'one.txt': 'one' } };
const download = (inputs: object, changes: RunChanges = {}) =>
  run([step('get', 'aws:downloadContent', inputs), shell('use')], { buckets, ...changes });
const fromS3 = (path: string, destinationPath = '') =>
  download({ sourceType: 'S3', sourceInfo: JSON.stringify({ path }), destinationPath });
const filesOf = (result: ReturnType<typeof run>) =>
  Object.fromEntries(result.scripts[0]?.context.files ?? []);

describe('aws:downloadContent', () => {
  it('fetches an object into the downloads of the run, where a step can use it', () => {
    const result = fromS3('https://my-bucket.s3.eu-west-1.amazonaws.com/one.txt');
    expect(ends(result.steps)).toEqual({ get: 'Success/0', use: 'Success/0' });
    expect(result.steps[0]?.standardOutput).toBe(`Content downloaded to ${DOWNLOADS}/`);
    expect(filesOf(result)).toEqual({ [`${DOWNLOADS}/one.txt`]: 'one' });
    expect(result.scripts[0]?.context.workingDirectory).toBe(DOWNLOADS);
  });

  it('gives the object the name of the destination, unless that is a folder', () => {
    const path = 'https://s3.amazonaws.com/my-bucket/one.txt';
    expect(Object.keys(filesOf(fromS3(path, '/tmp/x')))).toEqual(['/tmp/x']);
    expect(Object.keys(filesOf(fromS3(path, '/tmp/')))).toEqual(['/tmp/one.txt']);
  });

  it('fetches all that is below a folder, with its folders', () => {
    expect(filesOf(fromS3('https://s3.eu-west-1.amazonaws.com/my-bucket/agents/', 'here'))).toEqual({
      [`${DOWNLOADS}/here/a.rpm`]: 'rpm',
      [`${DOWNLOADS}/here/deep/b.deb`]: 'deb',
    });
  });

  it('fetches a document, which aws:runDocument can run from its path', () => {
    const Inner = { schemaVersion: '2.2', mainSteps: [shell('x', { runCommand: ['inner'] })] };
    const steps = [
      step('get', 'aws:downloadContent', { sourceType: 'SSMDocument', sourceInfo: { name: 'Inner:1' } }),
      step('run', 'aws:runDocument', { documentType: 'LocalPath', documentPath: 'Inner.json' }),
    ];
    const result = run(steps, { documents: { Inner } });
    expect(ends(result.steps)).toEqual({ get: 'Success/0', run: 'Success/0' });
    expect(result.scripts.map(({ text }) => text)).toEqual(['inner\n']);
  });

  it.each([
    [{}, 'invalid input: SourceType must be specified'],
    [{ sourceType: 'FTP', sourceInfo: '{}' }, 'invalid input: Unsupported source type'],
    [{ sourceType: 'S3' }, 'invalid input: SourceInfo must be specified'],
    [{ sourceType: 'S3', sourceInfo: 'text' }, 's3 url parsing failed.'],
    [{ sourceType: 'S3', sourceInfo: '{}' }, 'S3 source path in SourceInfo must be specified'],
    [{ sourceType: 'S3', sourceInfo: { path: 's3://my-bucket/one.txt' } }, 'invalid S3 path parameter'],
    [
      { sourceType: 'S3', sourceInfo: { path: 'https://s3.amazonaws.com/my-bucket/two.txt' } },
      'statuscode:404',
    ],
    [{ sourceType: 'S3', sourceInfo: { path: 'https://s3.amazonaws.com/other/two.txt' } }, 'statuscode:404'],
    [{ sourceType: 'SSMDocument', sourceInfo: '{}' }, 'SSM Document name in SourceType must be specified'],
    [{ sourceType: 'SSMDocument', sourceInfo: { name: 'X' } }, 'InvalidDocument: '],
  ])('with %j fails with code 1', (inputs, words) => {
    const result = download(inputs);
    expect(ends(result.steps)).toEqual({ get: 'Failed/1', use: 'Success/0' });
    expect(result.steps[0]?.standardError).toContain(words);
  });

  it('from elsewhere is not emulated', () => {
    expect(() => download({ sourceType: 'HTTP', sourceInfo: '{}' })).toThrow(/aws:downloadContent from HTTP/);
  });
});
