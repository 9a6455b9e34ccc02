import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type CommandDocument, loadDocument } from '../../../../lib/documents/load-document.ts';
import { canChoose, findProgram, nodeShells, programPath } from '../programs.ts';
import { renderStep } from './agent.ts';
import { canInstall } from './installer-bench.ts';
import { PretendNode } from './node.ts';
import { buildDeb, buildInstaller, goodInstaller, sha256 } from './packages.ts';
import { startWebServer, type WebServer } from './web-server.ts';

const suse = 'ID="sles"\nVERSION_ID="15.6"\nID_LIKE="suse"\n';
const amazonLinux2023 = 'ID="amzn"\nID_LIKE="fedora"\nVERSION_ID="2023"\n';
const amazonLinux2 = 'ID="amzn"\nID_LIKE="centos rhel fedora"\nVERSION_ID="2"\n';

/** An rpm database that is one file, and installers that write the version they are told to into it. */
const fakeRpm =
  '[ -e "$NODE/version" ] && cat "$NODE/version" || { echo "package acme-agent is not installed"; exit 1; }';
const fakeInstall = `echo "$(basename "$0") $*" | sed "s#$NODE#NODE#" >>"$NODE/calls"
echo 1.2.3-1.el9 >"$NODE/version"; touch "$NODE/installed"`;

let server: WebServer;
let content: CommandDocument;
let node: PretendNode;

beforeAll(async () => {
  server = await startWebServer();
  const defaults = {
    AgentName: 'acme-agent',
    AgentVersion: '1.2.3',
    ServiceName: 'acme',
    HealthTimeoutSeconds: '5',
  };
  content = loadDocument('documents/command/install-agent-linux.yaml', defaults);
});
afterAll(() => server.close());
afterEach(() => node.remove());

function rpmNode(osRelease: string, programs: Record<string, string>): PretendNode {
  node = new PretendNode({ osRelease });
  node.addProgram('rpm', fakeRpm);
  node.addProgram('basename', 'echo "$1" | sed "s#.*/##"');
  for (const [name, script] of Object.entries(programs)) node.addProgram(name, script);
  return node;
}

