import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { AssemblyError, readAssembly, requireAssets } from 'local-cloud';
import { UsageError } from '../../failure.ts';
import { projectFolder } from './project-folder.ts';

/** How the synthesis differs from `npx cdk synth`. */
export interface SynthesisOptions {
  /** Other values for fields of `muster.config.ts`. @default none */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Where the assembly goes, relative to the working folder. @default `cdk.out`, as in the CDK */
  readonly assemblyFolder?: string;
}

/**
 * Synthesizes the application by the same command as `npx cdk synth`, and returns the folder of the assembly. The CDK
 * does not validate what it synthesizes, which would take seven of eight seconds: `npx cdk deploy` does.
 * @throws UsageError with the output of the CDK, which lists mistakes in `muster.config.ts`.
 */
export function synthesize(
  say: (line: string) => void,
  { settings = {}, assemblyFolder = 'cdk.out' }: SynthesisOptions = {},
): string {
  say('Synthesizing the application (npx cdk synth) ...');
  const cdk = require.resolve('aws-cdk/bin/cdk');
  // The bundles are built already. An empty --build keeps the CDK from building them again under the running
  // program.
  const context = Object.keys(settings).length === 0 ? [] : [`muster:settings=${JSON.stringify(settings)}`];
  const flags = ['synth', '--quiet', '--build', '', '--output', resolve(assemblyFolder)];
  for (const value of context) flags.push('--context', value);
  const { status, stdout, stderr } = spawnSync(process.execPath, [cdk, ...flags], {
    cwd: projectFolder(),
    encoding: 'utf8',
    env: { CDK_VALIDATION: 'false', ...process.env },
  });
  if (status !== 0)
    throw new UsageError(`the application could not be synthesized:\n${(stderr + stdout).trim()}`);
  return assemblyFolder;
}

/**
 * The assembly that the flag names, or a new one. @throws UsageError as `synthesize` does, or when there is
 * no such assembly.
 */
export function chooseAssembly(app: string | undefined, say: (line: string) => void): string {
  if (app === undefined) return synthesize(say);
  if (!existsSync(join(app, 'manifest.json')))
    throw new UsageError(`--app ${app}: there is no manifest.json; allowed is the folder of an assembly`);
  if (countStacks(app) === 0)
    throw new UsageError(
      `--app ${app}: there is no stack in it; allowed is the folder of an assembly (npx cdk synth)`,
    );
  return app;
}

/** @throws UsageError for an assembly that cannot be read, or that lacks files. */
function countStacks(app: string): number {
  try {
    const stacks = readAssembly(app);
    requireAssets(stacks);
    return stacks.length;
  } catch (error) {
    if (error instanceof AssemblyError) throw new UsageError(`--app ${app}: ${error.message}`);
    throw error;
  }
}
