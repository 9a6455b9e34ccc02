import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { UsageError } from '../failure.ts';

/** Where `cdk synth` puts the assembly. */
const assemblyFolder = 'cdk.out';

/**
 * Synthesizes the application as `npx cdk synth` does, by the same command, and gives the folder of the assembly.
 * @throws UsageError with what the CDK said, which is where mistakes in `muster.config.ts` are listed.
 */
export function synthesize(say: (line: string) => void): string {
  say('Synthesizing the application (npx cdk synth) ...');
  const cdk = join('node_modules', 'aws-cdk', 'bin', 'cdk');
  // The bundles are built: an empty --build keeps the CDK from building them again under the running program.
  const flags = ['synth', '--quiet', '--build', ''];
  const { status, stdout, stderr } = spawnSync(process.execPath, [cdk, ...flags], {
    encoding: 'utf8',
  });
  if (status !== 0)
    throw new UsageError(`the application could not be synthesized:\n${(stderr + stdout).trim()}`);
  return assemblyFolder;
}