describe.runIf(canInstall).each(nodeShells)('installing under %s', (_name, shell) => {
  const render = (kind: string, body: Buffer) => {
    server.put(`/agent.${kind}`, body);
    const Packages = `any/x86_64=${server.url}/agent.${kind}#${sha256(body)}`;
    return renderStep(content, { Packages });
  };
  const install = (kind: string, body: Buffer = Buffer.from('a package')) =>
    node.run(render(kind, body), shell);

  /** Five minutes of waiting shrink to 20 seconds: each of them is programs that are started. */
  const installImpatiently = (kind: string) => {
    const { script } = render(kind, Buffer.from('a package'));
    const lines = script.split('readonly busy_seconds_max=300\n');
    expect(lines).toHaveLength(2);
    return node.run({ script: lines.join('readonly busy_seconds_max=20\n') }, shell);
  };

  it('installs an .rpm with dnf, from the file alone', async () => {
    rpmNode(amazonLinux2023, { dnf: fakeInstall, yum: 'exit 1' });
    expect((await install('rpm')).code).toBe(0);
    expect(node.read('calls')).toBe(
      'dnf -y --setopt=*.skip_if_unavailable=1 install NODE/state/work/package.rpm\n',
    );
  });

  it('does nothing when the rpm database has the version, whatever its release', async () => {
    rpmNode(amazonLinux2023, { dnf: fakeInstall });
    await install('rpm');
    expect((await install('rpm')).lines.at(-1)).toContain('healthy already');
    expect(node.read('calls').trim().split('\n')).toHaveLength(1);
  });

  it('takes 1.2.30 for another version than 1.2.3', async () => {
    rpmNode(amazonLinux2023, { dnf: fakeInstall });
    node.write('version', '1.2.30-1.el9');
    node.write('active', '');
    expect((await install('rpm')).lines.at(-1)).toMatch(/is installed and acme is healthy$/);
    expect(node.read('calls')).toContain(' install ');
  });

  it('reinstalls an .rpm that is there but does not start', async () => {
    rpmNode(amazonLinux2023, { dnf: `${fakeInstall}; rm -f "$NODE/broken"` });
    node.write('version', '1.2.3-1');
    node.write('broken', '');
    expect((await install('rpm')).code).toBe(0);
    expect(node.read('calls')).toContain(' reinstall ');
  });

  it('downgrades with yum, which does not install an older version', async () => {
    rpmNode(amazonLinux2, { yum: `[ "$3" = install ] && exit 1; ${fakeInstall}` });
    node.write('version', '2.0.0-1');
    expect((await install('rpm')).code).toBe(0);
    expect(node.read('calls')).toBe(
      'yum -y --setopt=*.skip_if_unavailable=1 downgrade NODE/state/work/package.rpm\n',
    );
  });

  it.each([
    [0, 0],
    [102, 0],
    [106, 0],
    [104, 24],
  ])('on SUSE, takes exit code %i of zypper as %i', async (own, expected) => {
    rpmNode(suse, { zypper: `${fakeInstall}; exit ${own}` });
    const { code, lines } = await install('rpm');
    expect(code).toBe(expected);
    expect(lines.some((line) => line.includes('asks for a reboot'))).toBe(own === 102);
    expect(node.read('calls')).toMatch(/^zypper .*--no-refresh --no-remote .* install .*package\.rpm\n$/);
  });

  it('refuses a package that holds another version than AgentVersion: 28', async () => {
    rpmNode(amazonLinux2023, { dnf: 'echo 1.1.0-1 >"$NODE/version"' });
    const { code, lines } = await install('rpm');
    expect([code, lines.at(-1)]).toEqual([28, expect.stringContaining("holds '1.1.0-1' of acme-agent")]);
  });

  it('waits for a dpkg lock that another program holds, and then installs', async () => {
    node = new PretendNode();
    const lock =
      'echo "E: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 7"; exit 100';
    node.addProgram(
      'apt-get',
      `if mkdir "$NODE/first" 2>/dev/null; then ${lock}; fi; touch "$NODE/installed"`,
    );
    node.addProgram('dpkg-query', '[ -e "$NODE/installed" ] && echo "install ok installed 2:1.2.3-1"');
    expect((await install('deb')).code).toBe(0);
    expect(node.read('slept')).toMatch(/^5\n/);
  });

  it('refuses to wait for a dpkg lock for ever: 24', async () => {
    node = new PretendNode();
    node.addProgram('apt-get', 'echo "E: Unable to acquire the dpkg frontend lock"; exit 100');
    node.addProgram('dpkg-query', 'exit 1');
    expect((await installImpatiently('deb')).code).toBe(24);
    expect(node.read('slept').trim().split('\n')).toEqual(['5', '5', '5', '5']);
  });

  it('refuses to retry what is no lock: 24 at once', async () => {
    node = new PretendNode();
    node.addProgram('apt-get', 'echo "E: Unmet dependencies"; exit 100');
    node.addProgram('dpkg-query', 'exit 1');
    expect((await install('deb')).code).toBe(24);
    expect(node.has('slept')).toBe(false);
  });

  it('asks nobody anything during a .deb installation', async () => {
    node = new PretendNode();
    node.addProgram('apt-get', 'echo "$DEBIAN_FRONTEND $NEEDRESTART_SUSPEND" >"$NODE/installed"; [ ! -t 0 ]');
    node.addProgram('dpkg-query', '[ -e "$NODE/installed" ] && echo "install ok installed 1.2.3"');
    expect((await install('deb')).code).toBe(0);
    expect(node.read('installed').trim()).toBe('noninteractive 1');
  });

  it('takes a package that is removed but not purged for absent', async () => {
    node = new PretendNode();
    node.write('active', '');
    node.addProgram('apt-get', 'touch "$NODE/installed"');
    node.addProgram(
      'dpkg-query',
      'if [ -e "$NODE/installed" ]; then echo "install ok installed 1.2.3"; else echo "deinstall ok config-files 1.2.3"; fi',
    );
    expect((await install('deb')).lines.at(-1)).toMatch(/is installed and acme is healthy$/);
  });

  it('refuses to start while another run holds the lock for five minutes: 27', async () => {
    node = new PretendNode();
    node.addProgram('flock', 'exit 1');
    expect((await installImpatiently('tar.gz')).code).toBe(27);
    expect(node.read('slept').trim().split('\n')).toEqual(Array(20).fill('1'));
  });

  const canLack = (tool: string) => canChoose(shell, tool);

  it.each(['flock', 'sha256sum', 'tar', 'timeout'].filter(canLack))(
    'refuses a node without %s: 29',
    async (tool) => {
      node = new PretendNode({ without: [tool] });
      const { code, lines } = await install('tar.gz');
      expect([code, lines]).toEqual([29, [`muster: outcome 29 cannot-run: the node has no ${tool}`]]);
    },
  );

  it.runIf(canLack('wget'))('refuses a node with neither curl nor wget: 29', async () => {
    node = new PretendNode({ without: ['curl', 'wget'] });
    expect((await install('tar.gz')).code).toBe(29);
  });

  it('refuses a state directory that cannot be made: 29', async () => {
    node = new PretendNode();
    node.write('state', 'a file');
    expect((await install('tar.gz')).code).toBe(29);
  });

  it('says that a signal ended it, and leaves nothing behind: 30', async () => {
    node = new PretendNode();
    node.addProgram('systemctl', 'kill -TERM "$PPID"');
    const { code } = await install('tar.gz', buildInstaller(goodInstaller));
    expect(code).toBe(30);
    expect(node.has('state/work')).toBe(false);
  });

  it('clears away what a killed run left', async () => {
    node = new PretendNode();
    await install('tar.gz', buildInstaller('exit 1'));
    const left = `mkdir -p "$NODE/state/work/unpacked"; exec ${programPath('flock')} "$@"`;
    node.addProgram('flock', left);
    expect((await install('tar.gz', buildInstaller(goodInstaller))).code).toBe(0);
  });

  it('starts a service with `service` where there is no systemctl', async () => {
    node = new PretendNode({ without: ['systemctl'] });
    node.addProgram(
      'service',
      'if [ "$2" = status ]; then [ -e "$NODE/active" ]; else touch "$NODE/active"; fi',
    );
    expect((await install('tar.gz', buildInstaller(goodInstaller))).code).toBe(0);
  });
});

