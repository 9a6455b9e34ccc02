import { describe, expect, it } from 'vitest';
import type { Refusal } from '../aws-stand-in.ts';
import { firstShell, word } from '../sandbox.ts';
import { agentCredentials, agentFile, roleCredentials, startSecretsBench } from '../secrets-bench.ts';

const { aws, run, sandbox } = startSecretsBench();
const shell = firstShell();

const user = 'arn:aws:sts::111122223333:assumed-role/web/i-0abc';
const denial = (action: string, name: string, why = 'because no identity-based policy allows it') => ({
  status: 400,
  type: 'AccessDeniedException',
  message: `User: ${user} is not authorized to perform: ${action} on resource: ${name} ${why}`,
});
const refusal = (type: string, message = '', status = 400): Refusal => ({ status, type, message });

/** The last line of a run in which every call is refused so. */
async function outcome(answer: Refusal | undefined, secrets = 'CID=parameter:/cid') {
  aws.launchWith('web', roleCredentials);
  aws.refuse = () => answer;
  const { stdout, stderr, code } = await run(shell, `secrets='${secrets}'\nfetch_secrets\nsay fetched`);
  expect(stderr).toBe('');
  const last = stdout.trimEnd().split('\n').at(-1) ?? '';
  if (code !== 0) expect(last).toMatch(new RegExp(`^muster: outcome ${code} [ -~]+$`));
  return last.replace('muster: outcome ', '');
}

// The texts are those that AWS was seen to give.
const kms = (text: string) =>
  `${text} (Service: AWSKMS; Status Code: 400; Error Code: AccessDeniedException)`;
const ciphertext =
  'The ciphertext refers to a customer master key that does not exist, does not exist in this region, or you are not allowed to access.';
const byName = denial('kms:Decrypt', 'arn:aws:kms:eu-west-1:111122223333:key/1').message;
const missing = "Secrets Manager can't find the specified secret.";
const deleted = "You can't perform this operation on the secret because it was marked for deletion.";
const disabled = "Secrets Manager can't decrypt the protected secret text using the provided KMS key.";
const expired =
  'Signature expired: 20261129T010000Z is now earlier than 20261129T060612Z (20261129T061112Z - 5 min.)';
const early =
  'Signature not yet current: 20261129T010000Z is still later than 20261128T010000Z (20261128T005500Z + 5 min.)';
const clock = (words: string) =>
  `clock|the clock of the node is wrong: it says 20261129T010000Z; ${words}`.slice(0, 226);

const refusals: readonly [type: string, message: string, kindAndWords: string][] = [
  [
    'AccessDeniedException',
    denial('ssm:GetParameter', 'x').message,
    `denied|denied to ${user} (the role web)`,
  ],
  ['AccessDeniedException', 'Explicit deny', 'denied|denied to the role web'],
  [
    'AccessDeniedException',
    kms(ciphertext),
    `key|the key in KMS is refused to the role web: ${kms(ciphertext).slice(0, 160)}`,
  ],
  ['AccessDeniedException', ciphertext, `key|the key in KMS is refused to the role web: ${ciphertext}`],
  [
    'AccessDeniedException',
    byName,
    `key|the key in KMS is refused to ${user} (the role web): ${byName.slice(0, 160)}`,
  ],
  [
    'AccessDeniedException',
    'Access to KMS is not allowed',
    'key|the key in KMS is refused to the role web: Access to KMS is not allowed',
  ],
  ['DecryptionFailure', disabled, `key|the key in KMS is refused to the role web: ${disabled}`],
  ['InvalidKeyId', '', 'key|the key in KMS is refused to the role web'],
  [
    'KMSInvalidStateException',
    'arn is pending deletion.',
    'key|the key in KMS is refused to the role web: arn is pending deletion.',
  ],
  ['ParameterNotFound', '', 'missing|ParameterNotFound'],
  ['ParameterVersionNotFound', 'no version 7.', 'missing|ParameterVersionNotFound: no version 7.'],
  ['ResourceNotFoundException', missing, `missing|ResourceNotFoundException: ${missing}`],
  ['InvalidRequestException', deleted, `missing|InvalidRequestException: ${deleted}`],
  [
    'ExpiredTokenException',
    'is expired',
    'denied|the credentials of the role web are refused: ExpiredTokenException: is expired',
  ],
  ['ExpiredToken', '', 'denied|the credentials of the role web are refused: ExpiredToken'],
  [
    'UnrecognizedClientException',
    'invalid.',
    'denied|the credentials of the role web are refused: UnrecognizedClientException: invalid.',
  ],
  [
    'InvalidSignatureException',
    'no match.',
    'denied|the credentials of the role web are refused: InvalidSignatureException: no match.',
  ],
  ['InvalidSignatureException', expired, clock(`InvalidSignatureException: ${expired}`)],
  ['InvalidSignatureException', early, clock(`InvalidSignatureException: ${early}`)],
  ['RequestTimeTooSkewed', 'too large.', clock('RequestTimeTooSkewed: too large.')],
  ['ValidationException', 'no $(id) "x"', 'other|ValidationException: no $(id) "x"'],
  ['', '', 'other|'],
];

