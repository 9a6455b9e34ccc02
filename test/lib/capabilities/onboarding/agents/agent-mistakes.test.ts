import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { findAgentMistakes } from '../../../../../lib/capabilities/onboarding/agents/agent-mistakes.ts';
import type { MusterConfig } from '../../../../../lib/configuration/config.ts';
import { problemsOf } from '../../../configuration/config-problems.ts';
import { falcon, falconOnLinux, hash } from './falcon.ts';

type Agents = NonNullable<MusterConfig['agents']>;

const problems = (agents: Agents, fields: MusterConfig = {}) =>
  problemsOf({ agents, ...fields }, findAgentMistakes);

mkdirSync('dist', { recursive: true });
const folder = mkdtempSync('dist/agent-scripts-');
afterAll(() => rmSync(folder, { recursive: true }));

/** Writes a script below the root of the project, and gives its path from there. */
function script(name: string, text: string | Buffer): string {
  const path = `${folder}/${name}`;
  writeFileSync(path, text);
  return relative('.', path);
}

describe('agents in the configuration', () => {
  it('may be any that have a platform', () => {
    expect(problems({ falcon })).toEqual([]);
  });

  it('are for Linux or Windows', () => {
    expect(problems({ falcon: {} })).toEqual([
      'agents.falcon: received neither linux nor windows; allowed: at least one of them',
    ]);
  });

  it.each([
    ['FALCON-CID', 'a name of capitals'],
    ['PATH', 'but not PATH'],
    ['LD_PRELOAD', 'but not PATH'],
    ['LC_ALL', 'LC_...'],
    ['UID', 'UID, EUID'],
    ['BASHOPTS', 'BASHOPTS'],
    ['AWS_SESSION_TOKEN', 'AWS_...'],
    ['MUSTER_X', 'MUSTER_...'],
  ])('refuse a variable named %s', (name, allowed) => {
    expect(problems({ falcon: { ...falcon, variables: { [name]: 'x' } } })).toEqual([
      expect.stringContaining(allowed),
    ]);
  });

  it.each(['{{ssm:/secret}}', 'two\nlines', 'ünicode'])('refuse the value %j of a variable', (value) => {
    expect(problems({ falcon: { ...falcon, variables: { TAGS: value } } })).toEqual([
      expect.stringContaining('agents.falcon.variables.TAGS: received'),
    ]);
  });

  it('have each variable once: plain or secret', () => {
    expect(problems({ falcon: falconOnLinux({ variables: { FALCON_CID: 'x' } }) })).toEqual([
      'agents.falcon.linux: received FALCON_CID as a variable and as a secret; allowed: one of them',
    ]);
  });

  it('name only variables and secrets in the arguments of an installer', () => {
    const windows = { ...falcon.windows, arguments: '/quiet CID={FALCON_ID} CODE={1234-ABCD}' };
    expect(problems({ falcon: { ...falcon, windows } })).toEqual([
      'agents.falcon.windows.arguments: received "{FALCON_ID}"; allowed: {FALCON_CID}',
    ]);
  });

  it.each(['{falcon_cid}', '{Falcon_Cid}', '{ FALCON_CID }', '{nothing}'])(
    'refuse %s in the arguments of an installer, which it would get as it stands',
    (place) => {
      const windows = { ...falcon.windows, arguments: `/quiet CID=${place}` };
      expect(problems({ falcon: { ...falcon, windows } })).toEqual([
        `agents.falcon.windows.arguments: received "${place}"; allowed: {FALCON_CID}`,
      ]);
    },
  );

  it('may name a product by its GUID in the arguments of an installer', () => {
    const windows = { ...falcon.windows, arguments: 'CODE={B1A8E3C0-12aB-4F5D-9C77-0123456789AB}' };
    expect(problems({ falcon: { ...falcon, windows } })).toEqual([]);
  });

  it('never show what stands in the place of the name of a secret', () => {
    const received = (secret: unknown) =>
      problems({ falcon: Object.assign({}, falcon, { secrets: { FALCON_CID: secret } }) }).join('\n');
    for (const secret of ['Top-Secret 1', { value: 'Top-Secret 1' }, { parameter: 'Top-Secret 1' }]) {
      expect(received(secret)).toMatch(
        /^agents\.falcon\.secrets\.FALCON_CID.*: received something that is not shown; allowed: /,
      );
      expect(received(secret)).not.toContain('Top-Secret');
    }
  });

  it.each([
    ['service', 'acme agent', 'the name of a service of systemd: letters, digits and @ . _ -'],
    ['steadySeconds', 121, 'a whole number of seconds from 1 to 120'],
  ])('refuse for Linux the %s that the node would refuse: %j', (field, value, allowed) => {
    expect(problems({ falcon: falconOnLinux({ [field]: value }) })).toEqual([
      `agents.falcon.linux.${field}: received ${JSON.stringify(value)}; allowed: ${allowed}`,
    ]);
  });

  it.each([
    ['ubuntu-24.04/x86_64', 'rpm', '.deb, .tar.gz or .tgz'],
    ['deb/arm64', 'rpm', '.deb, .tar.gz or .tgz'],
    ['rhel-9/x86_64', 'deb', '.rpm, .tar.gz or .tgz'],
    ['kali-2024.1/x86_64', 'rpm', '.deb, .tar.gz or .tgz'],
  ])('refuse for %s an .%s', (key, ending, allowed) => {
    const packages = { [key]: `https://a.test/a.${ending}#${hash}` };
    expect(problems({ falcon: falconOnLinux({ packages }) }, { treatAs: { kali: 'debian' } })).toEqual([
      expect.stringMatching(
        new RegExp(`^agents\\.falcon\\.linux\\.packages\\["${key}"\\]: received .* ends in ${allowed}$`),
      ),
    ]);
  });

  it('have packages of their platform', () => {
    const packages = { 'windows-2022/x86_64': `https://packages.acme.test/falcon.msi#${hash}` };
    expect(problems({ falcon: falconOnLinux({ packages }) })).toEqual([
      expect.stringContaining(
        'agents.falcon.linux.packages: received the system "windows-2022"; allowed: any',
      ),
      expect.stringContaining('allowed: a package that ends in .rpm, .deb, .tar.gz or .tgz'),
    ]);
  });

  it('have one package for a system and architecture, whatever the architecture is called', () => {
    const address = `https://packages.acme.test/falcon.deb#${hash}`;
    const packages = { 'deb/amd64': address, 'deb/x86_64': address };
    expect(problems({ falcon: falconOnLinux({ packages }) })).toEqual([
      expect.stringContaining(
        'agents.falcon.linux.packages["deb/x86_64"]: received "deb/x86_64"; allowed: another',
      ),
    ]);
  });

  it('have at least one package', () => {
    expect(problems({ falcon: falconOnLinux({ packages: {} }) })).toEqual([
      'agents.falcon.linux.packages: received none; allowed: at least one package',
    ]);
  });

  it.each(['http://packages.acme.test/a.deb', 'https://packages.acme.test/a.deb?key=1', 's3://Acme/a.deb'])(
    'refuse a package at %s',
    (address) => {
      expect(
        problems({ falcon: falconOnLinux({ packages: { 'deb/arm64': `${address}#${hash}` } }) }),
      ).toEqual([expect.stringContaining('https://HOST/PATH#SHA256 or s3://BUCKET/KEY#SHA256')]);
    },
  );

  it.each(['rhell-8', 'ubunutu', 'kali', 'opensuse-lep-15', 'rhel-', 'constructor'])(
    'refuse the system %s, which Muster does not know, wherever it stands',
    (system) => {
      const packages = { [`${system}/x86_64`]: falcon.linux.packages['deb/x86_64'] };
      const systems = { [system]: { service: 'other' } };
      expect(problems({ falcon: falconOnLinux({ packages, systems }) })).toEqual(
        ['packages', 'systems'].map((field) =>
          expect.stringMatching(
            `^agents.falcon.linux.${field}: received the system "${system}"; allowed: any, rpm, deb, or one of amzn, .*raspbian or treatAs`,
          ),
        ),
      );
    },
  );

  it('may name a system that is treated as another one', () => {
    const packages = { 'kali-2024.1/x86_64': falcon.linux.packages['deb/x86_64'] };
    const agents = { falcon: falconOnLinux({ packages, systems: { kali: { service: 'other' } } }) };
    expect(problems(agents, { treatAs: { kali: 'debian' } })).toEqual([]);
  });

  it.each(['linux', 'windows'] as const)('refuse a system of %s on which nothing differs', (platform) => {
    const given = { ...falcon[platform], systems: { any: {} } };
    expect(problems({ falcon: { ...falcon, [platform]: given } })).toEqual([
      `agents.falcon.${platform}.systems.any: received {}; allowed: at least one field that differs`,
    ]);
  });

  it('refuse packages of a system in another place than the list of all packages', () => {
    const any = { service: 'other', packages: falcon.linux.packages };
    expect(problems({ falcon: falconOnLinux({ systems: { any } }) })).toEqual([
      'agents.falcon.linux.systems.any.packages: there is no such field; allowed: ' +
        'an object { packageName?, version?, service?, variables?, secrets?, configure?, check?, uninstall? }',
    ]);
  });

  it.each(['macos', 'macOS'])('refuse the platform %s, and say where the reason is', (platform) => {
    expect(problems({ falcon: Object.assign({}, falcon, { [platform]: {} }) })).toEqual([
      `agents.falcon.${platform}: there is no such field; allowed: an object { variables?, secrets?, linux?, windows? }. ` +
        'Muster installs no agent on macOS: docs/agents/README.md says why, and what to do',
    ]);
  });

  it('have systems of their platform', () => {
    const windows = { ...falcon.windows, systems: { 'windows-2012': { service: 'Old' } } };
    expect(problems({ falcon: { ...falcon, windows } })).toEqual([
      expect.stringContaining(
        'agents.falcon.windows.systems: received the system "windows-2012"; allowed: windows,',
      ),
    ]);
  });
});

