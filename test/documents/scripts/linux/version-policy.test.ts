import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { nodeShells } from '../programs.ts';
import { mainShells } from './deb-node.ts';
import { canInstall, startInstallerBench } from './installer-bench.ts';
import { amazonLinux2023, equipWithFakeRpm } from './rpm-node.ts';

const { server, launch, publish, installUnder } = await startInstallerBench();

describe.each(nodeShells)('versions under %s', (_name, { program }) => {
  const ask = (version: string, command: string) => {
    const script = `${readFileSync('documents/scripts/linux/version-policy.sh', 'utf8')}\nversion='${version}'\n${command}`;
    return spawnSync(program, ['-c', script], { argv0: 'sh', encoding: 'utf8' });
  };

  it('have the order of rpm', () => {
    const rows: [string, string, string][] = [
      ['1.2.3', '1.2.3', 'eq'],
      ['1.10', '1.9', 'gt'],
      ['1.09', '1.9', 'eq'],
      ['1.2.30', '1.2.3', 'gt'],
      ['1.2.3', '1.2.3.0', 'lt'],
      ['1.0~rc1', '1.0', 'lt'],
      ['1.0~rc1', '1.0~rc2', 'lt'],
      ['1.0a', '1.0', 'gt'],
      ['1.0.1', '1.0a', 'gt'],
      ['7.14.0-16703.el8', '7.14.0-16703', 'gt'],
      ['7.14.0-9', '7.14.0-10', 'lt'],
      ['20240101120000999999999', '20240101120000999999998', 'gt'],
    ];
    const script = rows.map(([a, b]) => `compare_versions '${a}' '${b}'`).join('\n');
    expect(ask('1', script).stdout.trim().split('\n')).toEqual(rows.map(([, , order]) => order));
  });

  it.each([
    ['1.2.3', ['1.2.3', '1.2.3-1.el9', '2:1.2.3-1'], ['1.2.30', '1.2.3.1', '1.2', '1.2.2-9', '']],
    [
      '7.14.0-16703',
      ['7.14.0-16703', '7.14.0-16703.el8', '7.14.0-16703+deb1'],
      ['7.14.0-167031', '7.14.0-16704.el8', '7.14.0'],
    ],
    ['>=1.2.3', ['1.2.3', '1.2.3-1', '1.10.0-1', '1:2.0-1'], ['1.2.2-99', '1.2.3~rc1-1', '']],
    ['>=1.2.3-5', ['1.2.3-5', '1.2.3-5.el9', '1.2.4-1'], ['1.2.3-4', '1.2.3']],
    ['latest', ['0.1', '9'], ['']],
  ])('%s is satisfied by %j, not by %j', (version, good, bad) => {
    const answer = (found: string) => ask(version, `satisfies '${found}'`).status;
    expect(good.map(answer)).toEqual(good.map(() => 0));
    expect(bad.map(answer)).toEqual(bad.map(() => 1));
  });
});

describe.runIf(canInstall).each(mainShells)('a version on the node, under %s', (_name, shell) => {
  const install = installUnder(shell);
  const packages = () => publish(Buffer.from('a package'), { path: '/acme.rpm' });
  function launchWith(found: string) {
    const node = equipWithFakeRpm(launch({ osRelease: amazonLinux2023 }));
    node.write('version', found);
    for (const file of ['installed', 'active']) node.write(file, '');
    return node;
  }

  it('is left alone when it is newer than >= asks for (cases 09, 62, 73, A3)', async () => {
    const node = launchWith('2.0.0-1');
    const { code, lines } = await install(node, packages(), { AgentVersion: '>=1.2.3' });
    expect([code, lines]).toEqual([
      0,
      [expect.stringContaining('acme-agent 2.0.0-1 is installed and acme is healthy already')],
    ]);
    expect(server.requests).toEqual([]);
  });

  it('gives way to an older one that is asked for exactly, which is said (cases 09, 62)', async () => {
    const node = launchWith('2.0.0-1');
    const { code, lines } = await install(node, packages());
    expect([code, node.read('version')]).toEqual([0, '1.2.3-1.el9\n']);
    expect(lines).toContain('muster: going back from 2.0.0-1 to 1.2.3-1.el9, as AgentVersion asks for');
  });

  it('is upgraded when it is older than >= asks for', async () => {
    const node = launchWith('1.2.2-7');
    expect((await install(node, packages(), { AgentVersion: '>=1.2.3' })).code).toBe(0);
    expect(node.read('version')).toBe('1.2.3-1.el9\n');
  });

  it('is what the package holds, for latest: installed once, and again when the package changed', async () => {
    const node = launchWith('1.0.0-1');
    const versions = [];
    const latest = { AgentVersion: 'latest' };
    for (const held of ['1.2.3-1', '9-9', '1.3.0-1', '1.1.0-1']) {
      node.write('held', held);
      const body = held === '9-9' ? '1.2.3-1' : held; // the same package again
      expect((await install(node, publish(Buffer.from(body), { path: '/acme.rpm' }), latest)).code).toBe(0);
      versions.push(node.read('version').trim());
    }
    expect(versions).toEqual(['1.2.3-1', '1.2.3-1', '1.3.0-1', '1.3.0-1']);
    expect(server.requests).toHaveLength(3);
  });
});
