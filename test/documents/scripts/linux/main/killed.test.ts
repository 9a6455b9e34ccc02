import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { canInstallDeb, debianShell, equipWithDpkg } from '../deb-node.ts';
import { startInstallerBench } from '../installer-bench.ts';
import { buildDeb } from '../packages.ts';

const { launch, publish, render } = await startInstallerBench();

const seed = 10;
const moments = 30;
/** Ninety installations by real shells: about a minute on two cores that do other work besides. */
const patienceMs = 240_000;

/** Numbers from 0 to 1 that are the same in every run of the tests. */
function* draw(from: number): Generator<number, never> {
  let state = from;
  for (;;) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield state / 2 ** 32;
  }
}

/** Every moment that a run may be killed at: the download, dpkg, the scripts of the package, configure, start. */
describe.runIf(canInstallDeb).each(debianShell)('an installer under %s that is killed', (_name, shell) => {
  const agent = { configure: 'echo "$CID" >"$NODE/cid"', variables: { CID: '1' } };
  const service = '[ -s "$NODE/cid" ] && [ -s "$NODE/postinst" ]';
  const build = (version: string) =>
    publish(
      buildDeb('acme-agent', version, {
        scripts: {
          preinst: 'rm -f "$NODE/postinst"',
          postinst: 'touch "$NODE/installed"; sleep 0.05; echo done >"$NODE/postinst"',
        },
      }),
      { path: `/acme-${version}.deb` },
    );

  // Once: a package that is built again has another checksum.
  const old = build('1.0.0-1');
  const wanted = build('1.2.3-1');

  async function installTwice(share: number, wholeMilliseconds: number): Promise<string> {
    const node = equipWithDpkg(launch());
    node.write('service', service);
    const isUpgrade = share > 0.5;
    if (isUpgrade) await node.run(render(old, { AgentVersion: '1.0.0' }, agent), shell);
    const step = render(wanted, {}, agent);
    const killed = node.start(step, shell);
    await pause(isUpgrade ? (share - 0.5) * 2 * wholeMilliseconds : share * 2 * wholeMilliseconds);
    try {
      process.kill(-killed.pid, 'SIGKILL');
    } catch {
      // It has ended already.
    }
    await killed.ended;
    const { code, lines } = await node.run(step, shell);
    const version = /Version: (.*)/.exec(node.read('var/lib/dpkg/status'))?.[1];
    return `${code} ${version} ${node.has('active')} ${code === 0 ? '' : lines.join('\n')}`;
  }

  it(
    `is followed by one that ends well, at any of ${moments} moments (seed ${seed})`,
    async () => {
      const node = equipWithDpkg(launch());
      node.write('service', service);
      const began = performance.now();
      await node.run(render(wanted, {}, agent), shell);
      const wholeMilliseconds = performance.now() - began;
      const numbers = draw(seed);
      const shares = Array.from({ length: moments }, () => numbers.next().value);
      const results: string[] = [];
      const work = async () => {
        for (let share = shares.pop(); share !== undefined; share = shares.pop())
          results.push(`${await installTwice(share, wholeMilliseconds * 1.5)}`);
      };
      await Promise.all([work(), work(), work()]);
      expect(results).toEqual(Array(moments).fill('0 1.2.3-1 true '));
    },
    patienceMs,
  );
});
