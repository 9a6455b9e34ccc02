import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** What the install.sh of a good test package does: the agent is there and will start. */
export const goodInstaller = 'echo "$MUSTER_AGENT_VERSION" >"$NODE/installed"';

export function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function buildIn<T>(files: Readonly<Record<string, string>>, build: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'muster-package-'));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
      chmodSync(join(folder, path), 0o755);
    }
    return build(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A .tar.gz of the given files. */
export function buildArchive(files: Readonly<Record<string, string>>): Buffer {
  return buildIn(files, (folder) => execFileSync('tar', ['-czf', '-', '-C', folder, '.']));
}

/** A .tar.gz with one install.sh. */
export function buildInstaller(script: string): Buffer {
  return buildArchive({ 'install.sh': `#!/bin/sh\n${script}\n` });
}

/** What a .deb says of itself, and the scripts of its maintainer. */
export interface DebOptions {
  readonly architecture?: string;
  readonly depends?: string;
  readonly scripts?: Readonly<Record<string, string>>;
}

/** A real .deb with one file, built by dpkg-deb. */
export function buildDeb(name: string, version: string, options: DebOptions = {}): Buffer {
  const { architecture = 'all', depends, scripts = {} } = options;
  const control = [
    `Package: ${name}`,
    `Version: ${version}`,
    `Architecture: ${architecture}`,
    ...(depends === undefined ? [] : [`Depends: ${depends}`]),
    'Maintainer: nobody <nobody@example.com>',
    'Description: test',
    '',
  ];
  const files = {
    'root/DEBIAN/control': control.join('\n'),
    [`root/opt/${name}/agent`]: '#!/bin/sh\n',
    ...Object.fromEntries(
      Object.entries(scripts).map(([script, text]) => [`root/DEBIAN/${script}`, `#!/bin/sh\n${text}\n`]),
    ),
  };
  return buildIn(files, (folder) => {
    const words = ['--root-owner-group', '-Znone', '-b', join(folder, 'root'), join(folder, 'it.deb')];
    // The same bytes every time, so that their checksum can stand in a configuration.
    execFileSync('dpkg-deb', words, { env: { ...process.env, SOURCE_DATE_EPOCH: '1' } });
    return readFileSync(join(folder, 'it.deb'));
  });
}
