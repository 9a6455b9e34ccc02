import { beforeAll, describe, expect, it } from 'vitest';
import { assemblyFolderWith } from '../../synthesized.ts';
import { startApplication } from '../application.ts';
import { admit, entryOf } from './admit.ts';
import { Refusals } from './refusals.ts';
import { remediesOfCauses } from './remedies-of-causes.ts';
import type { Remedy } from './remedy.ts';

/** The function that rechecks runs once an hour: days pass quicker. */
const settings = { horizonMinutes: 60, recheckMinutes: 60, lateRecheckMinutes: 60 };
/** Longer than the horizon, after which an instance that has not registered is unmanaged. */
const pastHorizonMinutes = 150;
/** A cause is looked for again once a day. */
const nextLookMinutes = 25 * 60;

const cases = Object.entries(remediesOfCauses).flatMap(([code, ways]) =>
  ways.map((remedy: Remedy) => ({ code, remedy })),
);

/** The reasons and the statuses of an entry, in the order in which they were seen. */
const seen = new Map<Remedy, readonly unknown[]>();

async function watch(remedies: readonly Remedy[]): Promise<void> {
  const application = await startApplication(1, assemblyFolderWith(settings));
  const refusals = new Refusals(application.cloud);
  const patients = await Promise.all(remedies.map((remedy) => admit(remedy, application, refusals)));
  await application.pass(pastHorizonMinutes);
  const before = patients.map((patient) => entryOf(patient)['reason']);
  for (const [index, remedy] of remedies.entries()) {
    const patient = patients[index];
    if (patient !== undefined) await remedy.mend(patient);
  }
  await application.pass(nextLookMinutes);
  const between = patients.map((patient) => entryOf(patient)['reason']);
  await application.pass(4 * 60);
  for (const [index, remedy] of remedies.entries()) {
    const patient = patients[index];
    if (patient !== undefined) seen.set(remedy, [before[index], between[index], entryOf(patient)['status']]);
  }
}

beforeAll(async () => {
  const together = cases.map(({ remedy }) => remedy).filter(({ isAlone }) => isAlone !== true);
  await watch(together);
  for (const { remedy } of cases) if (remedy.isAlone === true) await watch([remedy]);
});

describe('a remedy of docs/errors.md mends the cause, so that none is seen, and the agent registers', () => {
  it.each(cases)('$code: $remedy.how', ({ code, remedy }) => {
    expect(seen.get(remedy)).toEqual([code, remedy.afterDay ?? 'AgentSilent', 'onboarded']);
  });
});