const dpkg = findProgram('dpkg');
const dpkgDeb = findProgram('dpkg-deb');
const canBuildDeb = dpkg !== undefined && dpkgDeb !== undefined;
if (!canBuildDeb) process.stderr.write('a real .deb is not tested: dpkg or dpkg-deb is not installed here\n');

describe.runIf(canInstall && canBuildDeb).each(nodeShells)('a real .deb under %s', (_name, shell) => {
  it('is installed into the root of the node, and found there the second time', async () => {
    node = new PretendNode();
    // apt-get hands the file to dpkg; here to a dpkg that is confined to the node's folder.
    node.addProgram(
      'apt-get',
      `mkdir -p "$NODE/root/var/lib/dpkg/info" "$NODE/root/var/lib/dpkg/updates"; touch "$NODE/root/var/lib/dpkg/status"
for file; do :; done; touch "$NODE/installed"
PATH=/usr/sbin:/usr/bin:/sbin:/bin exec ${dpkg} --root="$NODE/root" --log="$NODE/dpkg.log" --force-not-root -i "$file"`,
    );
    node.addProgram(
      'dpkg-query',
      `exec ${findProgram('dpkg-query')} --admindir="$NODE/root/var/lib/dpkg" "$@"`,
    );
    const body = buildDeb('acme-agent', '1:1.2.3-4');
    server.put('/real.deb', body);
    const step = renderStep(content, { Packages: `debian/x86_64=${server.url}/real.deb#${sha256(body)}` });
    expect((await node.run(step, shell)).code).toBe(0);
    expect(node.has('root/opt/agent/agent')).toBe(true);
    expect((await node.run(step, shell)).lines).toEqual([expect.stringContaining('healthy already')]);
  });
});
