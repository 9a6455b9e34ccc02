import { hourMs, minuteMs, nowMs } from '../builders.ts';
import { anewCases } from './anew-cases.ts';
import type { PlanCase } from './facts.ts';
import { outsideCases } from './outside-cases.ts';
import { restCases } from './rest-cases.ts';

const terminated = { status: 'gone', reason: 'Terminated' } as const;
const excluding = { 'muster:exclude': 'yes' };
const building = { Name: 'Packer Builder' };
const commanded = { status: 'commanded', reason: 'CommandSent', commandId: 'command-1' } as const;
const goneAfterCommand = { status: 'gone', reason: 'Stopped', commandId: 'command-1' } as const;
const claimed = { status: 'claimed', reason: 'CommandClaimed', orderId: 'request-0.1' } as const;
const failed = { status: 'failed', reason: 'DocumentRefused' } as const;
const restarted = { launchedAtMs: nowMs - minuteMs };

const send = { kind: 'send', reason: 'CommandClaimed', becomes: 'claimed' } as const;
const notRegistered = { kind: 'record', reason: 'NotRegistered', becomes: 'waiting' } as const;
const notVisible = { kind: 'record', reason: 'NotVisible', becomes: 'waiting' } as const;
const alreadyCommanded = { kind: 'leave', reason: 'AlreadyCommanded' } as const;
const alreadyRecorded = { kind: 'leave', reason: 'AlreadyRecorded' } as const;
const serviceManaged = { kind: 'record', reason: 'ServiceManaged', becomes: 'excluded' } as const;
const unsupported = { kind: 'record', reason: 'UnsupportedPlatform', becomes: 'excluded' } as const;
const ended = { kind: 'record', reason: 'Terminated', becomes: 'gone' } as const;

const firstLooks: readonly PlanCase[] = [
  { name: 'a managed Linux instance', known: {}, ...send },
  {
    name: 'a managed Windows instance',
    known: { managed: { platformType: 'Windows', platformName: 'Microsoft Windows Server 2022' } },
    ...send,
  },
  { name: 'an instance that has not registered', known: { managed: null }, ...notRegistered },
  {
    name: 'a pending instance that has not registered',
    known: { instance: { state: 'pending' }, managed: null },
    ...notRegistered,
  },
  {
    name: 'a pending instance that Systems Manager remembers from before its stop',
    known: { instance: { state: 'pending' } },
    ...notRegistered,
  },
  {
    name: 'an instance whose agent does not answer',
    known: { managed: { isOnline: false } },
    kind: 'record',
    reason: 'ConnectionLost',
    becomes: 'waiting',
  },
  {
    name: 'macOS, which has no document',
    known: { managed: { platformType: 'MacOS', platformName: 'macOS' } },
    ...unsupported,
  },
  {
    name: 'FreeBSD, which reports itself as Linux',
    known: { managed: { platformName: 'FreeBSD' } },
    ...unsupported,
  },
  {
    name: 'Windows on EMR, whose profile matches first and has no document for it',
    known: {
      instance: { tags: { 'aws:elasticmapreduce:job-flow-id': 'j-1' } },
      managed: { platformType: 'Windows' },
    },
    ...unsupported,
  },
  {
    name: 'an instance that an AWS service owns, registered or not',
    known: { instance: { operator: 'eks.amazonaws.com' }, managed: null },
    ...serviceManaged,
  },
  {
    name: 'an instance excluded by its tag',
    known: { instance: { tags: excluding } },
    kind: 'record',
    reason: 'ExcludedByTag',
    becomes: 'excluded',
  },
  {
    name: 'an instance of which an image is being built',
    known: { instance: { tags: building } },
    kind: 'record',
    reason: 'ImageBeingBuilt',
    becomes: 'excluded',
  },
  {
    name: 'an instance of which an image is being built, and that a person excludes',
    known: { instance: { tags: { ...building, ...excluding } } },
    kind: 'record',
    reason: 'ExcludedByTag',
    becomes: 'excluded',
  },
  {
    name: 'an instance whose SSM agent is too old for the document',
    known: {
      managed: { agentVersion: '2.3.1319.0' },
      settings: { floors: { 'Muster-Linux': '3.0.502.0' } },
    },
    kind: 'record',
    reason: 'AgentTooOld',
    becomes: 'waiting',
  },
  {
    name: 'an instance that no profile matches',
    known: { settings: { profiles: [] } },
    kind: 'record',
    reason: 'NoProfileMatches',
    becomes: 'excluded',
  },
];

