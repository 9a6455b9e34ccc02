import { createReadStream, statSync } from 'node:fs';
import type { InputFile } from '../../../simulator/rehearsal/input/input-file.ts';
import type { RehearsalFiles } from '../../../simulator/rehearsal/rehearsal-input.ts';
import { UsageError } from '../../failure.ts';

/** The files that the flags name. `-` is stdin, which can be one of them. */
export interface FileFlags {
  readonly instances: readonly string[];
  readonly managed?: readonly string[];
  readonly roles?: readonly string[];
  readonly network?: readonly string[];
}

/** The commands that write the files. */
const commands = {
  instances: 'aws ec2 describe-instances',
  managed: 'aws ssm describe-instance-information',
  roles: 'aws iam get-account-authorization-details',
  network: 'aws ec2 describe-route-tables',
} as const;

const chunkBytes = 1 << 18;

/** Files of this size take seconds to read. */
const largeBytes = 50_000_000;

/** A line for who waits while large files are read; undefined for small ones. */
export function describeLarge({
  instances,
  managed = [],
  roles = [],
  network = [],
}: FileFlags): string | undefined {
  const names = [...instances, ...managed, ...roles, ...network].filter((name) => name !== '-');
  const bytes = names.reduce((sum, name) => sum + (statSync(name, { throwIfNoEntry: false })?.size ?? 0), 0);
  return bytes < largeBytes ? undefined : `Reading ${Math.round(bytes / 1_000_000)} MB ...`;
}

/** Opens the files of a rehearsal. @throws UsageError when a file is not there, or stdin is asked for twice. */
export function openFiles({ instances, managed, roles, network }: FileFlags): RehearsalFiles {
  refuseStdinTwice([instances, managed, roles, network].flatMap((names) => names ?? []));
  return {
    instances: instances.map((name) => openFile(name, commands.instances)),
    ...(managed === undefined ? {} : { managed: managed.map((name) => openFile(name, commands.managed)) }),
    ...(roles === undefined ? {} : { roles: roles.map((name) => openFile(name, commands.roles)) }),
    ...(network === undefined ? {} : { network: network.map((name) => openFile(name, commands.network)) }),
  };
}

/** @throws UsageError when `-` is among the names more than once. */
export function refuseStdinTwice(names: readonly string[]): void {
  if (names.filter((name) => name === '-').length > 1)
    throw new UsageError('- is stdin, and can be one file only; give the others by their names');
}

/** A file, or stdin. @throws UsageError when there is no such file. */
export function openFile(name: string, command: string): InputFile {
  if (name === '-') return { name, chunks: process.stdin, command };
  refuseWrongFile(name);
  return { name, chunks: createReadStream(name, { highWaterMark: chunkBytes }), command };
}

function refuseWrongFile(name: string): void {
  try {
    if (statSync(name).isDirectory()) throw new UsageError(`${name}: is a folder; allowed: a file`);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    throw new UsageError(`${name}: ${code === 'ENOENT' ? 'there is no such file' : String(error)}`);
  }
}
