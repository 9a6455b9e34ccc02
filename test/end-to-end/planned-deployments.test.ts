import { EC2Client, StopInstancesCommand } from '@aws-sdk/client-ec2';
import { SQSClient } from '@aws-sdk/client-sqs';
import {
  type AssemblyStack,
  type DeployedStack,
  type Instance,
  type InstanceSpec,
  sdkSettings,
  updateStack,
} from 'local-cloud';
import { beforeAll, describe, expect, it } from 'vitest';
import { findDeployment } from '../../bin/account/deployment.ts';
import { type FleetPlan, planFleet, planQuestions } from '../../bin/commands/plan/compare-courses.ts';
import { askSystemsManager, readEnvironments, readFleet } from '../../bin/commands/plan/read-live.ts';
import { readDeployed, readTemplate } from '../../bin/commands/plan/two-settings.ts';
import { createLaunchQueue } from '../../lambdas/shared/clients/fleet/launch-queue.ts';
import type { MusterConfig } from '../../lib/configuration/config.ts';
import { synthesizeOnboarding } from '../lib/synthesize.ts';
import { type Application, specOf, startApplication } from './application.ts';

const agent = (name: string, version = '1.0.0') => ({
  linux: {
    packageName: name,
    version,
    service: name,
    packages: { 'deb/x86_64': `https://packages.example.com/${name}_amd64.deb#${'0'.repeat(64)}` },
  },
});

const image = {
  name: 'image',
  tags: { role: 'image' },
  documents: { Linux: { document: 'InstallAgentLinux' } },
};
const web = { name: 'web', tags: { role: 'web' }, agents: ['base', 'web'] };
const plain = { name: 'plain', tags: { role: '*' }, agents: ['base'] };
const base: MusterConfig = {
  recheckMinutes: 15, // enough for these times, and quicker to run
  agents: { base: agent('base'), web: agent('web') },
  excludeTags: [{ key: 'muster:exclude', value: 'true' }],
  profiles: [image, web, plain],
};

const failing: InstanceSpec['script'] = { ...specOf('debian12').script, exitCodes: [24] };
const never = { registration: { kind: 'never', cause: 'no-network' } } as const;

/** A fleet with an instance in each place from which a deployment may move it. */
const specs: Readonly<Record<string, Partial<InstanceSpec>>> = {
  good: { tags: { role: 'plain' } },
  goodWeb: { tags: { role: 'web' } },
  goodOfLab: { tags: { role: 'plain', Owner: 'lab' } },
  failed: { tags: { role: 'plain' }, script: failing },
  failedWeb: { tags: { role: 'web' }, script: failing },
  failedImage: { tags: { role: 'image' }, script: failing },
  failedOfLab: { tags: { role: 'plain', Owner: 'lab' }, script: failing },
  failedQueue: { tags: { role: 'queue' }, script: failing },
  failedSpecial: { tags: { role: 'plain', kind: 'special' }, script: failing },
  excluded: { tags: { role: 'plain', 'muster:exclude': 'true' } },
  excludedSilent: { tags: { role: 'plain', 'muster:exclude': 'true' }, ...never },
  silent: { tags: { role: 'plain' }, ...never },
  silentOfLab: { tags: { role: 'plain', Owner: 'lab' }, ...never },
  unmatched: { tags: { kind: 'special' } },
  stopped: { tags: { role: 'plain', Owner: 'lab' } },
};

/** A deployment: what of the configuration changes, and for whom the plan must see something change. */
interface Deployment {
  readonly name: string;
  readonly change: MusterConfig;
  readonly expected: Readonly<Record<string, string>>;
}

const failedOnes = ['failed', 'failedWeb', 'failedImage', 'failedOfLab', 'failedQueue', 'failedSpecial'];
const send = (...names: string[]) => Object.fromEntries(names.map((name) => [name, 'send']));

const special = { name: 'special', tags: { kind: 'special' }, agents: ['extra'] };
const newer = { base: agent('base', '2.0.0'), web: agent('web') };
const more = { ...plain, agents: ['base', 'extra'] };
const narrow = { ...more, tags: { role: 'p*' } };
const parameters = { AgentVersion: '9.9.9' };
const otherImage = { ...image, documents: { Linux: { document: 'InstallAgentLinux', parameters } } };

/** Ten deployments of one living fleet, one after the other. Each changes what is said, and keeps the rest. */
const deployments: readonly Deployment[] = [
  { name: 'other times', change: { horizonMinutes: 10_080, launchDelaySeconds: 60 }, expected: {} },
  {
    name: 'another tag that excludes',
    change: {
      excludeTags: [
        { key: 'muster:exclude', value: 'true' },
        { key: 'Owner', value: 'lab' },
      ],
    },
    expected: { goodOfLab: 'exclude', failedOfLab: 'exclude', silentOfLab: 'exclude' },
  },
  {
    name: 'a tag that excludes no more',
    change: { excludeTags: [{ key: 'Owner', value: 'lab' }] },
    expected: { excluded: 'send', excludedSilent: 'wait' },
  },
  {
    name: 'an excluded owner let in',
    change: { excludeTags: [] },
    expected: { goodOfLab: 'onboard', failedOfLab: 'send', silentOfLab: 'wait' },
  },
  { name: 'another version of an agent', change: { agents: newer }, expected: send(...failedOnes) },
  {
    name: 'an agent added to a profile',
    change: { agents: { ...newer, extra: agent('extra') }, profiles: [image, web, more] },
    expected: send(...failedOnes),
  },
  {
    name: 'a profile before the others',
    change: { profiles: [special, image, web, more] },
    expected: send(...failedOnes, 'unmatched'),
  },
  {
    name: 'another condition of a profile',
    change: { profiles: [special, image, web, narrow] },
    expected: { ...send(...failedOnes), failedQueue: 'exclude' },
  },
  {
    name: 'other parameters of a document',
    change: { profiles: [special, otherImage, web, narrow] },
    expected: send('failed', 'failedWeb', 'failedImage', 'failedOfLab', 'failedSpecial'),
  },
  {
    name: 'a profile removed',
    change: { profiles: [special, otherImage, narrow] },
    expected: { ...send('failed', 'failedImage', 'failedOfLab', 'failedSpecial'), failedWeb: 'exclude' },
  },
];

