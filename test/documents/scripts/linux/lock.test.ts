import { describe, expect, it } from 'vitest';
import { canChoose, programPath } from '../programs.ts';
import { mainShells } from './deb-node.ts';
import { canInstall, good, startInstallerBench } from './installer-bench.ts';
import { buildInstaller } from './packages.ts';

const { launch, publish, installUnder } = await startInstallerBench();

describe.runIf(canInstall).each(mainShells)('the lock under %s', (_name, shell) => {
  const install = installUnder(shell);

  it('refuses to start while another run holds it for ten minutes: 27', async () => {
    const node = launch();
    node.addProgram('flock', 'exit 1');
    expect((await install(node, publish(good), {}, { busySeconds: 20 })).code).toBe(27);
    expect(node.read('slept').trim().split('\n')).toEqual(Array(20).fill('1'));
  });

  it.each(['flock', 'sha256sum', 'awk'].filter((tool) => canChoose(shell, tool)))(
    'refuses a node without %s: 29',
    async (tool) => {
      const { code, lines } = await install(launch({ without: [tool] }), publish(good));
      expect([code, lines]).toEqual([29, [`muster: outcome 29 cannot-run: the node has no ${tool}`]]);
    },
  );

  it('refuses a state folder that cannot be made: 29', async () => {
    const node = launch();
    node.write('var/lib/muster', 'a file');
    expect((await install(node, publish(good))).code).toBe(29);
  });

  it('clears away what a killed run left', async () => {
    const node = launch();
    await install(node, publish(buildInstaller('exit 1')));
    const left = `mkdir -p "$NODE/var/lib/muster/work/unpacked" "$NODE/opt/.muster-work"; exec ${programPath('flock')} "$@"`;
    node.addProgram('flock', left);
    expect((await install(node, publish(good))).code).toBe(0);
    expect([node.has('var/lib/muster/work'), node.has('opt/.muster-work')]).toEqual([false, false]);
  });

  it('is given back when a signal ends the run, which says so: 30', async () => {
    const node = launch();
    node.addProgram('systemctl', 'kill -TERM "$PPID"');
    expect((await install(node, publish(good))).code).toBe(30);
    expect(node.has('var/lib/muster/work')).toBe(false);
  });
});
