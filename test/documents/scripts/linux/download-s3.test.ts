import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { nodeShells } from '../programs.ts';
import { firstShell, senders } from './sandbox.ts';
import { agentCredentials, agentFile, roleCredentials, startSecretsBench } from './secrets-bench.ts';

const { aws, run, sandbox } = startSecretsBench();

const content = Buffer.from(Array.from({ length: 300_000 }, (_, index) => (index * 31) % 256));
const download = (url: string, ...lines: string[]) =>
  [...lines, `download_s3 '${url}' "$work/package.rpm" || { say "code $?: $s3_words"; cat "$log"; }`].join(
    '\n',
  );
const downloaded = () => readFileSync(join(sandbox().work, 'package.rpm'));
const words = (stdout: string) => stdout.split('\n')[0]?.replace('muster: code 1: ', '');

describe.each(nodeShells)('a package of a private bucket under %s', (_name, shell) => {
  it('is downloaded with a signed request, whatever its key is', async () => {
    aws.launchWith('web', roleCredentials);
    aws.objects.set('/acme.agents/a%20b/falcon%2B7.14%3D%25~x_%281%29.rpm', content);
    const { stdout, stderr, code } = await run(
      shell,
      download('s3://acme.agents/a b/falcon+7.14=%~x_(1).rpm'),
    );
    expect({ stdout, stderr, code }).toEqual({ stdout: '', stderr: '', code: 0 });
    expect(downloaded().equals(content)).toBe(true);
  });
});

describe.each(senders)('a package of a private bucket with %s', (sender) => {
  const shell = firstShell();

  it('is downloaded from the region that S3 names', async () => {
    aws.launchWith('web', roleCredentials);
    aws.objects.set('/agents/falcon.rpm', content);
    aws.refuse = ({ region }) =>
      region === 'us-west-2'
        ? undefined
        : {
            status: 301,
            type: 'PermanentRedirect',
            message: 'elsewhere',
            headers: { 'x-amz-bucket-region': 'us-west-2' },
          };
    const { stdout, stderr } = await run(shell, download('s3://agents/falcon.rpm'), { sender });
    expect({ stdout, stderr, regions: aws.calls.map(({ region }) => region) }).toEqual({
      stdout: '',
      stderr: '',
      regions: ['eu-west-1', 'us-west-2'],
    });
    expect(downloaded().equals(content)).toBe(true);
  });

  it('is told as not there, and leaves no file', async () => {
    aws.launchWith('web', roleCredentials);
    const { stdout, stderr } = await run(shell, download('s3://agents/falcon.rpm'), { sender });
    const right = 's3://agents/falcon.rpm: not there: NoSuchKey: The specified key does not exist.';
    expect({ stdout, stderr }).toEqual({ stdout: `muster: code 1: ${right}\n${right}\n`, stderr: '' });
    expect(
      sandbox()
        .filesLeft()
        .map(([file]) => file),
    ).not.toContain('work/package.rpm');
  });
});

