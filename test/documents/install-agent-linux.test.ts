import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type CommandDocument, loadDocument } from '../../lib/documents.ts';
import { renderStep } from './agent.ts';
import { findShells, PretendNode, programPath } from './node.ts';
import { buildArchive, buildInstaller, goodInstaller, sha256 } from './packages.ts';
import { startWebServer, type WebServer } from './web-server.ts';

const good = buildInstaller(goodInstaller);
const defaults = {
  AgentName: 'acme-agent',
  AgentVersion: '1.2.3',
  ServiceName: 'acme',
  HealthTimeoutSeconds: '6',
};

let server: WebServer;
let content: CommandDocument;
const nodes: PretendNode[] = [];

beforeAll(async () => {
  server = await startWebServer();
  content = loadDocument('documents/command/install-agent-linux.yaml', defaults);
});
afterAll(() => server.close());
afterEach(() => {
  for (const node of nodes.splice(0)) node.remove();
  server.requests.length = 0;
});

function launch(...options: ConstructorParameters<typeof PretendNode>): PretendNode {
  const node = new PretendNode(...options);
  nodes.push(node);
  return node;
}

/** Puts a package on the web server and gives its entry. */
function publish(
  body: Buffer,
  { path = '/agent.tar.gz', key = 'any/x86_64', failures = [] as number[] } = {},
): string {
  server.put(path, body, failures);
  return `${key}=${server.url}${path}#${sha256(body)}`;
}

