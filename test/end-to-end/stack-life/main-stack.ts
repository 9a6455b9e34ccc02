import { type AssemblyStack, createStack, LocalCloud, placeOf, readAssembly } from 'local-cloud';
import { accountState } from 'local-cloud/test/account-state.ts';
import { isOnboarding } from '../../../simulator/run/declared-resources.ts';
import { startMs } from '../../../simulator/run/deploy-application.ts';
import { assemblyFolderWith } from '../../synthesized.ts';

type Settings = Readonly<Record<string, unknown>>;

/** Every number of the configuration, small. */
export const smallNumbers: Settings = {
  launchDelaySeconds: 10,
  batchingWindowSeconds: 20,
  batchSizeMax: 100,
  concurrencyMax: 3,
  recheckMinutes: 2,
  lateRecheckMinutes: 10,
  horizonMinutes: 60,
  commandAttemptsMax: 2,
  retention: { logDays: 7, closedEntryDays: 10, deadLetterDays: 3 },
};

/** Every number of the configuration, great, and every other setting that the main template shows. */
export const otherSettings: Settings = {
  launchDelaySeconds: 600,
  batchingWindowSeconds: 240,
  batchSizeMax: 5000,
  concurrencyMax: 20,
  recheckMinutes: 10,
  lateRecheckMinutes: 60,
  horizonMinutes: 600,
  commandAttemptsMax: 5,
  retention: { logDays: 365, closedEntryDays: 100, deadLetterDays: 10 },
  alarmEmails: ['ops@example.com'],
  treatAs: { kali: 'debian' },
  excludeTags: [{ key: 'own:exclude' }],
  profiles: [{ name: 'only', tags: { team: 'a' } }],
  names: { parameterPath: '/other' },
};

/** The main stack for these settings. */
export function mainStack(settings: Settings): AssemblyStack {
  const stack = readAssembly(assemblyFolderWith(settings)).find(isOnboarding);
  if (stack === undefined) throw new Error('The assembly has no main stack.');
  return stack;
}

/** An account in which a document may have the content of an earlier version again, so that roll-backs succeed. */
export function account(stack: AssemblyStack): LocalCloud {
  return new LocalCloud({ ...placeOf([stack]), seed: 1, startMs, ssm: { comparedVersions: 'latest' } });
}

/** The state of an account in which the stack has just been created. */
export async function freshState(stack: AssemblyStack): Promise<ReturnType<typeof accountState>> {
  const cloud = account(stack);
  await createStack(cloud, stack);
  return accountState(cloud);
}

/** The state without tables, which every roll-back and deletion retains. */
export function withoutTables({ tables: _, ...state }: ReturnType<typeof accountState>) {
  return state;
}
