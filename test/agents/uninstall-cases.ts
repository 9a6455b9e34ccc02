import { describe, expect, it } from 'vitest';
import { nodeShells } from '../documents/scripts/programs.ts';
import { useVendorNodes, type VendorNode } from './vendor-node.ts';

/** The package managers whose packages an uninstall script removes. */
const packageManagers = ['dpkg', 'rpm'] as const;

/** What a script removes: a package, the folder that it installs, and a file that the package leaves behind. */
export interface Removed {
  readonly script: string;
  readonly packageName: string;
  readonly folder: string;
  readonly leftOver: string;
}

/**
 * Gives a node a package manager that has one package installed. Removing it leaves the rest of its folder alone, and
 * fails while the file `locked` is there.
 */
export function addPackage(
  node: VendorNode,
  manager: (typeof packageManagers)[number],
  { packageName, folder }: Pick<Removed, 'packageName' | 'folder'>,
): void {
  node.write('package', packageName);
  node.write(`${folder}/program`, 'of the package');
  const remove = `[ ! -e "$NODE/locked" ] || { echo 'error: database is locked'; exit 2; }
rm -f "$NODE/${folder}/program" "$NODE/package"`;
  const isThere = `[ "$2" = ${packageName} ] && [ -e "$NODE/package" ]`;
  if (manager === 'dpkg') {
    node.addProgram('dpkg-query', isThere);
    node.addProgram('dpkg', `[ "$*" = '--purge ${packageName}' ] || exit 2\n${remove}`);
  } else {
    node.addProgram(
      'rpm',
      `case $1 in -q) ${isThere} ;; -e) [ "$2" = ${packageName} ] || exit 1\n${remove} ;; esac`,
    );
  }
}

/** The tests that every uninstall script passes. */
export function testUninstall(removed: Removed): void {
  const launch = useVendorNodes();
  const { script, packageName, folder, leftOver } = removed;

  describe.each(nodeShells)(`${script} under %s`, (_name, shell) => {
    it.each(packageManagers)('removes the package by %s, and what it leaves behind', (manager) => {
      const node = launch();
      addPackage(node, manager, removed);
      node.write(`${leftOver}`, 'a key');
      expect(node.run(shell, script).code).toBe(0);
      expect(node.has('package')).toBe(false);
      expect(Object.keys(node.state())).toEqual(['etc/hostname']);
    });

    it('does nothing where nothing is left', () => {
      const { code, output } = launch().run(shell, script);
      expect([code, output]).toEqual([0, '']);
    });

    it.each(packageManagers)('fails, and deletes nothing, when %s does not remove the package', (manager) => {
      const node = launch();
      addPackage(node, manager, removed);
      node.write('locked', '');
      const { code, output } = node.run(shell, script);
      expect([code, output]).toEqual([
        1,
        expect.stringContaining(`${manager} did not remove ${packageName}\n`),
      ]);
      expect(node.has(`${folder}/program`)).toBe(true);
    });
  });
}
