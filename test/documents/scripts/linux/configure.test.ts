import { describe, expect, it } from 'vitest';
import { mainShells } from './deb-node.ts';
import { canInstall, good, startInstallerBench } from './installer-bench.ts';

const { launch, publish, installUnder } = await startInstallerBench();

describe.runIf(canInstall).each(mainShells)('the configure script under %s', (_name, shell) => {
  const install = installUnder(shell);
  const configure = 'echo "$SITE" >>"$NODE/configured"; echo "configured for $SITE"';

  it('runs after the install, before the start, and its last lines are shown', async () => {
    const node = launch();
    node.write('service', '[ -s "$NODE/configured" ]');
    const { code, lines } = await install(node, publish(good), {}, { configure, variables: { SITE: 'eu' } });
    expect([code, lines.at(-2)]).toEqual([0, 'muster:   configured for eu']);
    expect(node.has('var/lib/muster/work')).toBe(false);
  });

  it('runs again when it or a variable changed, and otherwise not', async () => {
    const node = launch();
    const packages = publish(good);
    const agents = [
      { configure, variables: { SITE: 'eu' } },
      { configure, variables: { SITE: 'eu' } },
      { configure, variables: { SITE: 'us' } },
      { configure: `${configure} # again`, variables: { SITE: 'us' } },
    ];
    const counts = [];
    for (const agent of agents) {
      expect((await install(node, packages, {}, agent)).code).toBe(0);
      counts.push(node.read('configured').trim().split('\n').length);
    }
    expect(counts).toEqual([1, 1, 2, 3]);
    expect(node.read('systemctl-calls').match(/^restart/gm)).toHaveLength(3);
  });

  it('is remembered by a digest that only root can read, and that nobody can guess', async () => {
    const digests = [];
    for (const node of [launch(), launch()]) {
      await install(node, publish(good), {}, { configure, variables: { SITE: 'eu' } });
      expect([node.mode('var/lib/muster/acme-agent.configured'), node.mode('var/lib/muster/key')]).toEqual([
        0o600, 0o600,
      ]);
      digests.push(node.read('var/lib/muster/acme-agent.configured'));
    }
    expect(digests[0]).toMatch(/^[0-9a-f]{64}\n$/);
    expect(digests[0]).not.toBe(digests[1]);
  });

  it('refuses to be passed over when it fails: 34 with what it said, and it runs again next time', async () => {
    const node = launch();
    const once = `[ -e "$NODE/second" ] || { touch "$NODE/second"; echo "cannot reach the console"; exit 5; }`;
    const { code, lines } = await install(node, publish(good), {}, { configure: once });
    expect([code, lines.at(-2)]).toEqual([34, 'muster:   cannot reach the console']);
    expect(lines.at(-1)).toBe(
      'muster: outcome 34 configure-failed: the configure script of acme-agent ended with 5',
    );
    expect(node.has('active')).toBe(false);
    expect((await install(node, publish(good), {}, { configure: once })).code).toBe(0);
  });

  it('refuses to go on for ever: 34', async () => {
    const { code, lines } = await install(
      launch(),
      publish(good),
      {},
      { configure: 'exec tail -f /dev/null' },
    );
    expect([code, lines.at(-1)]).toEqual([34, expect.stringContaining('ended with 124')]);
  });

  it('is run by the interpreter that its first line names', async () => {
    const node = launch();
    node.addProgram('perl', 'echo "perl $1" >"$NODE/ran"');
    await install(node, publish(good), {}, { configure: '#! perl -w\nprint 1;' });
    expect(node.read('ran')).toBe('perl -w\n');
  });

  it('keeps the output of a run within what the service returns, the outcome last', async () => {
    const noise =
      'i=0; while [ $i -lt 300 ]; do echo "error $i: a long line of noise that nobody wants to read at all, and still goes on and on and on and on"; i=$((i+1)); done';
    const node = launch();
    node.write('broken', '');
    const { code } = await install(node, publish(good), {}, { configure: noise });
    expect(code).toBe(23); // the length is checked for every run
    expect((await install(node, publish(good), {}, { configure: `${noise}; exit 1` })).code).toBe(34);
  });
});
