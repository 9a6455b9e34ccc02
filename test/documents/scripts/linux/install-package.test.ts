import { describe, expect, it } from 'vitest';
import { mainShells } from './deb-node.ts';
import { canInstall, good, startInstallerBench } from './installer-bench.ts';
import { amazonLinux2023, equipWithFakeRpm } from './rpm-node.ts';

const { launch, publish, installUnder } = await startInstallerBench();

describe.runIf(canInstall).each(mainShells)('an installation under %s', (_name, shell) => {
  const install = installUnder(shell);

  it('waits for the work of cloud-init at the first boot', async () => {
    const node = launch();
    node.addProgram(
      'cloud-init',
      'if [ "$(cat "$NODE/looks" 2>/dev/null | wc -l)" -lt 3 ]; then echo x >>"$NODE/looks"; echo "status: running"; else echo "status: done"; fi',
    );
    const { code, lines } = await install(node, publish(good));
    expect([code, lines]).toEqual([
      0,
      expect.arrayContaining(['muster: cloud-init is at work: waiting for it']),
    ]);
    expect(node.read('slept').match(/^10$/gm)).toHaveLength(3);
  });

  it('goes on after five minutes of cloud-init, whose user data may never end', async () => {
    const node = launch();
    node.addProgram('cloud-init', 'echo "status: running"');
    const { code, lines } = await install(node, publish(good));
    expect([code, lines]).toEqual([
      0,
      expect.arrayContaining([expect.stringContaining('still at work after 300 seconds')]),
    ]);
  });

  it('does not wait for cloud-init when there is nothing to install', async () => {
    const node = launch();
    await install(node, publish(good));
    node.addProgram('cloud-init', 'touch "$NODE/asked"; echo "status: running"');
    expect((await install(node, publish(good))).code).toBe(0);
    expect(node.has('asked')).toBe(false);
  });

  it('counts by the state of its own package when the package manager fails because of another (case 04)', async () => {
    const node = equipWithFakeRpm(launch({ osRelease: amazonLinux2023 }));
    node.write(
      'rpm-says',
      'cat "$NODE/held" >"$NODE/version"; touch "$NODE/installed"; echo "error: stranger: cannot be configured"; exit 1',
    );
    const { code, lines } = await install(node, publish(Buffer.from('x'), { path: '/acme.rpm' }));
    expect(code).toBe(0);
    expect(lines.join('\n')).toMatch(/ended with 1 because of another package:\nmuster: {3}error: stranger/);
  });

  it('that did not end is begun anew, whatever the database of packages says', async () => {
    const node = equipWithFakeRpm(launch({ osRelease: amazonLinux2023 }));
    const packages = publish(Buffer.from('x'), { path: '/acme.rpm' });
    await install(node, packages);
    node.write('var/lib/muster/acme-agent.installing', 'x');
    expect((await install(node, packages)).code).toBe(0);
    expect(node.read('calls').match(/^rpm -U/gm)).toHaveLength(2);
    expect(node.has('var/lib/muster/acme-agent.installing')).toBe(false);
  });
});
