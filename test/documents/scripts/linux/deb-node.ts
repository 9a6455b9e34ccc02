import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { findProgram, nodeShells } from '../programs.ts';
import { canInstall } from './installer-bench.ts';
import type { PretendNode } from './node.ts';

const lacking = ['dpkg', 'dpkg-deb', 'dpkg-query'].filter((name) => findProgram(name) === undefined);
if (lacking.length > 0)
  process.stderr.write(`a real .deb is not tested: there is no ${lacking.join(', no ')} here\n`);

/** Whether this machine can install real .deb packages into the folder of a node. */
export const canInstallDeb = canInstall && lacking.length === 0;

/** The shells that the tests of single cases use; the essential ones use every shell. */
export const mainShells = nodeShells.filter(([name]) => name === 'dash' || name === 'bash');

/** What a maintainer's script does for the agent to be there. */
export const installed = 'touch "$NODE/installed"';

/**
 * Gives a node the real dpkg, confined to its folder, and an apt-get that can do nothing. Each call is a line of
 * `calls`.
 */
export function equipWithDpkg(node: PretendNode): PretendNode {
  for (const folder of ['root', 'var/lib/dpkg/info', 'var/lib/dpkg/updates'])
    mkdirSync(join(node.folder, folder), { recursive: true });
  node.write('var/lib/dpkg/status', '');
  const real = (name: string) => `PATH=/usr/sbin:/usr/bin:/sbin:/bin exec ${findProgram(name)}`;
  node.addProgram(
    'dpkg',
    `echo "dpkg $*" | sed "s#$NODE#NODE#" >>"$NODE/calls"
${real('dpkg')} --admindir="$NODE/var/lib/dpkg" --instdir="$NODE/root" --log="$NODE/dpkg.log" --force-not-root --force-script-chrootless "$@"`,
  );
  node.addProgram('dpkg-query', `${real('dpkg-query')} --admindir="$NODE/var/lib/dpkg" "$@"`);
  node.addProgram('dpkg-deb', `${real('dpkg-deb')} "$@"`);
  node.addProgram(
    'apt-get',
    'echo "apt-get $*" >>"$NODE/calls"; echo "E: no repository can be reached"; exit 100',
  );
  return node;
}