describe('a script of an agent', () => {
  const configured = (file: string) => problems({ falcon: falconOnLinux({ configure: file }) });
  const onWindows = (file: string) =>
    problems({ falcon: { ...falcon, windows: { ...falcon.windows, configure: file } } });

  it('is a file of the project', () => {
    expect(configured('agents/nowhere.sh')).toEqual([
      'agents.falcon.linux.configure: received "agents/nowhere.sh"; allowed: a file that exists, from the root of the project',
    ]);
  });

  it('is no file outside of it', () => {
    expect(configured('../secret.sh')).toEqual([expect.stringContaining('a .sh file from the root')]);
    expect(configured('a/../../secret.sh')).toEqual([expect.stringContaining('a .sh file from the root')]);
  });

  it('may have the line ends of Windows, and quotes and dollars of all kinds', () => {
    expect(configured(script('fine.sh', 'echo "$HOME" \'x\' `id`\r\nprintf "ü"\r\n'))).toEqual([]);
  });

  it.each([
    ['empty.sh', ' \n', 'allowed: a script'],
    ['braces.sh', "echo 1\ndocker ps --format '{{ .ID }}'\n", 'braces.sh, line 2: "docker ps'],
    ['nul.sh', 'echo \0\n', 'allowed: text without NUL'],
    ['end.sh', 'echo\nMUSTER_END\n', 'end.sh, line 2'],
    ['latin1.sh', Buffer.from('echo 1\necho é\r\n', 'latin1'), 'line 2: "echo é"; allowed: text in UTF-8'],
  ])('as %s is refused', (name, text, message) => {
    expect(configured(script(name, text))).toEqual([expect.stringContaining(message)]);
  });

  it('for PowerShell is ASCII', () => {
    expect(onWindows(script('smart.ps1', "Write-Output 'a'\nWrite-Output \u2018b\u2019\n"))).toEqual([
      expect.stringContaining('smart.ps1, line 2'),
    ]);
    expect(onWindows(script('fine.ps1', "$x = @'\ntext\n'@\n"))).toEqual([]);
  });
});

describe('the agents of a profile', () => {
  const profile = (fields: object) => problems({ falcon }, { profiles: [{ name: 'all', ...fields }] });

  it('are declared', () => {
    expect(profile({ agents: ['falcon'] })).toEqual([]);
    expect(profile({ agents: ['falcon', 'wazuh'] })).toEqual([
      'profiles[0].agents[1]: received "wazuh"; allowed: falcon',
    ]);
  });

  it('are named once', () => {
    expect(profile({ agents: ['falcon', 'falcon'] })).toEqual([
      expect.stringContaining('profiles[0].agents[1]: received "falcon"; allowed: another one'),
    ]);
  });

  it('stand in the place of documents', () => {
    expect(profile({ agents: ['falcon'], documents: {} })).toEqual([
      'profiles[0]: received agents and documents; allowed: one of them',
    ]);
  });
});
