import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { debianShell } from './deb-node.ts';
import { canInstall, good, startInstallerBench } from './installer-bench.ts';
import { sha256 } from './packages.ts';

const { server, launch, publish, installUnder } = await startInstallerBench();

describe.runIf(canInstall).each(debianShell)('the download under %s', (_name, shell) => {
  const install = installUnder(shell);
  const entry = (path: string, hash = sha256(good)) => `any/x86_64=${server.url}${path}#${hash}`;

  it('refuses a package with another checksum, and runs nothing of it: 21', async () => {
    const node = launch();
    const { code, lines } = await install(node, publish(good).replace(/#.*/, `#${'0'.repeat(64)}`));
    expect(code).toBe(21);
    expect(lines.at(-1)).toContain(`received ${sha256(good)} (${good.length} bytes)`);
    expect(node.has('installed')).toBe(false);
    expect(node.has('var/lib/muster/work')).toBe(false);
  });

  it('takes a checksum in capitals', async () => {
    const packages = publish(good).replace(/#.*/, `#${sha256(good).toUpperCase()}`);
    expect((await install(launch(), packages)).code).toBe(0);
  });

  it('refuses a port where nobody listens: 20', async () => {
    const packages = publish(good).replace(/127\.0\.0\.1:\d+/, '127.0.0.1:1');
    expect((await install(launch(), packages)).code).toBe(20);
  });

  it.each([
    [
      'a page of a proxy',
      '<!DOCTYPE html><html><body>Sign in</body></html>'.repeat(3),
      /HTML or XML instead of a \.tar package: 144 bytes from http:.*\/page\.tar\.gz/,
    ],
    ['a page that is sent compressed', gzipSync('<!-- a page -->\n<html>Sign in</html>'), /HTML or XML/],
    ['an error of S3 with 200', '<?xml version="1.0"?><Error><Code>Slow</Code></Error>', /HTML or XML/],
    ['half a line', 'no', /too short for a \.tar package: 2 bytes/],
    ['nothing', '', /too short for a \.tar package: 0 bytes/],
    ['something else', 'x'.repeat(500), /no \.tar package: 500 bytes from .* that begin with 'xxxx/],
  ])(
    'refuses %s instead of a package: 20, with its size and address (case 39)',
    async (_what, body, sentence) => {
      server.put('/page.tar.gz', Buffer.from(body));
      const { code, lines } = await install(launch(), entry('/page.tar.gz'));
      expect([code, lines.at(-1)]).toEqual([20, expect.stringMatching(sentence)]);
    },
  );

  it('refuses a disk that is full: 29, with the folder (case 21)', async () => {
    const node = launch();
    node.addProgram(
      'curl',
      'echo "curl: (23) Failure writing output to destination" >&2; echo "write: No space left on device"; exit 23',
    );
    node.addProgram(
      'df',
      'echo "Filesystem 1024-blocks Used Available Capacity Mounted on"; echo "/dev/a 9 9 12 99% /var"',
    );
    const { code, lines } = await install(node, publish(good));
    expect(code).toBe(29);
    expect(lines.at(-1)).toMatch(
      /no space on the disk while writing to .*\/var\/lib\/muster\/work; the fullest is \/var \(12 KB free\)/,
    );
  });

  it('refuses an answer that does not end: 20, within its limit', async () => {
    server.answer('/slow.tar.gz', (_, response) =>
      response.writeHead(200, { 'Content-Length': '9' }).write('x'),
    );
    const { code, lines } = await install(launch(), entry('/slow.tar.gz'), { DownloadTimeoutSeconds: '20' });
    expect([code, lines.at(-1)]).toEqual([20, expect.stringContaining('did not end within 20 seconds')]);
  });
});
