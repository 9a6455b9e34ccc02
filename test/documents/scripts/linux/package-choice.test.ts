import { describe, expect, it } from 'vitest';
import { mainShells } from './deb-node.ts';
import { canInstall, good, startInstallerBench } from './installer-bench.ts';

const { server, launch, publish, installUnder } = await startInstallerBench();

describe.runIf(canInstall).each(mainShells)('the Linux installer under %s', (_name, shell) => {
  const install = installUnder(shell);

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
});