const unseenAndEnded: readonly PlanCase[] = [
  { name: 'an instance that EC2 does not show yet', known: { instance: null }, ...notVisible },
  {
    name: 'an instance that EC2 does not show an hour after its start',
    known: { instance: null, stateChange: { atMs: nowMs - hourMs } },
    ...notVisible,
  },
  {
    name: 'an instance that EC2 does not show any more, more than an hour after its start',
    known: { instance: null, stateChange: { atMs: nowMs - hourMs - 1 } },
    ...ended,
  },
  {
    name: 'a terminated instance that EC2 has forgotten',
    known: { instance: null, stateChange: { state: 'terminated' } },
    ...ended,
  },
  {
    name: 'a late stopped event of an instance that EC2 has forgotten',
    known: { instance: null, stateChange: { state: 'stopped' } },
    ...ended,
  },
  ...(['stopped', 'terminated'] as const).map(
    (state): PlanCase => ({
      name: `a late ${state} event of an instance that is terminated and forgotten`,
      known: { instance: null, stateChange: { state }, entry: terminated },
      ...alreadyRecorded,
    }),
  ),
  {
    name: 'a commanded instance that EC2 does not show for a moment',
    known: { instance: null, entry: commanded },
    ...alreadyCommanded,
  },
  {
    name: 'an onboarded instance that EC2 does not show for a moment',
    known: { instance: null, entry: { ...commanded, status: 'onboarded' } },
    kind: 'leave',
    reason: 'AlreadyOnboarded',
  },
  {
    name: 'an instance that was commanded, stopped, started, and that EC2 does not show for a moment',
    known: { instance: null, entry: goneAfterCommand },
    kind: 'retry',
    reason: 'NotVisible',
  },
  {
    name: 'a commanded instance that EC2 does not show any more, more than an hour after its start',
    known: { instance: null, stateChange: { atMs: nowMs - hourMs - 1 }, entry: commanded },
    ...ended,
  },
  ...(['shutting-down', 'terminated'] as const).map(
    (state): PlanCase => ({
      name: `a late running event of an instance that is ${state} now`,
      known: { instance: { state }, entry: commanded },
      ...ended,
    }),
  ),
  ...(['stopping', 'stopped'] as const).map(
    (state): PlanCase => ({
      name: `an instance that is ${state} now`,
      known: { instance: { state }, stateChange: { state: 'stopped' } },
      kind: 'record',
      reason: 'Stopped',
      becomes: 'gone',
    }),
  ),
  {
    name: 'a doubled terminated event',
    known: {
      instance: { state: 'terminated' },
      stateChange: { state: 'terminated' },
      entry: terminated,
    },
    ...alreadyRecorded,
  },
  {
    name: 'an instance that was stopped and is terminated now',
    known: { instance: { state: 'terminated' }, entry: { status: 'gone', reason: 'Stopped' } },
    ...ended,
  },
];

const laterLooks: readonly PlanCase[] = [
  { name: 'a waiting instance that registered late', known: { entry: {} }, ...send },
  {
    name: 'a waiting instance that still has not registered',
    known: { managed: null, entry: {} },
    ...notRegistered,
  },
  {
    name: 'an unmanaged instance that registered at last',
    known: { entry: { status: 'unmanaged', reason: 'NotRegistered' } },
    ...send,
  },
  { name: 'a doubled event of a commanded instance', known: { entry: commanded }, ...alreadyCommanded },
  {
    name: 'a commanded instance that restarted',
    known: { entry: commanded, instance: restarted },
    ...alreadyCommanded,
  },
  {
    name: 'an onboarded instance that restarted',
    known: { entry: { ...commanded, status: 'onboarded' }, instance: restarted },
    kind: 'leave',
    reason: 'AlreadyOnboarded',
  },
  {
    name: 'a commanded instance that lost its connection meanwhile',
    known: { entry: commanded, managed: null },
    ...alreadyCommanded,
  },
  {
    name: 'a late stopped event of a commanded instance that runs again',
    known: { entry: commanded, stateChange: { state: 'stopped' } },
    ...alreadyCommanded,
  },
  {
    name: 'an instance that was commanded, stopped, and runs again',
    known: { entry: goneAfterCommand, instance: restarted },
    kind: 'record',
    reason: 'CommandSent',
    becomes: 'commanded',
  },
  {
    name: 'an instance that stopped before it was commanded, and runs again',
    known: { entry: { status: 'gone', reason: 'Stopped' }, instance: restarted },
    ...send,
  },
  { name: 'a doubled event of a start that failed', known: { entry: failed }, ...alreadyRecorded },
  { name: 'a failed instance that restarted', known: { entry: failed, instance: restarted }, ...send },
  {
    name: 'a doubled event of an excluded instance',
    known: { instance: { tags: excluding }, entry: { status: 'excluded', reason: 'ExcludedByTag' } },
    ...alreadyRecorded,
  },
  {
    name: 'an excluded instance whose tag was removed',
    known: { entry: { status: 'excluded', reason: 'ExcludedByTag' } },
    ...send,
  },
  {
    name: 'an excluded instance that is excluded for another reason now',
    known: { instance: { operator: 'x' }, entry: { status: 'excluded', reason: 'ExcludedByTag' } },
    ...serviceManaged,
  },
  {
    name: 'an instance that another call holds a claim on',
    known: { entry: { ...claimed, leaseUntil: nowMs + 1 } },
    kind: 'retry',
    reason: 'ClaimHeld',
  },
  {
    name: 'a terminated instance that another call holds a claim on',
    known: { instance: { state: 'terminated' }, entry: { ...claimed, leaseUntil: nowMs + 1 } },
    kind: 'retry',
    reason: 'ClaimHeld',
  },
  {
    name: 'an instance whose claim has run out and sent nothing',
    known: { entry: { ...claimed, leaseUntil: nowMs } },
    ...send,
  },
  {
    name: 'an instance whose claim has run out and that was terminated',
    known: { instance: { state: 'terminated' }, entry: { ...claimed, leaseUntil: nowMs } },
    ...ended,
  },
];

/** Every case of the plan. Together they reach every reason that the plan can give. */
export const planCases: readonly PlanCase[] = [
  ...firstLooks,
  ...unseenAndEnded,
  ...laterLooks,
  ...restCases,
  ...anewCases,
  ...outsideCases,
];