describe('what a service refuses', () => {
  it('is of a kind, and told in words', async () => {
    const calls = refusals.map(
      ([type, message]) =>
        `judge_refusal ${word(type)} ${word(message)}; put "$refusal|$refusal_words$newline"`,
    );
    const { stdout } = await run(
      shell,
      ["sign_time=20261129T010000Z identity='the role web'", ...calls].join('\n'),
    );
    expect(stdout.split('\n').slice(0, -1)).toEqual(refusals.map(([, , words]) => words));
  });
});

const secret = 'CID=secret:prod/db';

describe('a secret that cannot be had', () => {
  it.each([
    [
      'denied',
      'CID=parameter:/cid',
      denial('ssm:GetParameter', 'arn:aws:ssm:eu-west-1:111122223333:parameter/cid'),
      `31 secret-denied: CID: ssm:GetParameter of /cid: denied to ${user} (the instance profile's role web)`,
    ],
    [
      'missing',
      secret,
      refusal('ResourceNotFoundException', missing),
      `32 secret-missing: CID: prod/db: ResourceNotFoundException: ${missing}`,
    ],
    [
      'of a key that is refused',
      secret,
      refusal('AccessDeniedException', 'Access to KMS is not allowed'),
      "33 secret-key-denied: CID: secretsmanager:GetSecretValue of prod/db: the key in KMS is refused to the instance profile's role web: Access to KMS is not allowed",
    ],
    [
      'refused with a wrong clock',
      secret,
      refusal('InvalidSignatureException', expired),
      expect.stringMatching(
        /^29 cannot-run: CID: the clock of the node is wrong: it says \d{8}T\d{6}Z; InvalidSignatureException: Signature expired/,
      ),
    ],
  ])('is told as such: %s', async (_name, secrets, answer, words) => {
    expect(await outcome(answer, secrets)).toEqual(words);
  });

  it('is told with the answer where that is of another kind', async () => {
    expect(await outcome(refusal('com.amazonaws.ssm#ValidationException', 'no'))).toBe(
      `20 download-failed: CID: ${aws.url} answers 400 ValidationException: no`,
    );
  });

  it('is told where the node has no credentials at all', async () => {
    const { stdout, code } = await run(shell, "secrets='CID=parameter:/cid'\nfetch_secrets");
    expect({ stdout, code }).toEqual({
      stdout:
        'muster: outcome 31 secret-denied: CID: the node has no credentials: no instance profile, none of the SSM agent, none of root\n',
      code: 31,
    });
  });

  it('is told where nobody answers, with the endpoint', async () => {
    aws.launchWith('web', roleCredentials);
    const environment = { AWS_ENDPOINT_URL_SSM: 'http://127.0.0.1:9' };
    const { stdout, code } = await run(shell, "secrets='CID=parameter:/cid'\nfetch_secrets", { environment });
    expect(code).toBe(20);
    expect(stdout).toMatch(
      /^muster: outcome 20 download-failed: CID: http:\/\/127\.0\.0\.1:9: curl: .*refused.* \(curl, code 7\)\n$|Failed to connect/,
    );
    expect(sandbox().pauses).toEqual([1, 2, 4]);
  });

  it('is told where the secret is of no use as a variable', async () => {
    aws.secrets.set('binary', { SecretBinary: 'AAEC' });
    aws.secrets.set('text', { SecretString: 'no JSON' });
    aws.secrets.set('nul', { SecretString: 'a\u0000b' });
    aws.secrets.set('json', { SecretString: '{"a":{"b":"c"},"s":"x"}' });
    expect([
      await outcome(undefined, 'S=secret:binary'),
      await outcome(undefined, 'S=secret:nul'),
      await outcome(undefined, 'S=secret:text#key'),
      await outcome(undefined, 'S=secret:json#key'),
      await outcome(undefined, 'S=secret:json#a'),
      await outcome(undefined, 'S=secret:json#s'),
    ]).toEqual(
      [
        '32 secret-missing: S: binary is binary; allowed is text',
        '32 secret-missing: S: nul has a NUL or half a character, which no variable can hold',
        '32 secret-missing: S: text is not JSON, so it has no key key',
        '32 secret-missing: S: json has no key key',
        '32 secret-missing: S: the key a of json is no text',
        '',
      ].map((words) => words || expect.stringContaining('fetched')),
    );
  });

  it('is refused where the entry is of another form', async () => {
    const wrong = [
      'CID',
      'CID=file:/etc/passwd',
      '9CID=parameter:/cid',
      'C-D=parameter:/cid',
      'cid=parameter:/cid',
      '=parameter:/cid',
      'CID=parameter:',
      'CID=parameter:/c"d',
      'CID=parameter:/cid#key',
      'CID=secret:a#',
      'CID=secret:#a',
    ];
    const lines = wrong.map((entry) => `(secrets=${word(entry)}; fetch_secrets)`).join('\n');
    const { stdout } = await run(shell, lines);
    expect(stdout.split('\n').slice(0, -1)).toEqual(
      wrong.map((entry) => expect.stringContaining(`outcome 26 bad-parameter: secrets has '${entry}'`)),
    );
  });

  it('is asked for again, after growing pauses, while the service is busy', async () => {
    const answers = [
      refusal('ThrottlingException', 'Rate exceeded'),
      refusal('InternalServerError', '', 500),
      refusal('', '', 503),
    ];
    aws.launchWith('web', roleCredentials);
    aws.parameters.set('/cid', 'value');
    aws.refuse = () => answers.shift();
    const { stdout } = await run(shell, 'secrets=CID=parameter:/cid\nfetch_secrets\nput "$CID"');
    expect({ stdout, pauses: sandbox().pauses, calls: aws.calls.length }).toEqual({
      stdout: 'value',
      pauses: [1, 2, 4],
      calls: 4,
    });
  });

  it('is given up when the service stays busy', async () => {
    expect(await outcome(refusal('ThrottlingException', 'Rate exceeded'))).toBe(
      `20 download-failed: CID: ${aws.url} answers 400 ThrottlingException: Rate exceeded`,
    );
    expect(aws.calls).toHaveLength(4);
  });
});