let application: Application;
let stack: DeployedStack;
let fleet: ReadonlyMap<string, Instance>;
let config = base;
/** The names of those that a plan has said to keep what they have. */
const kept = new Set<string>();

const sourceOf = (fields: MusterConfig): AssemblyStack => ({
  ...stack.source,
  template: synthesizeOnboarding(fields).toJSON(),
});

async function deploy(source: AssemblyStack): Promise<void> {
  const outcome = await updateStack(application.cloud, stack, source);
  expect(outcome.status).toBe('UPDATE_COMPLETE');
  stack = outcome.stack;
}

const nameOf = (id: string) => [...fleet].find(([, instance]) => instance.id === id)?.[0] ?? id;

/** The documents that an instance got since a moment, and where its entry is. */
interface Deed {
  readonly documents: readonly string[];
  readonly end: string;
}

function deedOf({ id }: Instance, sinceLine = 0): Deed {
  const { status, reason } = application.roster().get(id) ?? {};
  const sent = application.lines('ssm.command').slice(sinceLine);
  const own = sent.filter(({ fields }) => String(fields['instances']).includes(id));
  const documents = own.map(({ fields }) => String(fields['document']).replace(/:\d+$/, ''));
  return { documents, end: `${status} ${reason}` };
}

/** What a plan says of an instance, in the same words. On some instances commands fail, whatever a plan assumes. */
function saidOf({ changes }: FleetPlan, name: string, before: Deed | undefined): Deed {
  const change = changes.find(({ instanceId }) => nameOf(instanceId) === name);
  if (change === undefined) return { documents: [], end: before?.end ?? '' };
  const documents = change.documents.map(({ document }) => document);
  const isFailing = documents.length > 0 && specs[name]?.script === failing;
  const { status, reason } = change.end;
  return { documents, end: isFailing ? 'failed InstallerFailed' : `${status} ${reason}` };
}

/** What `muster plan` does, without a terminal and with the virtual time. */
async function planFor(source: AssemblyStack): Promise<FleetPlan> {
  const { cloud } = application;
  const clientSettings = sdkSettings(cloud);
  const names = { prefix: 'Muster', parameterPath: '/muster' };
  const place = await findDeployment({ clientSettings, names, account: undefined });
  const settings = {
    deployed: readDeployed(await readEnvironments(clientSettings, place)),
    present: readTemplate(source),
  };
  const { fleet: shown } = await readFleet(clientSettings, place, cloud.timeline.nowMs);
  const known = await askSystemsManager(clientSettings, shown, planQuestions(shown, settings));
  return planFleet(known, settings);
}

/** A multiple of the sweep's period. What it sets going has rested for half an hour when the next one comes. */
const settledMinutes = 60;

beforeAll(async () => {
  application = await startApplication();
  const [first] = application.stacks;
  if (first === undefined) throw new Error('no stack');
  stack = first;
  await deploy(sourceOf(base));
  const launched = application.cloud.ec2.launch(
    Object.values(specs).map((changes) => specOf('debian12', changes)),
  );
  const names = Object.keys(specs);
  fleet = new Map(launched.map((instance, index) => [names[index] ?? '', instance]));
  await application.pass(50);
  const stop = new StopInstancesCommand({ InstanceIds: [fleet.get('stopped')?.id ?? ''] });
  await new EC2Client(sdkSettings(application.cloud)).send(stop);
  await application.pass(10);
});

describe('what muster plan says of a deployment is what the functions then do to each instance', () => {
  it.each(deployments)('$name', async ({ change, expected }) => {
    config = { ...config, ...change };
    const source = sourceOf(config);
    const before = new Map([...fleet].map(([name, instance]) => [name, deedOf(instance)]));
    const plan = await planFor(source);
    const kinds = plan.changes.map(({ instanceId, change: kind }) => [nameOf(instanceId), kind]);
    expect(Object.fromEntries(kinds)).toEqual(expected);
    for (const { instanceId } of plan.kept) kept.add(nameOf(instanceId));

    const line = application.lines('ssm.command').length;
    await deploy(source);
    await application.pass(settledMinutes);
    const did = [...fleet].map(([name, instance]) => [name, deedOf(instance, line)]);
    const said = [...fleet.keys()].map((name) => [name, saidOf(plan, name, before.get(name))]);
    expect(did).toEqual(said);
  });

  it('what an onboarded instance is said to lack it gets when a person asks', async () => {
    expect([...kept]).toEqual(['good', 'goodOfLab', 'excluded']);
    const line = application.lines('ssm.command').length;
    const atMs = application.cloud.timeline.nowMs;
    const requests = [...fleet.values()].map(
      ({ id }) => ({ instanceId: id, state: 'running', atMs, isAnew: true }) as const,
    );
    await createLaunchQueue(application.launchQueueUrl, new SQSClient(sdkSettings(application.cloud))).send(
      requests,
    );
    await application.pass(20);
    const got = [...fleet].filter(
      ([name, instance]) => !specs[name]?.script && deedOf(instance, line).documents.length > 0,
    );
    expect(got.map(([name]) => name)).toEqual([...kept]);
  });
});
