import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { UsageError } from '../failure.ts';

/** What is synthesized otherwise than `npx cdk synth` does. */
export interface SynthesisOptions {
  /** Fields of `muster.config.ts`, with other values. @default none */
  readonly settings?: Readonly<Record<string, number>>;
  /** Where the assembly is put. @default `cdk.out`, as the CDK does */
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
  const cdk = join('node_modules', 'aws-cdk', 'bin', 'cdk');
  // The bundles are built: an empty --build keeps the CDK from building them again under the running program.
  const context = Object.keys(settings).length === 0 ? [] : [`muster:settings=${JSON.stringify(settings)}`];
  const flags = ['synth', '--quiet', '--build', '', '--output', assemblyFolder];
  for (const value of context) flags.push('--context', value);
  const { status, stdout, stderr } = spawnSync(process.execPath, [cdk, ...flags], {
    encoding: 'utf8',
  });
  if (status !== 0)
    throw new UsageError(`the application could not be synthesized:\n${(stderr + stdout).trim()}`);
  return assemblyFolder;
}
