import { parseArgs } from 'node:util';
import { UsageError } from './command-failure.ts';

/** The options of the command. */
export interface Options {
  /** The folder that `cdk synth` wrote. */
  readonly app: string;
  /** The port; 0 selects a free one. @default 4566 */
  readonly port: number;
  /** The seed of all random draws. @default 1 */
  readonly seed: number;
}

export const usage = `Usage: local-cloud --app <cdk.out> [--port N] [--seed N]

Deploys what cdk synth wrote into an AWS account on this machine, and serves it in real time on 127.0.0.1.

  --app <folder>  the folder that cdk synth wrote, usually cdk.out
  --port <N>      where to listen; 0 takes any port that is free (default: 4566)
  --seed <N>      decides every chance: latencies, ids, faults (default: 1)
  --help          prints this
`;

/**
 * Reads the arguments. Returns undefined for a request for help. @throws UsageError for arguments that `usage` does not
 * allow.
 */
export function readOptions(args: readonly string[]): Options | undefined {
  const { app, port, seed, help } = parse(args);
  if (help === true) return undefined;
  if (app === undefined) throw new UsageError('--app is required: the folder that cdk synth wrote');
  return {
    app,
    port: readNumber('--port', port ?? '4566', 65_535),
    seed: readNumber('--seed', seed ?? '1', Number.MAX_SAFE_INTEGER),
  };
}

function parse(args: readonly string[]) {
  const text = { type: 'string' } as const;
  try {
    const options = { app: text, port: text, seed: text, help: { type: 'boolean' } } as const;
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function readNumber(name: string, text: string, max: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value <= max) return value;
  throw new UsageError(`${name} is ${text}; allowed: a whole number from 0 to ${max}`);
}