describe('a node with two identities', () => {
  const lines = 'secrets="CID=parameter:/cid"\nfetch_secrets\nput "$CID"';
  const denied = denial('ssm:GetParameter', 'arn:aws:ssm:eu-west-1:111122223333:parameter/cid');

  it('uses that of the SSM agent where the instance profile is denied', async () => {
    aws.launchWith('web', roleCredentials);
    aws.know('agent', agentCredentials);
    aws.parameters.set('/cid', 'value');
    sandbox().write('agent-credentials', agentFile(agentCredentials));
    aws.refuse = ({ identity }) => (identity === 'web' ? denied : undefined);
    const { stdout } = await run(shell, lines);
    expect({ stdout, identities: aws.calls.map(({ identity }) => identity) }).toEqual({
      stdout: 'value',
      identities: ['web', 'agent'],
    });
  });

  it('names both where both are denied, and the key where that is the cause for one', async () => {
    aws.launchWith('web', roleCredentials);
    aws.know('agent', agentCredentials);
    sandbox().write('agent-credentials', agentFile(agentCredentials));
    aws.refuse = ({ identity }) =>
      identity === 'web' ? denied : refusal('AccessDeniedException', 'Access to KMS is not allowed');
    const { stdout } = await run(shell, lines);
    expect(stdout).toBe(
      `muster: outcome 33 secret-key-denied: CID: ssm:GetParameter of /cid: denied to ${user} (the instance profile's role web); ssm:GetParameter of /cid: the key in KMS is refused to the SSM agent's role: Access to KMS is not allowed\n`,
    );
  });
});
