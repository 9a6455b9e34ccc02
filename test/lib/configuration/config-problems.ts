import { ConfigurationError, readConfig } from '../../../lib/configuration/config.ts';

export const account = '0'.repeat(12);
export const otherAccount = '1'.repeat(12);

/** The mistakes in a configuration, one line each; none when it is accepted. */
export function problemsOf(input: unknown, check?: Parameters<typeof readConfig>[1]): readonly string[] {
  try {
    readConfig(input, check);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
  return [];
}

export const profile = { name: 'all', documents: { Linux: { document: 'InstallAgentLinux' } } };
export const environment = { name: 'prod', account, region: 'eu-central-1' };

export const withEnvironment = (fields: object) => ({ environments: [{ ...environment, ...fields }] });
export const withProfile = (fields: object) => ({ profiles: [{ ...profile, ...fields }] });
export const withChoice = (choice: unknown) => withProfile({ documents: { Linux: choice } });
