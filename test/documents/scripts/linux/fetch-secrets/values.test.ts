import { describe, expect, it } from 'vitest';
import { nodeShells } from '../../programs.ts';
import { firstShell, senders } from '../sandbox.ts';
import { roleCredentials, startSecretsBench } from '../secrets-bench.ts';

const { aws, run } = startSecretsBench();

/** Lines that fetch these secrets and print each variable as a program that was started sees it. */
const fetchAndShow = (secrets: string, ...names: string[]) =>
  `secrets='${secrets}'\nfetch_secrets\n${names.map((name) => `awk 'BEGIN { printf "%s|", ENVIRON["${name}"] }'`).join('\n')}`;

const awkward: Record<string, string> = {
  plain: 'ABCDEF0123456789ABCDEF0123456789-12',
  lines: '-----BEGIN KEY-----\nMIIE+/=\n\n-----END KEY-----\n\n',
  quotes: `it's "a" \\ \\n $HOME \`id\` $(id) %s *? ~ !!`,
  unicode: 'Grüße 水 \u{1f512}',
  blanks: '  two \t blanks  ',
  json: '{"password":"in \\"side\\" ","port":5432,"on":true,"a":{"password":"no"},"list":[]}',
  large: 'kB\\"'.repeat(16_384),
};

describe.each(nodeShells)('under %s, a secret', (_name, shell) => {
  it('is in the environment as Parameter Store has it, whatever is in it', async () => {
    aws.launchWith('web', roleCredentials);
    const names = Object.keys(awkward);
    for (const name of names) aws.parameters.set(`/muster/${name}`, awkward[name] ?? '');
    const secrets = names.map((name) => `S_${name.toUpperCase()}=parameter:/muster/${name}`).join(' ');
    const { stdout, stderr, code } = await run(
      shell,
      fetchAndShow(secrets, ...names.map((name) => `S_${name.toUpperCase()}`)),
    );
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
    expect(stdout).toBe(names.map((name) => `${awkward[name]}|`).join(''));
    expect(aws.calls.map(({ action, region, identity }) => [action, region, identity].join(' '))).toEqual(
      names.map(() => 'ssm:GetParameter eu-west-1 web'),
    );
  });

  it('is the whole text of Secrets Manager, or one key of it', async () => {
    aws.launchWith('web', roleCredentials);
    aws.secrets.set('prod/db', { SecretString: awkward['json'] ?? '' });
    const secrets =
      'WHOLE=secret:prod/db PASSWORD=secret:prod/db#password PORT=secret:prod/db#port ON=secret:prod/db#on';
    const { stdout, stderr } = await run(shell, fetchAndShow(secrets, 'WHOLE', 'PASSWORD', 'PORT', 'ON'));
    expect({ stdout, stderr }).toEqual({ stdout: `${awkward['json']}|in "side" |5432|true|`, stderr: '' });
    expect(new Set(aws.calls.map(({ action, name }) => `${action} ${name}`))).toEqual(
      new Set(['secretsmanager:GetSecretValue prod/db']),
    );
  });

  it('comes through a trace that somebody turned on without being in it', async () => {
    aws.launchWith('web', roleCredentials);
    aws.parameters.set('/cid', 'the-secret-value');
    const { stderr, code } = await run(shell, fetchAndShow('CID=parameter:/cid'), {
      shellOptions: ['-x', '-v', '-a'],
    });
    expect(code).toBe(0);
    expect(stderr).not.toMatch(/secret-value|IQoJb3|ROLEKEY/);
  });
});

describe.each(senders)('a node with only %s', (sender) => {
  const shell = firstShell();

  it('fetches secrets from both services', async () => {
    aws.launchWith('web', roleCredentials);
    aws.parameters.set('/cid', awkward['large'] ?? '');
    aws.secrets.set('prod/db', { SecretString: awkward['json'] ?? '' });
    const lines = fetchAndShow('CID=parameter:/cid PASSWORD=secret:prod/db#password', 'CID', 'PASSWORD');
    const { stdout, stderr } = await run(shell, lines, { sender });
    expect({ stdout, stderr }).toEqual({ stdout: `${awkward['large']}|in "side" |`, stderr: '' });
    expect(aws.strangers).toEqual([]);
  });

  it('tells what a service refuses', async () => {
    aws.launchWith('web', roleCredentials);
    const { stdout, stderr, code } = await run(shell, fetchAndShow('CID=parameter:/cid', 'CID'), { sender });
    expect({ stdout, stderr, code }).toEqual({
      stdout: 'muster: outcome 32 secret-missing: CID: /cid: ParameterNotFound\n',
      stderr: '',
      code: 32,
    });
  });

  it('never asks a proxy for what is on the node itself', async () => {
    aws.launchWith('web', roleCredentials);
    aws.parameters.set('/cid', 'value');
    const proxy = 'http://127.0.0.1:9';
    const environment = { http_proxy: proxy, https_proxy: proxy, HTTP_PROXY: proxy, no_proxy: 'example.com' };
    const { stdout, stderr } = await run(shell, fetchAndShow('CID=parameter:/cid', 'CID'), {
      sender,
      environment,
    });
    expect({ stdout, stderr }).toEqual({ stdout: 'value|', stderr: '' });
  });
});
