import { createHash } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { nodeShells } from '../programs.ts';
import { drawFrom, Sandbox, word } from './sandbox.ts';
import { readSignTime, Sha256 } from './signed-requests.ts';

const sandbox = new Sandbox();
afterAll(() => sandbox.remove());
beforeEach(() => sandbox.forgetArguments());

interface Signing {
  readonly method: string;
  readonly path: string;
  readonly query?: string;
  /** In small letters, sorted. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body?: string;
  readonly accessKey: string;
  readonly secretKey: string;
  readonly region: string;
  readonly service: string;
  readonly time: string;
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

const signing = (request: Signing) => `
access_key=${word(request.accessKey)} secret_key=${word(request.secretKey)}
sign_region=${request.region} sign_service=${request.service} sign_time=${request.time}
encode_path ${word(request.path)}
sign_request ${request.method} "$encoded" ${word(request.query ?? '')} ${word(request.headers.map((header) => header.join(':')).join('\n'))} ${sha256(request.body ?? '')}
put "$authorization$newline"`;

// The published test vectors of AWS (aws-sig-v4-test-suite; those of the suite that sign no header of their own).
const suite = {
  accessKey: 'AKIDEXAMPLE',
  secretKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
  region: 'us-east-1',
  service: 'service',
  time: '20150830T123600Z',
  method: 'GET',
  path: '/',
};
const host = ['host', 'example.amazonaws.com'] as const;
const date = ['x-amz-date', '20150830T123600Z'] as const;
const token =
  'AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMicRXmxfpSPfIeoIYRqTflfKD8YUuwthAx7mSEI/qkPpKPi/kMcGdQrmGdeehM4IC1NtBmUpp2wUE8phUZampKsburEDy0KPkyQDYwT7WZ0wq5VSXDvp75YU9HFvlRd8Tx6q6fE8YQcHNVXAkiY9q6d+xo0rKwT38xVqr7ZD0u0iPPkUL64lIZbqBAz+scqKmlzm8FDrypNC9Yjc8fPOLn9FX9KSYvKTr4rvx3iSIlTJabIQwj2ICCR/oLxBA==';
const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

const vectors: readonly [name: string, request: Partial<Signing>, signature: string][] = [
  ['get-vanilla', {}, '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31'],
  [
    'get-unreserved',
    { path: `/-._~0123456789${letters}` },
    '07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f',
  ],
  ['get-utf8', { path: '/\u1234' }, '8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85'],
  [
    'get-space',
    { path: '/example space/' },
    '652487583200325589f1fba4c7e578f72c47cb61beeca81406b39ddec1366741',
  ],
  [
    'get-vanilla-query-order-key-case',
    { query: 'Param1=value1&Param2=value2' },
    'b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500',
  ],
  [
    'get-header-key-duplicate',
    { headers: [host, ['my-header1', 'value2,value2,value1'], date] },
    'c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea',
  ],
  [
    'get-header-value-trim',
    { headers: [host, ['my-header1', 'value1'], ['my-header2', '"a b c"'], date] },
    'acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736',
  ],
  [
    'get-vanilla-with-session-token',
    {
      headers: [
        host,
        date,
        ['x-amz-security-token', '6e86291e8372ff2a2260956d9b8aae1d763fbf315fa00fa31553b73ebf194267'],
      ],
    },
    '07ec1639c89043aa0e3e2de82b96708f198cceab042d4a97044c66dd9f74e7f8',
  ],
  ['post-vanilla', { method: 'POST' }, '5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b'],
  [
    'post-vanilla-query',
    { method: 'POST', query: 'Param1=value1' },
    '28038455d6de14eafc1f9222cf5aa6f1a96197d7deb8263271d420d138af7f11',
  ],
  [
    'post-header-key-sort',
    { method: 'POST', headers: [host, ['my-header1', 'value1'], date] },
    'c5410059b04c1ee005303aed430f6e6645f61f4dc9e1461ec8f8916fdf18852c',
  ],
  [
    'post-header-value-case',
    { method: 'POST', headers: [host, ['my-header1', 'VALUE1'], date] },
    'cdbc9802e29d2942e5e10b5bccfdd67c5f22c7c4e8ae67b53629efa58b974b7d',
  ],
  [
    'post-sts-header-before',
    { method: 'POST', headers: [host, date, ['x-amz-security-token', token]] },
    '85d96828115b5dc0cfc3bd16ad9e210dd772bbebba041836c64533a82be05ead',
  ],
  [
    'post-x-www-form-urlencoded',
    {
      method: 'POST',
      body: 'Param1=value1',
      headers: [['content-type', 'application/x-www-form-urlencoded'], host, date],
    },
    'ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a',
  ],
  [
    'GET Object of the documentation of S3',
    {
      path: '/test.txt',
      service: 's3',
      time: '20130524T000000Z',
      accessKey: 'AKIAIOSFODNN7EXAMPLE',
      secretKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
      headers: [
        ['host', 'examplebucket.s3.amazonaws.com'],
        ['range', 'bytes=0-9'],
        ['x-amz-content-sha256', sha256('')],
        ['x-amz-date', '20130524T000000Z'],
      ],
    },
    'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
  ],
];

function drawRequests(count: number): Signing[] {
  const draw = drawFrom(20261129);
  const text = (alphabet: string, length: number) =>
    Array.from({ length }, () => alphabet[draw(alphabet.length)]).join('');
  const base64 = `${letters}0123456789+/=`;
  return Array.from({ length: count }, () => ({
    method: draw(2) === 0 ? 'GET' : 'POST',
    path: `/${text(`${letters}0123456789-._~/ !$&'()*,:;=@%+`, draw(60))}`,
    body: text(`${base64}{}"\\\n $\`é`, draw(400)),
    headers: [
      ['host', `${text('abcdef', 8)}.example.com`],
      ['x-amz-date', '20261129T061500Z'],
      ['x-amz-security-token', text(base64, 200 + draw(1200))],
      ['x-amz-target', `A.${text(letters, 12)}`],
    ],
    accessKey: `ASIA${text('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', 16)}`,
    secretKey: text(base64, [40, 60, 61, 100][draw(4)] ?? 40),
    region: ['eu-west-1', 'cn-north-1', 'us-gov-west-1'][draw(3)] ?? '',
    service: ['ssm', 'secretsmanager', 's3'][draw(3)] ?? '',
    time: '20261129T061500Z',
  }));
}

/** The header that the signer of the SDK makes. It adds date and token by itself. */
async function signBySdk(request: Signing): Promise<string | undefined> {
  const headers = Object.fromEntries(request.headers);
  const signer = new SignatureV4({
    credentials: {
      accessKeyId: request.accessKey,
      secretAccessKey: request.secretKey,
      sessionToken: headers['x-amz-security-token'] ?? '',
    },
    region: request.region,
    service: request.service,
    sha256: Sha256,
    applyChecksum: false,
    uriEscapePath: false,
  });
  const path = encodeURI(request.path).replace(
    /[!$&'()*,:;=@+]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  const signed = await signer.sign(
    { method: request.method, protocol: 'https:', hostname: 'x', path, headers, body: request.body ?? '' },
    { signingDate: readSignTime(request.time) },
  );
  return signed.headers['authorization'];
}

describe.each(nodeShells)('requests signed under %s', (_name, shell) => {
  const sign = async (requests: readonly Signing[], isRecorded = false) => {
    const lines = requests.map(signing).join('\n');
    const { stdout, stderr } = await sandbox.run(shell, ['sha-hmac', 'sign-request'], lines, { isRecorded });
    expect(stderr).toBe('');
    return stdout.split('\n').slice(0, -1);
  };

  it('have the signatures that AWS publishes', async () => {
    const requests = vectors.map(([, request]): Signing => ({ ...suite, headers: [host, date], ...request }));
    const authorizations = await sign(requests);
    expect(authorizations.map((text, index) => [vectors[index]?.[0], text.split('Signature=')[1]])).toEqual(
      vectors.map(([name, , signature]) => [name, signature]),
    );
    expect(authorizations[13]).toBe(
      'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=content-type;host;x-amz-date, Signature=ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a',
    );
  });

  it('have the signatures of the signer of the SDK, for drawn keys, tokens, paths and bodies', async () => {
    const requests = drawRequests(12);
    expect(await sign(requests)).toEqual(await Promise.all(requests.map(signBySdk)));
  });

  it('share a key of signing only when day, region, service and secret are the same', async () => {
    const [first] = drawRequests(1);
    if (first === undefined) throw new Error('no request was drawn');
    const nextDay = '20261130T061500Z';
    const others: Partial<Signing>[] = [
      { path: '/other' },
      {
        time: nextDay,
        headers: first.headers.map(
          ([name, value]) => [name, name === 'x-amz-date' ? nextDay : value] as const,
        ),
      },
      { region: 'us-east-2' },
      { service: 'other' },
      { secretKey: 'another' },
    ];
    const requests = others.flatMap((other) => [first, { ...first, ...other }]);
    expect(await sign(requests)).toEqual(await Promise.all(requests.map(signBySdk)));
  });

  it('show neither key nor token to another program', async () => {
    await sign([{ ...suite, headers: [host, date, ['x-amz-security-token', token]] }], true);
    expect(sandbox.programArguments).not.toMatch(/EXAMPLE/);
  });
});