/** The document is rendered as the SSM agent renders it, and run by each shell that a node may have as /bin/sh. */
describe.each(findShells('dash', 'bash', 'busybox sh'))('the Linux installer under %s', (_name, shell) => {
  const install = (node: PretendNode, packages: string, values: Record<string, string> = {}) =>
    node.run(renderStep(content, { Packages: packages, ...values }), shell);

  /** Runs it with variables that no pattern has seen, as if the service and the agent had let them pass. */
  const installUnchecked = (node: PretendNode, environment: Record<string, string>) => {
    const step = renderStep(content, { Packages: publish(good) });
    return node.run({ ...step, environment: { ...step.environment, ...environment } }, shell);
  };

  it('installs an archive and leaves a healthy service and no work folder', async () => {
    const node = launch();
    const { code, lines } = await install(node, publish(good));
    expect(lines.at(-1)).toBe('muster: outcome 0 done: acme-agent 1.2.3 is installed and acme is healthy');
    expect(code).toBe(0);
    expect(node.read('installed').trim()).toBe('1.2.3');
    expect(node.has('state/work')).toBe(false);
  });

  it('finds install.sh in the only folder of an archive, and runs it there', async () => {
    const node = launch();
    const files = {
      'acme-1.2.3/install.sh': '#!/bin/sh\ncp ./agent "$NODE/installed"\n',
      'acme-1.2.3/agent': 'x',
    };
    node.addProgram('cp', 'cat "$1" >"$2"');
    expect((await install(node, publish(buildArchive(files)))).code).toBe(0);
    expect(node.read('installed')).toBe('x');
  });

  it('does nothing and downloads nothing the second time', async () => {
    const node = launch();
    const packages = publish(good);
    await install(node, packages);
    const { code, lines } = await install(node, packages);
    expect(code).toBe(0);
    expect(lines).toEqual([
      'muster: outcome 0 done: acme-agent 1.2.3 is installed and acme is healthy already',
    ]);
    expect(server.requests).toEqual(['/agent.tar.gz']);
  });

  it('installs again when another version is wanted', async () => {
    const node = launch();
    await install(node, publish(good));
    expect((await install(node, publish(good), { AgentVersion: '1.3.0' })).code).toBe(0);
    expect(node.read('installed').trim()).toBe('1.3.0');
  });

  it('starts an installed agent that is not active, and downloads nothing', async () => {
    const node = launch();
    const packages = publish(good);
    await install(node, packages);
    node.remove('active');
    const { code, lines } = await install(node, packages);
    expect(code).toBe(0);
    expect(lines.at(-1)).toContain('acme is healthy again');
    expect(server.requests).toHaveLength(1);
  });

  it('installs once more when an installed agent does not start, and that heals it', async () => {
    const node = launch();
    const packages = publish(buildInstaller(`${goodInstaller}; rm -f "$NODE/broken"`));
    await install(node, packages);
    node.remove('active');
    node.write('broken', '');
    expect((await install(node, packages)).code).toBe(0);
    expect(server.requests).toHaveLength(2);
  });

  it('refuses to call a service healthy that does not become active: 23', async () => {
    const node = launch();
    node.write('broken', '');
    const { code, lines } = await install(node, publish(good));
    expect(code).toBe(23);
    expect(lines.at(-1)).toContain('acme did not stay active within 6 s');
    expect(node.read('slept').trim().split('\n')).toHaveLength(6);
  });

  it('refuses to call a service healthy that has a new process at every look: 23', async () => {
    const node = launch();
    node.write('flapping', 'x');
    expect((await install(node, publish(good))).code).toBe(23);
  });

  it('refuses a package with another checksum, and runs nothing of it: 21', async () => {
    const node = launch();
    const entry = publish(good).replace(/#.*/, `#${'0'.repeat(64)}`);
    const { code, lines } = await install(node, entry);
    expect(code).toBe(21);
    expect(lines.at(-1)).toContain(`received ${sha256(good)}`);
    expect(node.has('installed')).toBe(false);
    expect(node.has('state/work')).toBe(false);
  });

  it('takes a checksum in capitals', async () => {
    const entry = publish(good).replace(/#.*/, `#${sha256(good).toUpperCase()}`);
    expect((await install(launch(), entry)).code).toBe(0);
  });

  it.each([['curl'], ['wget']])(
    'refuses a page that is not there, without %s as well: 20',
    async (missing) => {
      const entry = publish(good).replace('/agent.tar.gz', '/gone.tar.gz');
      const { code, lines } = await install(launch({ without: [missing] }), entry);
      expect(code).toBe(20);
      expect(lines.join('\n')).toContain('404');
    },
  );

  it('refuses a port where nobody listens: 20', async () => {
    const entry = publish(good).replace(/127\.0\.0\.1:\d+/, '127.0.0.1:1');
    expect((await install(launch(), entry)).code).toBe(20);
  });

  it('tries again when the web server is overloaded', async () => {
    const { code } = await install(launch(), publish(good, { path: '/busy.tar.gz', failures: [503] }));
    expect(code).toBe(0);
    expect(server.requests).toEqual(['/busy.tar.gz', '/busy.tar.gz']);
  });

  it('downloads with wget where there is no curl', async () => {
    expect((await install(launch({ without: ['curl'] }), publish(good))).code).toBe(0);
  });

  it.each([
    [{ kernel: 'FreeBSD' }, 'the kernel is FreeBSD; allowed is Linux'],
    [{ machine: 'i686' }, 'the architecture is i686; allowed are x86_64 and arm64'],
    [{ osRelease: 'ID="amzn"\nVERSION_ID="2018.03"' }, "the distribution is 'amzn 2018.03'"],
    [
      { osRelease: 'ID="ol"\nVERSION_ID="9.4"\nID_LIKE="fedora"' },
      "the distribution is 'ol 9.4', like 'fedora'",
    ],
    [{ osRelease: 'NAME=nothing' }, "the distribution is ' ', like ''"],
  ])('refuses the system %j in one line and downloads nothing: 22', async (options, sentence) => {
    const { code, lines } = await install(launch(options), publish(good));
    expect(code).toBe(22);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(sentence);
    expect(server.requests).toEqual([]);
  });

  it.each([
    ['x86_64', 'any/aarch64', 25],
    ['aarch64', 'any/arm64', 0],
    ['aarch64', 'any/aarch64', 0],
    ['x86_64', 'any/amd64', 0],
    ['x86_64', 'debian-12/x86_64', 0],
    ['x86_64', 'debian/x86_64', 0],
    ['x86_64', 'deb/x86_64', 0],
    ['x86_64', 'debian-11/x86_64', 25],
    ['x86_64', 'ubuntu/x86_64', 25],
  ])('on %s with an entry for %s ends with %i', async (machine, key, expected) => {
    expect((await install(launch({ machine }), publish(good, { key }))).code).toBe(expected);
  });

  it('refuses when there is an entry for no system like this, and says which it looked for: 25', async () => {
    const { lines } = await install(launch(), publish(good, { key: 'rpm/x86_64' }));
    expect(lines).toEqual([
      expect.stringContaining('outcome 25 no-package: Packages has no entry for debian-12/x86_64'),
    ]);
  });

  it('takes the most specific entry, wherever it stands', async () => {
    const keys = ['any', 'rpm', 'rhel', 'rhel-9', 'rhel-9.4'];
    const entries = keys.map((key) => publish(good, { path: `/${key}.tar.gz`, key: `${key}/x86_64` }));
    const osRelease = 'ID="rhel"\nVERSION_ID="9.4"\n';
    for (const key of [...keys].reverse()) {
      const { code } = await install(launch({ osRelease }), entries.join('\n'));
      expect([code, server.requests.at(-1)]).toEqual([0, `/${key}.tar.gz`]);
      entries.pop();
    }
  });

  it('refuses two entries for one key: 26', async () => {
    const entries = `${publish(good)} ${publish(good, { key: 'any/amd64' })}`;
    const { code, lines } = await install(launch(), entries);
    expect([code, lines.at(-1)]).toEqual([26, expect.stringContaining('two entries for any/x86_64')]);
  });

  it('refuses a kind of package that the system does not take: 26', async () => {
    const { code } = await install(launch(), publish(good, { path: '/agent.rpm' }));
    expect(code).toBe(26);
  });

  it.each([
    ['MUSTER_AGENT_NAME', '$(touch canary)'],
    ['MUSTER_AGENT_NAME', ''],
    ['MUSTER_AGENT_VERSION', '1; touch canary'],
    ['MUSTER_SERVICE_NAME', '`touch canary`'],
    ['MUSTER_SERVICE_NAME', '--force'],
    ['MUSTER_SERVICE_NAME', 'x\nmuster: outcome 0 done: forged'],
    ['MUSTER_PACKAGES', `any/x86_64=http://127.0.0.1/'"$(echo>canary)".deb#${'0'.repeat(64)}`],
    ['MUSTER_PACKAGES', `any/x86_64=http://example.com/a.deb#${'0'.repeat(64)}`],
    ['MUSTER_PACKAGES', `any/x86_64=https://example.com/a.deb#${'0'.repeat(63)}`],
    ['MUSTER_PACKAGES', `any/riscv64=https://example.com/a.deb#${'0'.repeat(64)}`],
    ['MUSTER_DOWNLOAD_TIMEOUT_SECONDS', '901'],
    ['MUSTER_HEALTH_TIMEOUT_SECONDS', '$(touch canary)'],
  ])('refuses %s=%j, which stays inert: 26', async (name, value) => {
    const node = launch();
    const { code, lines } = await installUnchecked(node, { [name]: value });
    expect(code).toBe(26);
    expect(lines).toHaveLength(1);
    expect(node.has('canary')).toBe(false);
    expect(server.requests).toEqual([]);
  });

  it('refuses to hide a failed installer: 24 with the end of its output', async () => {
    const noise =
      'i=0; while [ $i -lt 200 ]; do echo "line $i: a long line of noise that nobody wants to read"; i=$((i+1)); done';
    const { code, lines } = await install(
      launch(),
      publish(buildInstaller(`${noise}; echo the disk is full; exit 5`)),
    );
    expect(code).toBe(24);
    expect(lines.at(-2)).toBe('muster:   the disk is full');
    expect(lines.at(-1)).toContain('ended with 5');
  });

  it('refuses an archive without install.sh: 24', async () => {
    const { code, lines } = await install(launch(), publish(buildArchive({ readme: 'x' })));
    expect([code, lines.at(-2)]).toEqual([24, 'muster:   the archive has no install.sh']);
  });

  it.each([194, 168, 169, 137])(
    'does not pass on exit code %i of an installer, which the SSM agent would act on',
    async (own) => {
      const { code, lines } = await install(
        launch(),
        publish(buildInstaller(`${goodInstaller}; exit ${own}`)),
      );
      expect(code).toBe(own === 194 ? 0 : 24);
      expect(lines.some((line) => line.includes('asks for a reboot'))).toBe(own === 194);
    },
  );

  it('does not wait for a daemon that an installer leaves behind', async () => {
    const daemon = `${programPath('sleep')} 30 & echo $! >"$NODE/daemon"`;
    const node = launch();
    const { code } = await install(node, publish(buildInstaller(`${goodInstaller}; ${daemon}`)));
    expect(code).toBe(0);
    expect((await install(node, publish(good), { AgentVersion: '2' })).code).toBe(0); // nor does the daemon hold the lock
    process.kill(Number(node.read('daemon')));
  });

  it('keeps its state and its lock to root, also where the folder is open already', async () => {
    for (const node of [launch(), launch()]) {
      if (node === nodes[1]) node.addFolder('state', 0o777);
      const packages = publish(buildInstaller(`umask >"$NODE/umask"; ${goodInstaller}`));
      expect((await install(node, packages)).code).toBe(0);
      expect([node.mode('state'), node.mode('state/lock')]).toEqual([0o700, 0o600]);
      // The installer makes files for everybody: it has the umask that the run began with.
      expect(Number.parseInt(node.read('umask'), 8)).toBe(process.umask());
    }
  });

  it('lets one of two runs at once install and the other find it done', async () => {
    const node = launch();
    const alone = `mkdir "$NODE/installing" || exit 9; ${programPath('sleep')} 0.3; rmdir "$NODE/installing"`;
    const packages = publish(buildInstaller(`${alone}; ${goodInstaller}`));
    const runs = await Promise.all([install(node, packages), install(node, packages)]);
    expect(runs.map(({ code }) => code)).toEqual([0, 0]);
    expect(runs.map(({ lines }) => lines.length).sort()).toEqual([1, 3]);
    expect(server.requests).toHaveLength(1);
  });
});
