import { execFile } from 'node:child_process';

/** Where a command is typed, and when. */
export interface Terminal {
  /** The built `muster`. */
  readonly program: string;
  readonly endpoint: string;
  readonly region: string;
  /** The clock of who types, in epoch milliseconds. */
  readonly nowMs: number;
}

/** What a command printed. */
export interface Typed {
  readonly lines: readonly string[];
  readonly exitCode: number;
}

/** What gives a program another time before it starts. */
function clockOf(nowMs: number): string {
  return `--import=data:text/javascript,Date.now=()=>${nowMs}`;
}

/**
 * Runs a command of this very program against an account, at the time of that account, in a process of its own.
 * @throws Error when it prints something on stderr.
 */
export function typeCommand(
  args: readonly string[],
  { program, endpoint, region, nowMs }: Terminal,
): Promise<Typed> {
  const { PATH } = process.env;
  const env = {
    ...{ PATH, NO_COLOR: '1', AWS_REGION: region, AWS_EC2_METADATA_DISABLED: 'true' },
    ...{ AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' },
    ...{ AWS_CONFIG_FILE: '/nonexistent', AWS_SHARED_CREDENTIALS_FILE: '/nonexistent' },
  };
  const flags = [clockOf(nowMs), program, ...args, '--endpoint-url', endpoint];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, flags, { env }, (error, stdout, stderr) => {
      if (stderr !== '') reject(new Error(`muster ${args.join(' ')}: ${stderr}`));
      else resolve({ lines: stdout.trimEnd().split('\n'), exitCode: Number(error?.code ?? 0) });
    });
  });
}