describe('a package of a private bucket', () => {
  const shell = firstShell();
  const denied = { status: 403, type: 'AccessDenied', message: 'Access Denied' };

  it('is downloaded from the region that S3 expects in the signature', async () => {
    aws.launchWith('web', roleCredentials);
    aws.objects.set('/agents/falcon.rpm', content);
    aws.refuse = ({ region }) =>
      region === 'eu-central-1'
        ? undefined
        : {
            status: 400,
            type: 'AuthorizationHeaderMalformed',
            message: "the region 'eu-west-1' is wrong; expecting 'eu-central-1'",
            more: '<Region>eu-central-1</Region>',
          };
    expect((await run(shell, download('s3://agents/falcon.rpm'))).stdout).toBe('');
    expect(aws.calls.map(({ region }) => region)).toEqual(['eu-west-1', 'eu-central-1']);
  });

  it('is not followed around for ever', async () => {
    aws.launchWith('web', roleCredentials);
    aws.refuse = ({ region }) => ({
      status: 301,
      type: 'PermanentRedirect',
      message: 'elsewhere',
      headers: { 'x-amz-bucket-region': region === 'us-west-2' ? 'us-east-1' : 'us-west-2' },
    });
    expect(words((await run(shell, download('s3://agents/falcon.rpm'))).stdout)).toBe(
      `s3://agents/falcon.rpm: ${aws.url} answers 301 PermanentRedirect: elsewhere`,
    );
    expect(aws.calls).toHaveLength(2);
  });

  it('is downloaded by the identity of the SSM agent where the instance profile is denied', async () => {
    aws.launchWith('web', roleCredentials);
    aws.know('agent', agentCredentials);
    sandbox().write('agent-credentials', agentFile(agentCredentials));
    aws.objects.set('/agents/falcon.rpm', content);
    aws.refuse = ({ identity }) => (identity === 'web' ? denied : undefined);
    expect((await run(shell, download('s3://agents/falcon.rpm'))).stdout).toBe('');
    expect(aws.calls.map(({ identity }) => identity)).toEqual(['web', 'agent']);
  });

  it.each([
    [
      denied,
      "s3:GetObject is denied to the instance profile's role web; S3 says the same of an object that is not there to an identity without s3:ListBucket",
    ],
    [
      {
        ...denied,
        message:
          'User: arn:aws:sts::111122223333:assumed-role/web/i-0abc is not authorized to perform: kms:Decrypt on resource: arn:aws:kms:eu-west-1:111122223333:key/1',
      },
      'the key in KMS is refused to arn:aws:sts::111122223333:assumed-role/web/i-0abc (the instance profile',
    ],
    [
      { status: 404, type: 'NoSuchBucket', message: 'The specified bucket does not exist' },
      'not there: NoSuchBucket: The specified bucket does not exist',
    ],
    [
      {
        status: 403,
        type: 'RequestTimeTooSkewed',
        message: 'The difference between the request time and the current time is too large.',
      },
      'the clock of the node is wrong: it says 2',
    ],
    [
      { status: 400, type: 'ExpiredToken', message: 'The provided token has expired.' },
      "the credentials of the instance profile's role web are refused: ExpiredToken: The provided token has expired.",
    ],
    [{ status: 405, type: 'MethodNotAllowed', message: 'no' }, 'URL answers 405 MethodNotAllowed: no'],
  ])('that S3 refuses is told in words: %o', async (refusal, right) => {
    aws.launchWith('web', roleCredentials);
    aws.refuse = () => refusal;
    const { stdout } = await run(shell, download('s3://agents/falcon.rpm'));
    expect(words(stdout)).toContain(`s3://agents/falcon.rpm: ${right.replace('URL', aws.url)}`);
  });

  it('is asked for again while S3 is busy', async () => {
    const answers = [
      { status: 503, type: 'SlowDown', message: 'Please reduce your request rate.' },
      { status: 500, type: 'InternalError', message: '' },
    ];
    aws.launchWith('web', roleCredentials);
    aws.objects.set('/agents/falcon.rpm', content);
    aws.refuse = () => answers.shift();
    expect((await run(shell, download('s3://agents/falcon.rpm'))).stdout).toBe('');
    expect({ pauses: sandbox().pauses, isWhole: downloaded().equals(content) }).toEqual({
      pauses: [1, 2],
      isWhole: true,
    });
  });

  it('is told where the node has no credentials, and where nobody answers', async () => {
    expect(words((await run(shell, download('s3://agents/falcon.rpm'))).stdout)).toBe(
      's3://agents/falcon.rpm: the node has no credentials: no instance profile, none of the SSM agent, none of root',
    );
    aws.launchWith('web', roleCredentials);
    const { stdout } = await run(shell, download('s3://agents/falcon.rpm'), {
      environment: { AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:9' },
    });
    expect(words(stdout)).toMatch(/^s3:\/\/agents\/falcon\.rpm: http:\/\/127\.0\.0\.1:9: curl: .*code 7\)$/);
  });

  it('is written nowhere but in the folder of the run', async () => {
    const { stdout, code } = await run(shell, 'download_s3 s3://agents/falcon.rpm /tmp/elsewhere.rpm');
    expect({ stdout, code }).toEqual({
      stdout: expect.stringMatching(/^muster: outcome 29 cannot-run: \/tmp\/elsewhere\.rpm is outside of /),
      code: 29,
    });
  });

  it("is asked for at its bucket's own host, and by a path where the name has dots", async () => {
    const lines = (url: string) => `signed_request() { say "$2 $sign_region"; answer_status=200; }
use_identity() { return 0; }
download_s3 '${url}' "$work/package.rpm"`;
    const environment = { AWS_ENDPOINT_URL: '', AWS_SSM_REGION_NAME: 'cn-north-1' };
    expect((await run(shell, lines('s3://agents/a/b.rpm'), { environment })).stdout).toBe(
      'muster: https://agents.s3.cn-north-1.amazonaws.com.cn/a/b.rpm cn-north-1\n',
    );
    expect((await run(shell, lines('s3://acme.agents/a/b.rpm'), { environment })).stdout).toBe(
      'muster: https://s3.cn-north-1.amazonaws.com.cn/acme.agents/a/b.rpm cn-north-1\n',
    );
  });
});
