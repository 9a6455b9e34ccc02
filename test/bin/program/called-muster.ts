import { Readable } from 'node:stream';
import { vi } from 'vitest';
import { reportFailure } from '../../../bin/failure.ts';
import { createProgram } from '../../../bin/program.ts';

/** What a call printed, and its exit code. */
export interface Called {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Where and how it is called. */
export interface CallSettings {
  readonly endpoint?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** The width of the terminal that it writes to; by default it writes to none. */
  readonly columns?: number;
  /** What a test does again and again meanwhile. */
  readonly meanwhile?: () => Promise<void>;
}

const environment = {
  ...{ AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' },
  ...{ AWS_CONFIG_FILE: '/nonexistent', AWS_SHARED_CREDENTIALS_FILE: '/nonexistent' },
  ...{ AWS_EC2_METADATA_DISABLED: 'true', NO_COLOR: '1' },
};

/**
 * Calls the command line in this process, with what it prints caught. A process of its own for each call of each command
 * would take half a second of processor; the built program is tested beside it.
 */
export function callMuster(args: readonly string[], settings: CallSettings = {}): Promise<Called> {
  const call = latest.then(() => callNow(args, settings));
  latest = call.then(
    () => undefined,
    () => undefined,
  );
  return call;
}

/** The end of the latest call. What a call changes of this process is there once: so they follow one another. */
let latest: Promise<void> = Promise.resolve();

async function callNow(
  args: readonly string[],
  { endpoint, env = {}, columns, meanwhile }: CallSettings,
): Promise<Called> {
  const written = { stdout: '', stderr: '' };
  const take = (name: 'stdout' | 'stderr') => (text: string | Uint8Array) => {
    written[name] += text;
    return true;
  };
  const spies = [
    vi.spyOn(process.stdout, 'write').mockImplementation(take('stdout')),
    vi.spyOn(process.stderr, 'write').mockImplementation(take('stderr')),
  ];
  const undo = [setTerminal(process.stdout, columns), setTerminal(process.stderr, columns)];
  const { argv, exitCode, stdin } = process;
  // Nobody is there to answer a question.
  Object.defineProperty(process, 'stdin', { value: Readable.from([]), configurable: true });
  const place = args.includes('--') ? args.indexOf('--') : args.length;
  const flags = endpoint === undefined ? [] : ['--endpoint-url', endpoint];
  for (const [name, value] of Object.entries({ ...environment, ...env })) vi.stubEnv(name, value);
  process.argv = ['node', 'muster', ...args.slice(0, place), ...flags, ...args.slice(place)];
  process.exitCode = 0;
  try {
    let hasEnded = false;
    const ended = run().finally(() => {
      hasEnded = true;
    });
    while (meanwhile !== undefined && !hasEnded) {
      await meanwhile();
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await ended;
    return { status: Number(process.exitCode), ...written };
  } finally {
    for (const spy of spies) spy.mockRestore();
    for (const one of undo) one();
    vi.unstubAllEnvs();
    Object.defineProperty(process, 'stdin', { value: stdin, configurable: true });
    process.argv = argv;
    process.exitCode = exitCode;
  }
}

async function run(): Promise<void> {
  const program = await createProgram(process.argv[2]);
  await program.parseAsync().catch(reportFailure);
}

/** Makes a stream look like a terminal of some width, or like none. Returns what takes that back. */
function setTerminal(stream: NodeJS.WriteStream, columns: number | undefined): () => void {
  const before = { columns: stream.columns, isTTY: stream.isTTY };
  Object.assign(stream, { columns, isTTY: columns !== undefined });
  return () => void Object.assign(stream, before);
}

const colours = new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, 'g');

/** The lines of a text, without colours. Every other escape sequence stays, so that a test sees it. */
export function linesOf(text: string): string[] {
  return text.replace(colours, '').replace(/\n$/, '').split('\n');
}
