import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AwsStandIn } from '../aws-stand-in.ts';
import { debianShell, equipWithDpkg, installed } from '../deb-node.ts';
import { canInstall, good, startInstallerBench } from '../installer-bench.ts';
import { buildDeb, buildInstaller, sha256 } from '../packages.ts';
import { roleCredentials } from '../secrets-bench.ts';

const { launch, publish, installUnder } = await startInstallerBench();
const aws = new AwsStandIn();
beforeAll(async () => void (await aws.start()));
afterAll(() => aws.close());
beforeEach(() => {
  aws.clear();
  aws.launchWith('web', roleCredentials);
});

const cid = '0123456789ABCDEF-\'$x "12';
const secrets = 'FALCON_CID=parameter:/muster/agents/falcon/cid';

/** The files below a folder that hold a text. */
function findText(folder: string, text: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => {
    const path = join(folder, file);
    return statSync(path, { throwIfNoEntry: false })?.isFile() && readFileSync(path).includes(text);
  });
}

describe.runIf(canInstall).each(debianShell)('an agent with a secret, under %s', (_name, shell) => {
  const environment = () => ({
    AWS_ENDPOINT_URL: aws.url,
    AWS_EC2_METADATA_SERVICE_ENDPOINT: aws.url,
    AWS_SSM_REGION_NAME: 'eu-west-1',
    AWS_SHARED_CREDENTIALS_FILE: '/nowhere/credentials',
  });
  const install = (node: ReturnType<typeof launch>, agent = {}, packages = publish(good), values = {}) =>
    installUnder(shell)(node, packages, values, { secrets, environment: environment(), ...agent });

  it('has it in its configure script and its check, and nowhere else', async () => {
    aws.parameters.set('/muster/agents/falcon/cid', cid);
    const node = launch();
    const configure = 'echo "the CID is $FALCON_CID"; printf %s "$FALCON_CID" >"$NODE/falconctl"';
    const check = 'echo "checked $FALCON_CID"; [ "$(cat "$NODE/falconctl")" = "$FALCON_CID" ]';
    const { code, lines } = await install(node, { configure, check });
    expect([code, lines.at(-2)]).toEqual([0, 'muster:   the CID is ******']);
    expect(findText(node.folder, cid)).toEqual(['falconctl']);
    expect(node.files('var/lib/muster')).not.toContain('work');
    const failed = await install(node, { configure, check: `${check}; echo "no $FALCON_CID"; exit 1` });
    expect([failed.code, failed.lines.join('\n').includes(cid)]).toEqual([23, false]);
    expect(failed.lines).toContain('muster:   no ******');
  });

  it('is hidden when a package speaks of a lock, and when Verify or Uninstall let others speak', async () => {
    aws.parameters.set('/muster/agents/falcon/cid', cid);
    const locked = publish(buildInstaller('echo "E: Could not get lock $FALCON_CID"; exit 1'), {
      path: '/locked.tar.gz',
    });
    const busy = await install(launch(), { busySeconds: 10 }, locked);
    expect([busy.code, busy.lines.at(-1)]).toEqual([27, expect.stringContaining('get lock ******')]);

    const node = equipWithDpkg(launch());
    const scripts = {
      postinst: `${installed}; printf %s "$FALCON_CID" >"$NODE/conf"`,
      prerm: 'echo "error: still $(cat "$NODE/conf")"; exit 1',
    };
    const deb = publish(buildDeb('acme-agent', '1.2.3-4', { scripts }), { path: '/acme.deb' });
    expect((await install(node, {}, deb)).code).toBe(0);
    node.write('journal', `bad customer id ${cid}`);
    node.remove('active');
    const verified = await install(node, {}, deb, { Operation: 'Verify' });
    expect([verified.code, verified.lines]).toEqual([
      23,
      expect.arrayContaining(['muster:   bad customer id ******']),
    ]);
    const removed = await install(node, {}, deb, { Operation: 'Uninstall' });
    expect([removed.code, removed.lines.join('\n')]).toEqual([36, expect.stringContaining('still ******')]);

    // Whoever cannot know the secret shows nothing that may hold it.
    aws.parameters.clear();
    const blind = await install(node, {}, deb, { Operation: 'Verify' });
    expect([blind.code, blind.lines]).toEqual([
      23,
      [
        'muster:   not shown, because the secrets could not be fetched to be hidden',
        expect.stringContaining('not-healthy'),
      ],
    ]);
  });

  it('is removed when its secret is gone: the uninstall script runs without it', async () => {
    aws.parameters.set('/muster/agents/falcon/cid', cid);
    const node = launch();
    expect((await install(node)).code).toBe(0);
    aws.parameters.clear();
    const uninstall = 'echo "secret: $FALCON_CID" >"$NODE/removal"; rm "$NODE/installed"';
    const { code, lines } = await install(node, { uninstall }, publish(good), { Operation: 'Uninstall' });
    expect([code, node.read('removal')]).toEqual([0, 'secret: \n']);
    expect(lines).toContain('muster: a secret cannot be fetched: the uninstall script runs without it');
  });

  it('is configured again when the secret changed, and only then', async () => {
    const node = launch();
    const configure = 'echo x >>"$NODE/configured"';
    for (const value of ['first value', 'first value', 'second value']) {
      aws.parameters.set('/muster/agents/falcon/cid', value);
      expect((await install(node, { configure })).code).toBe(0);
    }
    expect(node.read('configured')).toBe('x\nx\n');
  });

  it('refuses to go on without it: 32 when it is missing, 31 when it is denied', async () => {
    const node = launch();
    expect((await install(node)).code).toBe(32);
    aws.refuse = () => ({ status: 400, type: 'AccessDeniedException', message: 'not authorized' });
    expect((await install(node)).code).toBe(31);
    expect(node.has('installed')).toBe(false);
  });

  it('may lie in a private bucket', async () => {
    aws.objects.set('/acme-agents/acme-1.2.3.tar.gz', good);
    const packages = `any/x86_64=s3://acme-agents/acme-1.2.3.tar.gz#${sha256(good)}`;
    expect((await install(launch(), { secrets: '' }, packages)).code).toBe(0);
  });

  it('refuses a package that is not in the bucket: 20 with the words of S3', async () => {
    const packages = `any/x86_64=s3://acme-agents/gone.tar.gz#${sha256(good)}`;
    const { code, lines } = await install(launch(), { secrets: '' }, packages);
    expect([code, lines.join('\n')]).toEqual([20, expect.stringContaining('NoSuchKey')]);
  });
});
