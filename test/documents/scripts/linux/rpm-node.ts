import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findProgram, nodeShells } from '../programs.ts';
import { canInstall } from './installer-bench.ts';
import type { PretendNode } from './node.ts';

const lacking = ['rpm', 'rpmbuild'].filter((name) => findProgram(name) === undefined);
if (lacking.length > 0)
  process.stderr.write(`a real .rpm is not tested: there is no ${lacking.join(', no ')} here\n`);

/** Whether this machine can build real .rpm packages, and install them into the database of a node. */
export const canInstallRpm = canInstall && lacking.length === 0;

/** The shell of Amazon Linux, Red Hat and SUSE. */
export const redHatShell = nodeShells.filter(([name]) => name === 'bash');

export const amazonLinux2023 = 'ID="amzn"\nID_LIKE="fedora"\nVERSION_ID="2023"\n';
export const suse = 'ID="sles"\nVERSION_ID="15.6"\nID_LIKE="suse"\n';

/**
 * Gives a node an rpm that is a stand-in: its database is the file `version`, and a package file holds what `held` says.
 * `rpm-says` is the body of what an installation does instead of succeeding. Each installation is a line of `calls`.
 */
export function equipWithFakeRpm(node: PretendNode): PretendNode {
  node.write('held', '1.2.3-1.el9');
  node.addProgram('basename', 'echo "$1" | sed "s#.*/##"');
  node.addProgram(
    'rpm',
    `case $1 in
  -q) if [ -s "$NODE/version" ]; then sed "s/^/x86_64 /" "$NODE/version"; else echo "package acme-agent is not installed"; exit 1; fi ;;
  -qp) echo "Package=$(cat "$NODE/name" 2>/dev/null || echo acme-agent)"; echo "Version=$(cat "$NODE/held")"; echo "Architecture=$(cat "$NODE/architecture" 2>/dev/null || echo x86_64)" ;;
  *)
    echo "rpm $*" | sed "s#$NODE#NODE#" >>"$NODE/calls"
    if [ -e "$NODE/rpm-says" ]; then exec sh "$NODE/rpm-says" "$@"; fi
    case $1 in
      -U) cat "$NODE/held" >"$NODE/version"; touch "$NODE/installed" ;;
      -e) rm -f "$NODE/version" "$NODE/installed" ;;
    esac ;;
esac`,
  );
  return node;
}

/** An installer of repositories as a stand-in, which installs what the package file holds. */
export const fakeRepositories = `echo "$(basename "$0") $*" | sed "s#$NODE#NODE#" >>"$NODE/calls"
cat "$NODE/held" >"$NODE/version"; touch "$NODE/installed"`;

/** Gives a node the real rpm with a database of its own, in which somebody provides /bin/sh. */
export function equipWithRpm(node: PretendNode): PretendNode {
  mkdirSync(join(node.folder, 'var/lib/rpm'));
  node.writeBytes('base.rpm', buildRpm('base', '1-1', 'Provides: /bin/sh'));
  const rpm = `PATH=/usr/sbin:/usr/bin:/sbin:/bin exec ${findProgram('rpm')} --dbpath "$NODE/var/lib/rpm"`;
  node.addProgram('rpm', `echo "rpm $*" >>"$NODE/calls"; ${rpm} "$@"`);
  execFileSync('sh', ['-c', `${rpm} -U "$NODE/base.rpm"`], {
    env: { ...process.env, NODE: node.folder },
    stdio: 'pipe',
  });
  return node;
}

const built = new Map<string, Buffer>();

/** A real .rpm without files: its scripts run on this machine, and know the node's folder as `$NODE`. */
export function buildRpm(name: string, version: string, tags = '', scripts = ''): Buffer {
  const [number = '1', release = '1'] = version.split('-');
  const spec = `Name: ${name}\nVersion: ${number}\nRelease: ${release}\nSummary: test\nLicense: none\nBuildArch: noarch\nAutoReqProv: no\n${tags}\n%description\ntest\n${scripts}\n%files\n`;
  const body = built.get(spec) ?? build(spec);
  built.set(spec, body);
  return body;
}

function build(spec: string): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'muster-package-'));
  try {
    writeFileSync(join(folder, 'it.spec'), spec);
    execFileSync('rpmbuild', ['-bb', '--quiet', '--define', `_topdir ${folder}`, join(folder, 'it.spec')], {
      stdio: ['ignore', 'pipe', 'pipe'], // its bash takes a stdin that is a socket for a login, and runs ~/.bashrc
    });
    const [file = ''] = readdirSync(join(folder, 'RPMS', 'noarch'));
    return readFileSync(join(folder, 'RPMS', 'noarch', file));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
