import { exitCodes, UsageError } from '../failure.ts';
import { readEnvironments } from './chosen-environment.ts';
import { type AccountFlags, type Connection, connectTo } from './connection.ts';

/** What came of asking one environment: an answer, or one line on why there is none. */
export type Asked<T> = { readonly environment: string } & (
  | { readonly value: T }
  | { readonly refused: string }
);

/** The answers of all environments, in the order of the configuration. */
export type AskedAll<T> = readonly Asked<T>[];

/**
 * Asks every environment of the configuration, all at once, each with its own role. One that cannot be asked hides no
 * other; the exit code then says that the answer is not whole.
 * @throws UsageError when a flag names one place, when the configuration has mistakes, or when it has no environment.
 */
export async function askEnvironments<T>(
  flags: AccountFlags,
  ask: (connection: Connection) => Promise<T>,
): Promise<AskedAll<T>> {
  const oneOnly = (['environment', 'region'] as const).find((flag) => flags[flag] !== undefined);
  if (oneOnly !== undefined) throw new UsageError(`--all-environments and --${oneOnly} exclude each other`);
  const deployments = await readEnvironments();
  if (deployments.every(({ name }) => name === undefined))
    throw new UsageError('--all-environments: muster.config.ts has no environments');
  const asked = await Promise.all(
    deployments.map(async (deployment): Promise<Asked<T>> => {
      const environment = deployment.name ?? '';
      try {
        return { environment, value: await ask(connectTo(deployment, flags)) };
      } catch (error) {
        if (!(error instanceof UsageError)) throw error;
        return { environment, refused: error.message };
      }
    }),
  );
  if (asked.some((one) => 'refused' in one)) process.exitCode = exitCodes.usage;
  return asked;
}

/** The answers that there are, each with its environment. */
export function answersOf<T>(asked: AskedAll<T>): { readonly environment: string; readonly value: T }[] {
  return asked.flatMap((one) => ('value' in one ? [one] : []));
}
