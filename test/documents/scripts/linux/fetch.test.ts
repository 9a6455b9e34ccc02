import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canChoose, programPath } from '../programs.ts';
import { Authority, canCertify } from './certificates.ts';
import { debianShell } from './deb-node.ts';
import { fetchers, withoutFetchers } from './fetchers.ts';
import { canInstall, good, startInstallerBench } from './installer-bench.ts';
import { sha256 } from './packages.ts';
import { startWebServer, type WebServer } from './web-server.ts';

const { server, launch, publish, installUnder, render } = await startInstallerBench();

let authority: Authority;
let tls: WebServer;
beforeAll(async () => {
  if (!canCertify) return;
  authority = new Authority();
  tls = await startWebServer(authority.certify());
});
afterAll(async () => {
  await tls?.close();
  if (canCertify) rmSync(authority.folder, { recursive: true });
});

const entry = (url: string) => `any/x86_64=${url}#${sha256(good)}`;

describe.runIf(canInstall).each(debianShell)('the proxy of a node under %s', (_name, shell) => {
  it.each([
    [{ HTTPS_PROXY: 'http://proxy:1', NO_PROXY: 's3.test' }, 'http://proxy:1 127.0.0.1,localhost,s3.test'],
    [{ https_proxy: 'http://proxy:2', no_proxy: 's4.test' }, 'http://proxy:2 127.0.0.1,localhost,s4.test'],
    [{}, 'none 127.0.0.1,localhost'],
  ])('of the environment %j is known to every fetcher', async (environment, known) => {
    const node = launch();
    node.addProgram(
      'curl',
      `echo "\${https_proxy-none} $no_proxy" >"$NODE/known"
[ "$no_proxy" = "$NO_PROXY" ] || echo other >>"$NODE/known"
exit 7`,
    );
    await installUnder(shell)(node, entry('https://packages.test/a.tar.gz'), {}, { environment });
    expect(node.read('known')).toBe(`${known}\n`);
  });
});

