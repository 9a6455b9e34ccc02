import { statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { nodeShells } from '../../programs.ts';
import { metadataToken } from '../aws-stand-in.ts';
import { firstShell, senders } from '../sandbox.ts';
import { agentCredentials, agentFile, roleCredentials, startSecretsBench } from '../secrets-bench.ts';

const { aws, run, sandbox } = startSecretsBench();

const value = 'the-Value-of-the-Parameter\nand-its-second-Line';
const password = 'the-Password-in-the-Secret';
const guarded = [
  ...value.split('\n'),
  password,
  metadataToken,
  ...[roleCredentials, agentCredentials].flatMap(({ secretAccessKey, sessionToken }) => [
    secretAccessKey,
    sessionToken,
  ]),
];
const shown = (text: string) => guarded.filter((secret) => text.includes(secret));

/** One of everything: both services, an object, a denied identity, a service that is busy, a filtered output. */
const everything = `secrets='CID=parameter:/cid PASSWORD=secret:prod/db#password'
fetch_secrets
download_s3 s3://agents/falcon.rpm "$work/package.rpm" || say "not downloaded"
download_s3 s3://agents/missing.rpm "$work/package.rpm" && say "not missing"
{ put "$CID"; put "$newline$PASSWORD$newline"; } | hide_secrets
say "$secret_names"
cat "$log"
secrets='OTHER=parameter:/missing'
fetch_secrets`;

async function runEverything(...[shell, options]: [Parameters<typeof run>[0], Parameters<typeof run>[2]?]) {
  aws.launchWith('web', roleCredentials);
  aws.know('agent', agentCredentials);
  sandbox().write('agent-credentials', agentFile(agentCredentials));
  aws.parameters.set('/cid', value);
  aws.secrets.set('prod/db', { SecretString: JSON.stringify({ password }) });
  aws.objects.set('/agents/falcon.rpm', Buffer.from('a package'));
  const busy = [{ status: 503, type: 'ServiceUnavailable', message: '' }];
  aws.refuse = ({ identity, action }) => {
    if (action === 'secretsmanager:GetSecretValue' && identity === 'web')
      return { status: 400, type: 'AccessDeniedException', message: 'no' };
    return action === 'ssm:GetParameter' ? busy.shift() : undefined;
  };
  const result = await run(shell, everything, { isRecorded: true, ...options });
  rmOwn();
  return result;
}

/** What the test itself wrote. */
function rmOwn() {
  sandbox().write('agent-credentials', '');
}

describe.each(nodeShells)('under %s', (_name, shell) => {
  it('no secret, key or token is an argument of a program, in the output, or in a file that is left', async () => {
    const { stdout, stderr, code } = await runEverything(shell);
    expect({ code, stderr, strangers: aws.strangers }).toEqual({ code: 32, stderr: '', strangers: [] });
    expect(stdout.split('\n').slice(0, 3)).toEqual(['******', '******', '******']);
    expect(
      sandbox()
        .programArguments.split('\n')
        .filter((line) => /^(curl|awk|sha256sum) /.test(line)).length,
    ).toBeGreaterThan(100);
    expect(shown(stdout + stderr)).toEqual([]);
    expect(shown(sandbox().programArguments)).toEqual([]);
    for (const [file, text] of sandbox().filesLeft()) expect([file, ...shown(text)]).toEqual([file]);
  });
});

describe.each(senders)('with %s', (sender) => {
  it('what a request carries is in files that root alone can read while it runs, and in none afterwards', async () => {
    // The sender looks around before it sends: at the modes of all files, and at its own arguments.
    const look = `ls -ln '${sandbox().work}' >>'${sandbox().folder}/modes'; tr '\\000' ' ' </proc/$$/cmdline >>'${sandbox().folder}/cmdline'`;
    const { stderr, code } = await runEverything(firstShell(), { sender, spies: { [sender]: look } });
    expect({ code, stderr }).toEqual({ code: 32, stderr: '' });
    const modes = sandbox()
      .read('modes')
      .split('\n')
      .filter((line) => line.startsWith('-'));
    expect(modes.length).toBeGreaterThan(5);
    expect(statSync(sandbox().work).mode & 0o077).toBe(0);
    const open = modes.filter(
      (line) => /(request|wgetrc|heads)/.test(line) && !line.startsWith('-rw-------'),
    );
    expect(open).toEqual([]);
    expect(sandbox().read('cmdline')).toContain(sender);
    expect(shown(sandbox().read('cmdline') + sandbox().programArguments)).toEqual([]);
    for (const [file, text] of sandbox().filesLeft()) expect([file, ...shown(text)]).toEqual([file]);
  });
});
