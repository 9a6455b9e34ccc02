import { aManagedInstance, hourMs, nodeIdOf, nowMs } from '../builders.ts';
import type { KnownFacts, PlanCase } from './facts.ts';

const instanceId = nodeIdOf(1);
const id = { instanceId };
const registration = { atMs: nowMs - hourMs, roleName: 'nodes', name: 'berlin' };
const ours = aManagedInstance({ ...id, registration });
const ofOthers = aManagedInstance({ ...id, registration: { ...registration, roleName: 'ecs' } });
const settings = { outside: { roles: ['nodes'] } };
const off = { outside: null };
const started = { launchedAtMs: registration.atMs };
const sameStart = { launchedAt: registration.atMs };

/** What is known of node 1, which is outside EC2. */
const known = (facts: KnownFacts = {}): KnownFacts => ({
  settings,
  managed: ours,
  ...facts,
  stateChange: { ...id, ...facts.stateChange },
  instance: facts.instance === null ? null : { ...id, ...started, outside: ours, ...facts.instance },
  ...(facts.entry === undefined ? {} : { entry: { ...id, ...sameStart, ...facts.entry } }),
});

const leave = (reason: PlanCase['reason']) => ({ kind: 'leave', reason }) as const;
const hybridOff = { kind: 'record', reason: 'HybridOff', becomes: 'excluded' } as const;
const commanded = { status: 'commanded', reason: 'CommandSent', commandId: 'command-1' } as const;

/** The cases of nodes outside EC2. */
export const outsideCases: readonly PlanCase[] = [
  { name: 'a node outside EC2', known: known(), kind: 'send', reason: 'CommandClaimed', becomes: 'claimed' },
  {
    name: 'a node whose tags changed and that the roster does not know',
    known: known({ stateChange: { isAnew: true, isOfKnown: true } }),
    ...{ kind: 'send', reason: 'CommandClaimed', becomes: 'claimed' },
  },
  {
    name: 'a node of others',
    known: known({ instance: { outside: ofOthers } }),
    ...leave('NodeOfOthers'),
  },
  {
    name: 'a node of others whose tags changed',
    known: known({ stateChange: { isAnew: true, isOfKnown: true }, instance: { outside: ofOthers } }),
    ...leave('NotInRoster'),
  },
  {
    name: 'a node of others that a person asks for',
    known: known({ stateChange: { isAnew: true }, instance: { outside: ofOthers } }),
    ...{ kind: 'send', reason: 'CommandClaimed', becomes: 'claimed' },
  },
  {
    name: 'a node whose agent does not answer',
    known: known({ managed: { ...ours, isOnline: false } }),
    ...{ kind: 'record', reason: 'ConnectionLost', becomes: 'waiting' },
  },
  {
    name: 'a node that is no longer registered',
    known: known({
      stateChange: { state: 'terminated' },
      ...{ instance: null, managed: null, entry: { status: 'onboarded' } },
    }),
    ...{ kind: 'record', reason: 'Deregistered', becomes: 'gone' },
  },
  {
    name: 'a node that registered a moment ago and is not shown yet',
    known: known({ stateChange: { atMs: nowMs }, instance: null, managed: null }),
    ...{ kind: 'record', reason: 'NotVisible', becomes: 'waiting' },
  },
  {
    name: 'an onboarded node when no nodes outside EC2 are looked at any more',
    known: known({ settings: off, instance: null, managed: null, entry: { status: 'onboarded' } }),
    ...hybridOff,
  },
  {
    name: 'a node that waits when no nodes outside EC2 are looked at any more',
    known: known({ settings: off, instance: null, managed: null, entry: { status: 'waiting' } }),
    ...hybridOff,
  },
  {
    name: 'a node with a command when no nodes outside EC2 are looked at any more',
    known: known({ settings: off, instance: null, managed: null, entry: commanded }),
    ...leave('AlreadyCommanded'),
  },
  {
    name: 'a node that is gone when no nodes outside EC2 are looked at any more',
    known: known({
      ...{ settings: off, instance: null, managed: null },
      entry: { status: 'gone', reason: 'Deregistered' },
    }),
    ...leave('AlreadyRecorded'),
  },
  {
    name: 'an unknown node when no nodes outside EC2 are looked at',
    known: known({ settings: off, instance: null, managed: null }),
    ...leave('NotInRoster'),
  },
  {
    name: 'a node that had its agent when hybrid was turned off, and is looked at again',
    known: known({
      stateChange: { isAnew: true },
      entry: { status: 'excluded', reason: 'HybridOff', onboardedAt: nowMs - hourMs },
    }),
    ...{ kind: 'record', reason: 'Onboarded', becomes: 'onboarded' },
  },
];
