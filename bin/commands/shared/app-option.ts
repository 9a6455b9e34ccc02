import { Option } from 'commander';

/**
 * The flag of the CDK's command line that names a finished assembly, for programs that only run it. What reads the
 * assembly (`synthesize.ts`) loads the local cloud, which help and a wrong flag do without.
 */
export function appOption(): Option {
  return new Option('--app <folder>', 'run this assembly (a cdk.out) instead of synthesizing one');
}
