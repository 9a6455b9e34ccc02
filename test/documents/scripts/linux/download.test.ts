import { describe, expect, it } from 'vitest';
import { canChoose, nodeShells } from '../programs.ts';
import { canInstall, downloaders, good, startInstallerBench } from './installer-bench.ts';
import { sha256 } from './packages.ts';

const { server, launch, publish, installUnder } = await startInstallerBench();

for (const name of ['curl', 'wget'].filter((name) => !downloaders.includes(name)))
  process.stderr.write(`a download with ${name} is not tested, which is not installed here\n`);

describe.runIf(canInstall).each(nodeShells)('the Linux installer under %s', (_name, shell) => {
  const install = installUnder(shell);

  it('refuses a package with another checksum, and runs nothing of it: 21', async () => {
    const node = launch();
    const entry = publish(good).replace(/#.*/, `#${'0'.repeat(64)}`);
    const { code, lines } = await install(node, entry);
    expect(code).toBe(21);
    expect(lines.at(-1)).toContain(`received ${sha256(good)}`);
    expect(node.has('installed')).toBe(false);
    expect(node.has('var/lib/muster/work')).toBe(false);
  });

  it('takes a checksum in capitals', async () => {
    const entry = publish(good).replace(/#.*/, `#${sha256(good).toUpperCase()}`);
    expect((await install(launch(), entry)).code).toBe(0);
  });

  it('refuses a port where nobody listens: 20', async () => {
    const entry = publish(good).replace(/127\.0\.0\.1:\d+/, '127.0.0.1:1');
    expect((await install(launch(), entry)).code).toBe(20);
  });

  it.runIf(downloaders.includes('curl'))('tries again when the web server is overloaded', async () => {
    const { code } = await install(launch(), publish(good, { path: '/busy.tar.gz', failures: [503] }));
    expect(code).toBe(0);
    expect(server.requests).toEqual(['/busy.tar.gz', '/busy.tar.gz']);
  });

  describe.runIf(canChoose(shell, 'wget')).each(downloaders)('with %s alone', (name) => {
    const without = ['curl', 'wget'].filter((other) => other !== name);

    it('downloads', async () => {
      expect((await install(launch({ without }), publish(good))).code).toBe(0);
    });

    it('refuses a page that is not there: 20', async () => {
      const entry = publish(good).replace('/agent.tar.gz', '/gone.tar.gz');
      const { code, lines } = await install(launch({ without }), entry);
      expect(code).toBe(20);
      expect(lines.join('\n')).toContain('404');
    });
  });
});
