import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Option } from 'commander';
import { UsageError } from '../../failure.ts';
import { projectFolder } from './project-folder.ts';

/** What is synthesized otherwise than `npx cdk synth` does. */
export interface SynthesisOptions {
  /** Fields of `muster.config.ts`, with other values. @default none */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Where the assembly is put, from the working folder. @default `cdk.out`, as the CDK does */
  readonly assemblyFolder?: string;
}

/**
 * Synthesizes the application as `npx cdk synth` does, by the same command, and gives the folder of the assembly.
 * @throws UsageError with what the CDK said, which is where mistakes in `muster.config.ts` are listed.
 */
export function synthesize(
  say: (line: string) => void,
  { settings = {}, assemblyFolder = 'cdk.out' }: SynthesisOptions = {},
): string {
  say('Synthesizing the application (npx cdk synth) ...');
  const cdk = require.resolve('aws-cdk/bin/cdk');
  // The bundles are built: an empty --build keeps the CDK from building them again under the running program.
  const context = Object.keys(settings).length === 0 ? [] : [`muster:settings=${JSON.stringify(settings)}`];
  const flags = ['synth', '--quiet', '--build', '', '--output', resolve(assemblyFolder)];
  for (const value of context) flags.push('--context', value);
  const { status, stdout, stderr } = spawnSync(process.execPath, [cdk, ...flags], {
    cwd: projectFolder(),
    encoding: 'utf8',
  });
  if (status !== 0)
    throw new UsageError(`the application could not be synthesized:\n${(stderr + stdout).trim()}`);
  return assemblyFolder;
}

/** The flag of the CDK's command line that names a finished assembly, for programs that only run it. */
export function appOption(): Option {
  return new Option('--app <folder>', 'run this assembly (a cdk.out) instead of synthesizing one');
}

/** The assembly that was named, or a new one. @throws UsageError as `synthesize` does, or when there is none. */
export function chooseAssembly(app: string | undefined, say: (line: string) => void): string {
  if (app === undefined) return synthesize(say);
  if (existsSync(join(app, 'manifest.json'))) return app;
  throw new UsageError(`--app ${app}: there is no manifest.json; allowed is the folder of an assembly`);
}
