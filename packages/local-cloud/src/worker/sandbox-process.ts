import process from 'node:process';
import stream from 'node:stream';

/** Replaces `process` in a sandbox. */
export function sandboxProcess(options: {
  readonly environment: Readonly<Record<string, string>>;
  readonly nodeMajor: string;
  readonly write: (text: string) => void;
  readonly uptimeMs: () => number;
  readonly exit: (code: number) => never;
}): Record<string, unknown> {
  const version = `${options.nodeMajor}.0.0`;
  const output = new stream.Writable({
    write: (chunk, _encoding, done) => {
      options.write(String(chunk));
      done();
    },
  });
  return {
    env: { ...options.environment },
    version: `v${version}`,
    versions: { node: version },
    release: { name: 'node' },
    platform: 'linux',
    arch: 'arm64',
    argv: ['node'],
    execArgv: [],
    pid: 1,
    cwd: () => '/var/task',
    exit: (code: unknown = 0) => options.exit(Number(code)),
    nextTick: process.nextTick,
    emitWarning: () => undefined,
    uptime: () => options.uptimeMs() / 1000,
    hrtime: hrtimeOf(() => BigInt(Math.round(options.uptimeMs() * 1e6))),
    memoryUsage: () => ({ rss: 0, heapTotal: 0, heapUsed: 0, external: 0, arrayBuffers: 0 }),
    on: () => undefined,
    once: () => undefined,
    off: () => undefined,
    stdout: output,
    stderr: output,
  };
}

/** `process.hrtime` by a count of nanoseconds. */
function hrtimeOf(bigint: () => bigint) {
  const billion = 1_000_000_000n;
  const hrtime = ([seconds, nanoseconds]: readonly [number, number] = [0, 0]) => {
    const passed = bigint() - (BigInt(seconds) * billion + BigInt(nanoseconds));
    return [Number(passed / billion), Number(passed % billion)];
  };
  return Object.assign(hrtime, { bigint });
}
