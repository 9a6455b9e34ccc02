import { describe, expect, it } from 'vitest';
import { good, shells, startInstallerBench } from './installer-bench.ts';
import { sha256 } from './packages.ts';

const { server, launch, publish, installUnder } = await startInstallerBench();

describe.each(shells)('the Linux installer under %s', (_name, shell) => {
  const install = installUnder(shell);

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
});
