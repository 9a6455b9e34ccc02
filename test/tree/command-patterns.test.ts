import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadDocument } from '../../lib/documents/load-document.ts';

const hash = 'a'.repeat(64);
const entry = `any/x86_64=https://example.com/agent.rpm#${hash}`;
const injections = [
  "a'; rm -rf /; '",
  '$(reboot)',
  '`reboot`',
  'a b; reboot',
  'a\nreboot',
  'a"b',
  'a|b',
  'a&b',
  'a>b',
  '{{ X }}',
];

const encode = (text: string) => Buffer.from(text).toString('base64');

interface Samples {
  readonly valid: readonly string[];
  readonly invalid: readonly string[];
}

const packages: Samples = {
  valid: [
    entry,
    `${entry} rhel-9.4/arm64=https://example.com:8443/a/b%20c/agent_1.0~2+3-1,x.rpm#${hash.toUpperCase()}`,
    ` \n${entry}\n${entry}\t`,
    `opensuse-leap-15.6/amd64=https://10.0.0.1/agent.rpm#${hash}`,
    `windows-2022/aarch64=https://example.com/agent.msi#${hash}`,
    `deb/x86_64=http://127.0.0.1:8080/agent.deb#${hash}`,
  ],
  invalid: [
    '',
    ' ',
    entry.replace('https:', 'http:'),
    entry.replace('https://example.com', 'http://127.0.0.1.example.com'),
    entry.replace('https://example.com', 'https://me:secret@example.com'),
    entry.replace('https://', 'file:///'),
    entry.slice(0, -1),
    `${entry}0`,
    `${entry}${entry}`,
    `${entry},${entry}`,
    entry.replace('x86_64', 'i686'),
    entry.replace('any', 'ANY'),
    entry.replace('agent', '$(reboot)'),
    entry.replace('agent', 'a;reboot'),
    entry.replace('agent', "a'b"),
    entry.replace('agent', 'a?token=x&y'),
    `${entry}\nreboot`,
  ],
};

const timeouts = (max: number): Samples => ({
  valid: ['5', '9', '10', '99', '100', String(max - 1), String(max)],
  invalid: ['', '0', '4', '05', '-5', '5.5', String(max + 1), '1000', '60 ', '60; reboot'],
});

const operation: Samples = {
  valid: ['Install', 'Verify', 'Uninstall'],
  invalid: ['', 'install', 'Remove', 'Install Verify', ...injections],
};

const steadySeconds: Samples = {
  valid: ['1', '9', '10', '99', '100', '120'],
  invalid: ['', '0', '121', '05', '-5', '5.5', '1000', '60 ', '60; reboot'],
};

const versionPolicy: Samples = {
  valid: ['1', '1.2.3', '7.50.3-1', '1.0~rc1', '2024.1+build.5', '>=1.2.3', '>=7.14.0-16703', 'latest'],
  invalid: [
    '',
    '-1',
    '1:2.0',
    'v1/2',
    '1'.repeat(65),
    '>1.2.3',
    '=1.2.3',
    '>=',
    '>= 1.2.3',
    '<=1',
    ...injections,
  ],
};

/** For every parameter of every document: values that it takes, and values that it must not take. */
const samples: Record<string, Record<string, Samples>> = {
  'command/install-agent-linux.yaml': {
    AgentName: {
      valid: ['acme-agent', 'falcon-sensor', 'SentinelAgent', 'ds_agent', 'libstdc++6', 'a'],
      invalid: ['', '-y', '.hidden', '../etc', 'a b', 'a'.repeat(65), ...injections],
    },
    Operation: operation,
    SteadySeconds: steadySeconds,
    AgentVersion: versionPolicy,
    ServiceName: {
      valid: ['acme', 'acme@1', 'acme-agent.service', 'acme_agent'],
      invalid: ['', '--now', '@x', 'a/b', 'a b', ...injections],
    },
    Packages: {
      valid: [...packages.valid, entry.replace('https://example.com', 's3://acme-agents')],
      invalid: [...packages.invalid, entry.replace('https://example.com', 's3://Acme_Agents')],
    },
    DownloadTimeoutSeconds: timeouts(900),
    HealthTimeoutSeconds: timeouts(300),
  },
  'command/install-agent-windows.yaml': {
    AgentName: {
      valid: ['Acme Agent', 'Acme Agent (x64)', '7-Zip 23.01'],
      invalid: ['', ' Acme', 'Acme*', 'a'.repeat(65), ...injections],
    },
    Operation: operation,
    SteadySeconds: steadySeconds,
    AgentVersion: versionPolicy,
    ServiceName: {
      valid: ['AcmeAgent', 'Acme Agent', 'acme_1'],
      invalid: ['', ' a', "a' or Name = 'b", 'a%', ...injections],
    },
    Packages: packages,
    InstallerArguments: {
      // No shell reads them, so what would be an injection there is none here: quotes and $ alone end a text in PowerShell.
      valid: [
        '',
        '/S /D=C:\\Acme',
        'URL=https://a@example.com:443/?b=1&c=2;d',
        'TAGS="a b" X=100%+(y)',
        'CID={CID}',
        '`x` | ^',
      ],
      invalid: ["it's", '\u2019', '$(calc)', '{{ X }}', 'A={{{A}', 'a\nb', '\u00e9'],
    },
    DownloadTimeoutSeconds: timeouts(900),
    HealthTimeoutSeconds: timeouts(300),
  },
  'inventory/custom-inventory.yaml': {
    TypeName: {
      valid: ['R', 'RackInformation', `R${'a'.repeat(49)}`],
      invalid: ['', 'rack', 'Custom:Rack', '../Rack', 'Rack.json', `R${'a'.repeat(50)}`, ...injections],
    },
    Content: {
      valid: ['{"Rack":"A4"}', '{"Rack":"","Room":"North 2; (east) $1 \u0027x\u0027"}', '{"A":"#[a]|~"}'].map(
        encode,
      ),
      invalid: [
        '',
        '{"Rack":"A4"}',
        encode('[]'),
        `${encode('{"Rack":"A4"}')}\n`,
        'eyJS\neyJS',
        ...injections,
      ],
    },
  },
};

const files = ['command', 'inventory'].flatMap((folder) =>
  readdirSync(`documents/${folder}`).map((file) => `${folder}/${file}`),
);

it('every document has samples', () => {
  expect(Object.keys(samples).sort()).toEqual(files.sort());
});

describe.each(Object.entries(samples))('%s', (file, byParameter) => {
  const { parameters } = loadDocument(`documents/${file}`);

  it('has samples for every parameter', () => {
    expect(Object.keys(byParameter).sort()).toEqual(Object.keys(parameters).sort());
  });

  describe.each(Object.entries(byParameter))('%s', (name, { valid, invalid }) => {
    const pattern = new RegExp(parameters[name]?.allowedPattern ?? 'no pattern');

    it('takes what it should', () => {
      expect(valid.filter((value) => !pattern.test(value))).toEqual([]);
    });

    it('refuses what it should not take, shell text among it', () => {
      expect(invalid.filter((value) => pattern.test(value))).toEqual([]);
    });
  });
});
