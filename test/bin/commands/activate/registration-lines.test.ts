import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { registrationLines } from '../../../../bin/commands/activate/registration-lines.ts';

const folder = mkdtempSync(join(tmpdir(), 'muster-registration-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A program that stands in the place of another one. */
function pretend(name: string, script: string): void {
  writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
  chmodSync(join(folder, name), 0o755);
}

beforeAll(() => {
  pretend('sudo', 'exec "$@"');
  // The installer of AWS says what it was called with.
  pretend('curl', 'echo "$2"; printf \'#!/bin/sh\\necho "$@"\\n\' > ssm-setup-cli');
});

const registration = {
  ...{ partition: 'aws', region: 'eu-central-1' },
  ...{ activationId: '0b1c2d3e-0000-4000-8000-0123456789ab', activationCode: 'aB3+/dE6gH9jK2mN5pQ8' },
};

function run(line: string, machine: string, hasDpkg: boolean): string[] {
  pretend('uname', `echo ${machine}`);
  // Without the paths of the system, dpkg is there only when it is pretended.
  const others = mkdtempSync(join(folder, 'bin-'));
  for (const name of ['sh', 'mktemp', 'chmod']) symlinkSync(`/bin/${name}`, join(others, name));
  if (hasDpkg) symlinkSync('/bin/true', join(others, 'dpkg'));
  const env = { PATH: `${folder}:${others}` };
  return execFileSync('/bin/sh', ['-c', line], { encoding: 'utf8', env }).trim().split('\n');
}

describe('the line for Linux, run by a shell,', () => {
  const { linux } = registrationLines(registration);
  const flags =
    '-register -activation-code aB3+/dE6gH9jK2mN5pQ8 ' +
    '-activation-id 0b1c2d3e-0000-4000-8000-0123456789ab -region eu-central-1';

  it.each([
    ['x86_64', true, 'debian_amd64'],
    ['x86_64', false, 'linux_amd64'],
    ['aarch64', true, 'debian_arm64'],
    ['arm64', false, 'linux_arm64'],
  ])('downloads the installer of %s (with dpkg: %s) and registers', (machine, hasDpkg, kind) => {
    expect(run(linux, machine, hasDpkg)).toEqual([
      `https://amazon-ssm-eu-central-1.s3.eu-central-1.amazonaws.com/latest/${kind}/ssm-setup-cli`,
      flags,
    ]);
  });

  it('is one line, and leaves nothing behind a failed download', () => {
    expect(linux).not.toContain('\n');
    pretend('curl', 'exit 22');
    expect(() => run(linux, 'x86_64', false)).toThrow(expect.objectContaining({ status: 22 }));
  });
});

it('the line for Windows has the flags in the form of the guide, and downloads the installer of Windows', () => {
  const { windows } = registrationLines(registration);
  expect(windows).toContain('-register -activation-code="aB3+/dE6gH9jK2mN5pQ8" -activation-id="0b1c2d3e-');
  expect(windows).toContain('/latest/windows_amd64/ssm-setup-cli.exe');
  expect(windows).not.toContain('\n');
});

it('in China the addresses are those of China', () => {
  const { linux, windows } = registrationLines({
    ...registration,
    partition: 'aws-cn',
    region: 'cn-north-1',
  });
  for (const line of [linux, windows])
    expect(line).toContain('https://amazon-ssm-cn-north-1.s3.cn-north-1.amazonaws.com.cn/latest/');
});

it.each(["x'; rm -rf /; '", 'a b', '$(id)', '`id`', 'x"y', ''])(
  'makes no line of the code %j',
  (activationCode) => {
    expect(() => registrationLines({ ...registration, activationCode })).toThrow(
      'characters that no line can hold',
    );
  },
);
