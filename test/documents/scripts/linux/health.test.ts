import { describe, expect, it } from 'vitest';
import { canInstallDeb, debianShell, equipWithDpkg, installed } from './deb-node.ts';
import { canInstall, good, startInstallerBench } from './installer-bench.ts';
import { buildDeb } from './packages.ts';

const { launch, publish, installUnder } = await startInstallerBench();

describe.runIf(canInstall).each(debianShell)('an agent that works, under %s', (_name, shell) => {
  const install = installUnder(shell);

  it.each([4, 10])(
    'refuses to be one whose service dies after %i seconds: 23, with its last words (cases 15, 16)',
    async (seconds) => {
      const node = launch();
      node.write('dies-after', String(seconds));
      node.write(
        'journal',
        'Started acme.service - Acme.\nacme: the licence is not valid\nacme.service: Failed with result',
      );
      const { code, lines } = await install(node, publish(good), { SteadySeconds: '15' });
      expect(code).toBe(23);
      expect(lines.slice(-2)).toEqual([
        'muster:   acme: the licence is not valid',
        expect.stringContaining(
          `acme did not stay active: after ${seconds - 1} s it was failed (failed, result exit-code`,
        ),
      ]);
    },
  );

  it('stays active for as long as it is asked to, and no longer', async () => {
    const node = launch();
    node.write('dies-after', '12');
    expect((await install(node, publish(good), { SteadySeconds: '10' })).code).toBe(0);
    expect(node.read('systemctl-calls').match(/^show/gm)).toHaveLength(11);
  });

  it('is active while it reads its configuration again', async () => {
    const node = launch();
    node.write('unit', 'ActiveState=reloading\nSubState=reload\nMainPID=12\nControlGroup=');
    expect((await install(node, publish(good))).code).toBe(0);
  });

  it('refuses to be a unit that is active without a process: 23 (case B1)', async () => {
    const node = launch();
    node.write('unit', 'ActiveState=active\nSubState=exited\nMainPID=0\nControlGroup=');
    const { code, lines } = await install(node, publish(good));
    expect([code, lines.at(-1)]).toEqual([23, expect.stringContaining('it is active without a process')]);
  });

  it('may be a unit without a process when its check says that it works (case B1)', async () => {
    const node = launch();
    node.write('unit', 'ActiveState=active\nSubState=exited\nMainPID=0\nControlGroup=');
    expect((await install(node, publish(good), {}, { check: 'exit 0' })).code).toBe(0);
    expect((await install(node, publish(good), {}, { check: 'exit 1' })).code).toBe(23);
  });

  it('may have no main process, but processes in its group', async () => {
    const node = launch();
    node.write(
      'unit',
      'ActiveState=active\nSubState=running\nMainPID=0\nControlGroup=/system.slice/acme.service',
    );
    node.write('sys/fs/cgroup/system.slice/acme.service/cgroup.procs', '4711');
    expect((await install(node, publish(good))).code).toBe(0);
  });

  it('refuses to be one that runs, but whose check says no: 23 with what it said (case 88)', async () => {
    const { code, lines } = await install(
      launch(),
      publish(good),
      {},
      { check: 'echo "not enrolled"; exit 3' },
    );
    expect(code).toBe(23);
    expect(lines.slice(-2)).toEqual([
      'muster:   not enrolled',
      expect.stringContaining('acme is active, but the check says no (code 3)'),
    ]);
  });

  it('may need a few attempts of its check while it connects', async () => {
    const node = launch();
    const check = `echo x >>"${node.folder}/tries"; [ "$(wc -l <"${node.folder}/tries")" -ge 3 ]`;
    expect((await install(node, publish(good), {}, { check })).code).toBe(0);
  });

  it('refuses to be one whose check does not end: 23', async () => {
    const { code, lines } = await install(launch(), publish(good), {}, { check: 'exec tail -f /dev/null' });
    expect([code, lines.at(-1)]).toEqual([23, expect.stringContaining('the check says no (code 124)')]);
  });

  it('refuses to be one that systemd does not know: 23', async () => {
    const node = launch();
    node.write('unit', 'LoadState=not-found\nActiveState=inactive');
    expect((await install(node, publish(good))).lines.at(-1)).toContain('it is not known to systemd');
  });

  it('shows the status of a service that said nothing', async () => {
    const node = launch({ without: ['journalctl'] });
    node.write('broken', '');
    node.addProgram(
      'systemctl',
      `${node.read('bin/systemctl')}\n[ $1 = status ] && echo "Process: 7 ExecStart=/opt/acme (code=exited, status=203/EXEC)"`,
    );
    expect((await install(node, publish(good))).lines.at(-2)).toContain('status=203/EXEC');
  });

  it('starts with `service` where there is no systemctl', async () => {
    const node = launch({ without: ['systemctl'] });
    node.addProgram(
      'service',
      'if [ "$2" = status ]; then [ -e "$NODE/active" ]; else touch "$NODE/active"; fi',
    );
    expect((await install(node, publish(good))).code).toBe(0);
  });
});

describe.runIf(canInstallDeb).each(debianShell)('a look-alike under %s', (_name, shell) => {
  const install = installUnder(shell);
  const acme = (postinst: string) =>
    publish(buildDeb('acme-agent', '1.2.3-1', { scripts: { postinst } }), { path: '/acme.deb' });

  it('whose service refuses to run until a command sets its id is configured between install and start (case 85)', async () => {
    const node = equipWithDpkg(launch());
    node.write('service', '[ -s "$NODE/cid" ] || { echo "CID is not set"; exit 1; }');
    const configure = 'echo "$FALCON_CID" >"$NODE/cid"';
    const packages = acme(installed);
    expect(await install(node, packages)).toMatchObject({
      code: 23,
      lines: expect.arrayContaining(['muster:   CID is not set']),
    });
    expect((await install(node, packages, {}, { variables: { FALCON_CID: "a'b c" }, configure })).code).toBe(
      0,
    );
    expect(node.read('cid')).toBe("a'b c\n");
  });

  it('whose postinst reads an address from its environment gets it (case 86)', async () => {
    const node = equipWithDpkg(launch());
    node.write('service', 'grep -q example.com "$NODE/manager"');
    const packages = acme(`${installed}; echo "$WAZUH_MANAGER" >"$NODE/manager"`);
    expect(
      (await install(node, packages, {}, { variables: { WAZUH_MANAGER: 'wazuh.example.com' } })).code,
    ).toBe(0);
  });

  it('whose service exits 99 until a file is fetched after the install is configured (case 87)', async () => {
    const node = equipWithDpkg(launch());
    node.write('service', '[ -e "$NODE/config.json" ] || exit 99');
    expect((await install(node, acme(installed))).lines.at(-1)).toContain('status 99');
    expect((await install(node, acme(installed), {}, { configure: 'touch "$NODE/config.json"' })).code).toBe(
      0,
    );
  });
});
