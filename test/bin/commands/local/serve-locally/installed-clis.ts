import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';

/** An AWS CLI of this machine. */
export interface Cli {
  readonly program: string;
  /** `aws-cli/2.9.19`. */
  readonly version: string;
  readonly isSecond: boolean;
}

/** The CLI on the path, and that of the system if it is another one. */
export function installedClis(): Cli[] {
  const found = ['aws', '/usr/bin/aws'].flatMap((program) => {
    const { error, stdout } = spawnSync(program, ['--version'], { encoding: 'utf8' });
    const [version = ''] = error === undefined ? stdout.split(' ') : [];
    if (!version.startsWith('aws-cli/')) return [];
    return [{ program, version, isSecond: version.startsWith('aws-cli/2') }];
  });
  return found.filter(
    ({ version }, index) => found.findIndex((other) => other.version === version) === index,
  );
}

/** Runs a CLI with nothing of this machine's configuration, and gives what it printed. Rejects if it fails. */
export async function runCli(
  { program }: Pick<Cli, 'program'>,
  { url, region, home }: { readonly url: string; readonly region: string; readonly home: string },
  words: readonly string[],
): Promise<string> {
  const env = {
    PATH: process.env['PATH'],
    // If a version manager (pyenv) installed the CLI, its shim needs this variable. The CLI itself does not
    // read it.
    ...(process.env['PYENV_ROOT'] === undefined ? {} : { PYENV_ROOT: process.env['PYENV_ROOT'] }),
    HOME: home,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_MAX_ATTEMPTS: '1',
    AWS_PAGER: '',
  };
  const given = ['--endpoint-url', url, '--output', 'json', ...words];
  return (await promisify(execFile)(program, given, { env })).stdout;
}