// The programs are the same under every shell.
describe.runIf(canInstall).each(debianShell)('a node under %s', (_name, shell) => {
  const install = installUnder(shell);

  describe.runIf(canChoose(shell, 'wget')).each(fetchers.map((each) => [each.name, each] as const))(
    'with %s alone',
    (name, fetcher) => {
      const launchBare = () => {
        const node = launch({ without: withoutFetchers });
        fetcher.equip(node);
        return node;
      };
      /** It checks no certificate, or not with an authority of our own. */
      const isBlind = name.startsWith('busybox');

      it('downloads (cases 13, 81)', async () => {
        expect((await install(launchBare(), publish(good))).code).toBe(0);
      });

      it('refuses a page that is not there: 20', async () => {
        const { code, lines } = await install(
          launchBare(),
          publish(good).replace('/agent.tar.gz', '/gone.tar.gz'),
        );
        expect([code, lines.join('\n')]).toEqual([20, expect.stringContaining('404')]);
        expect(server.requests).toHaveLength(1);
      });

      it('tries again when the web server is overloaded', async () => {
        const { code } = await install(
          launchBare(),
          publish(good, { path: '/busy.tar.gz', failures: [503, 503] }),
        );
        expect([code, server.requests.length]).toEqual([0, 3]);
      });

      it('refuses a redirect without a target: 20 (case 33)', async () => {
        server.answer('/moved.tar.gz', (_, response) => response.writeHead(301).end('moved'));
        const { code, lines } = await install(launchBare(), entry(`${server.url}/moved.tar.gz`));
        expect([code, lines.at(-1)]).toEqual([
          20,
          expect.stringMatching(name === 'apt-helper' ? /download-failed/ : /redirect/),
        ]);
      });

      it('takes a body that is cut off for a failed download, not for another package: 20', async () => {
        server.answer('/cut.tar.gz', (_, response) => {
          response.writeHead(200, { 'Content-Length': good.length });
          response.write(good.subarray(0, 100), () => response.destroy());
        });
        const { code, lines } = await install(launchBare(), entry(`${server.url}/cut.tar.gz`));
        expect([code, lines.at(-2)]).toEqual([
          20,
          expect.stringMatching(/closed|cut off|transfer|failed|short|error/i),
        ]);
      });

      it('never asks a proxy for the node itself (case 46)', async () => {
        const dead = 'http://127.0.0.1:1';
        const environment = {
          http_proxy: dead,
          https_proxy: dead,
          HTTP_PROXY: dead,
          HTTPS_PROXY: dead,
          all_proxy: dead,
        };
        expect((await install(launchBare(), publish(good), {}, { environment })).code).toBe(0);
      });

      it.each(['the shell alone', 'the whole group'])(
        'leaves nothing behind when %s is killed during it (case K)',
        async (who) => {
          const node = launchBare();
          // No program may stand between the start of the fetcher and that of what watches it.
          node.addProgram('rm', `${programPath('sleep')} 0.2; exec ${programPath('rm')} "$@"`);
          let close = () => {};
          const closed = new Promise<void>((resolve) => (close = resolve));
          const asked = new Promise<void>((resolve) => {
            server.answer('/slow.tar.gz', (request, response) => {
              response.writeHead(200, { 'Content-Length': '1000000' });
              response.write('x'.repeat(1000));
              request.socket.on('close', close);
              resolve();
            });
          });
          const run = node.start(render(entry(`${server.url}/slow.tar.gz`)), shell);
          await asked;
          process.kill(who === 'the shell alone' ? run.pid : -run.pid, 'SIGKILL');
          await closed;
          // Each second of the limit, had it been waited for, would be a line.
          expect(node.read('slept').split('\n').length).toBeLessThan(100);
          expect((await run.ended).code).toBe(null);
        },
      );

      it.runIf(canCertify && !isBlind)('downloads by https, also behind a redirect to https', async () => {
        tls.put('/a.tar.gz', good);
        tls.answer('/redirect.tar.gz', (_, response) =>
          response.writeHead(302, { Location: `${tls.url}/a.tar.gz` }).end(),
        );
        tls.answer('/relative.tar.gz', (_, response) =>
          response.writeHead(302, { Location: '/a.tar.gz' }).end(),
        );
        for (const path of ['/a.tar.gz', '/redirect.tar.gz', '/relative.tar.gz']) {
          const node = launchBare();
          const environment = fetcher.trust(node, authority.file);
          expect((await install(node, entry(`${tls.url}${path}`), {}, { environment })).code).toBe(0);
        }
      });

      it.runIf(canCertify && !isBlind)(
        'tells redirects in a circle from one without a target: 20',
        async () => {
          tls.answer('/round.tar.gz', (_, response) =>
            response.writeHead(302, { Location: `${tls.url}/round.tar.gz` }).end(),
          );
          const node = launchBare();
          const environment = fetcher.trust(node, authority.file);
          const { code, lines } = await install(node, entry(`${tls.url}/round.tar.gz`), {}, { environment });
          expect([code, lines.join('\n')]).toEqual([
            20,
            expect.stringMatching(/one redirect after another|loop/),
          ]);
        },
      );

      it.runIf(canCertify)('refuses to go from https to http: 20 (case 99)', async () => {
        server.put('/plain.tar.gz', good);
        tls.answer('/down.tar.gz', (_, response) =>
          response.writeHead(302, { Location: `${server.url}/plain.tar.gz` }).end(),
        );
        const node = launchBare();
        const environment = fetcher.trust(node, authority.file);
        const { code } = await install(node, entry(`${tls.url}/down.tar.gz`), {}, { environment });
        expect([code, node.has('installed')]).toEqual([20, false]);
        if (!isBlind) expect(server.requests).toEqual([]);
      });

      it.runIf(canCertify && !isBlind)(
        'tells why it does not trust a certificate: 20 (cases 41, 42, 44)',
        async () => {
          const old = await startWebServer(authority.certify('20200101000000Z', '20210101000000Z'));
          const coming = await startWebServer(authority.certify('20980101000000Z', '20990101000000Z'));
          const sentences = [
            [tls, false, 'the node does not know the issuer of the certificate of 127.0.0.1'],
            [
              old,
              true,
              `the certificate of 127.0.0.1:${new URL(old.url).port} has expired: by the clock of the node it is 20`,
            ],
            [
              coming,
              true,
              `the certificate of 127.0.0.1:${new URL(coming.url).port} is not valid yet: by the clock of the node it is 20`,
            ],
          ] as const;
          for (const [from, isTrusted, sentence] of sentences) {
            const node = launchBare();
            const environment = isTrusted ? fetcher.trust(node, authority.file) : {};
            const { code, lines } = await install(node, entry(`${from.url}/a.tar.gz`), {}, { environment });
            expect([code, lines.at(-1)]).toEqual([20, expect.stringContaining(sentence)]);
          }
          await Promise.all([old.close(), coming.close()]);
        },
      );
    },
  );

  it.runIf(canChoose(shell, 'wget'))('without any of them cannot run: 29', async () => {
    const { code, lines } = await install(launch({ without: withoutFetchers }), publish(good));
    expect([code, lines.at(-1)]).toEqual([29, expect.stringContaining('no curl, wget, python3 or apt')]);
  });
});
