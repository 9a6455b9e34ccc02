import { describe, expect, it } from 'vitest';
import { nodeShells, programPath } from '../programs.ts';
import { canInstall, good, startInstallerBench } from './installer-bench.ts';
import { buildArchive, buildInstaller, goodInstaller } from './packages.ts';

const { launch, publish, installUnder } = await startInstallerBench();

describe.runIf(canInstall).each(nodeShells)('the Linux installer under %s', (_name, shell) => {
  const install = installUnder(shell);

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
    expect([code, lines.at(-2)]).toEqual([24, 'muster:   error: the archive has no install.sh']);
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
});
