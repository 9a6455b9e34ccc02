import { join } from 'node:path';
import { readAssembly, updateStack } from 'local-cloud';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isOnboarding } from '../../../simulator/run/declared-resources.ts';
import { synthesize } from '../../synthesized.ts';
import { startApplication } from '../application.ts';
import { projectWithEnding } from '../project-with-ending.ts';
import { admit, entryOf } from './admit.ts';
import { Refusals } from './refusals.ts';
import { remediesOfCauses } from './remedies-of-causes.ts';
import { remediesOfCommands } from './remedies-of-commands.ts';
import { remediesOfDecisions } from './remedies-of-decisions.ts';
import { type Patient, type Remedy, remediedCodes } from './remedy.ts';

const agent = (version: string) => {
  const at = (end: string) => `https://packages.example.com/agent-${version}.${end}#${'0'.repeat(64)}`;
  const common = { version, service: 'agent' };
  return {
    linux: { ...common, packageName: 'agent', packages: { 'deb/x86_64': at('deb') } },
    windows: { ...common, name: 'Agent', packages: { 'windows/x86_64': at('msi') } },
  };
};
const { linux, windows } = agent('1.0.0');
const profiles = [
  { name: 'floor', tags: { role: 'floor' }, documents: { Linux: { document: 'Ending' } } },
  { name: 'half', tags: { role: 'half' }, agents: ['half'] },
  { name: 'refused', tags: { role: 'refused' }, agents: ['refused'] },
  { name: 'plain', tags: { role: '*' }, agents: ['whole'] },
];
const excludeTags = [{ key: 'muster:exclude', value: 'true' }];

/** What is deployed first. */
const wrong = {
  agents: { whole: { linux, windows }, half: { linux }, refused: { linux } },
  profiles,
  excludeTags: [...excludeTags, { key: 'keep-out' }],
};
/** What is deployed to mend it. */
const right = {
  agents: { whole: agent('1.0.1'), half: agent('1.0.1'), refused: agent('1.0.1') },
  profiles: [...profiles, { name: 'rest' }],
  excludeTags,
};

const remedies: Readonly<Record<string, readonly Remedy[]>> = {
  ...remediesOfDecisions,
  ...remediesOfCommands,
};
const cases = Object.entries(remedies).flatMap(([code, ways]) => ways.map((remedy) => ({ code, remedy })));

/** One application with an instance for every remedy: it is too slow to start for each. */
const patients = new Map<Remedy, Patient>();
const seen = new Map<Remedy, { readonly before: unknown; readonly after: unknown }>();

const project = projectWithEnding();
afterAll(() => project.remove());

function synthesized(name: string, settings: object): string {
  const folder = join(project.folder, name);
  synthesize(folder, project.folder, { 'muster:settings': JSON.stringify(settings) });
  return folder;
}

async function carryOut(by: Remedy['by'], deployAndWait: () => Promise<void>): Promise<void> {
  const due = [...patients].filter(([remedy]) => remedy.by === by);
  const before = new Map(due.map(([remedy, patient]) => [remedy, entryOf(patient)['reason']]));
  for (const [remedy, patient] of due) await remedy.mend(patient);
  await deployAndWait();
  for (const [remedy, patient] of due)
    seen.set(remedy, { before: before.get(remedy), after: entryOf(patient)['status'] });
}

beforeAll(async () => {
  const application = await startApplication(1, synthesized('wrong.out', wrong));
  const { cloud, stacks } = application;
  const refusals = new Refusals(cloud);
  for (const { remedy } of cases) {
    patients.set(remedy, await admit(remedy, application, refusals));
  }
  await application.pass(45);
  await carryOut(undefined, () => application.pass(60));
  await carryOut('deployment', async () => {
    const source = readAssembly(synthesized('right.out', right)).find(isOnboarding);
    const [stack] = stacks;
    if (stack === undefined || source === undefined) throw new Error('no stack');
    expect((await updateStack(cloud, stack, source)).status).toBe('UPDATE_COMPLETE');
    await application.pass(90);
  });
});

it('every remedy of docs/errors.md that a person carries out is carried out here', () => {
  const carriedOut = Object.keys({ ...remedies, ...remediesOfCauses });
  expect(carriedOut.sort()).toEqual(remediedCodes.toSorted());
});

describe('a remedy of docs/errors.md has the effect that is told', () => {
  it.each(cases)('$code: $remedy.how', ({ code, remedy }) => {
    expect(seen.get(remedy)).toEqual({ before: code, after: remedy.ends ?? 'onboarded' });
  });
});
