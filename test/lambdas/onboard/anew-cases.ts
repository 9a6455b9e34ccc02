import { nowMs } from '../builders.ts';
import type { PlanCase } from './facts.ts';

const tagged = { isAnew: true, isOfKnown: true } as const;
const requested = { isAnew: true } as const;
const excluding = { 'muster:exclude': 'yes' };
const onEmr = { 'aws:elasticmapreduce:job-flow-id': 'j-1' };
const onboarded = {
  status: 'onboarded',
  reason: 'Onboarded',
  onboardedAt: nowMs,
  profile: 'default',
  document: 'Muster-Linux',
} as const;
const failed = { status: 'failed', reason: 'ChecksumWrong', document: 'Muster-Linux' } as const;
const tooLate = { status: 'excluded', reason: 'ExcludedTooLate', onboardedAt: nowMs } as const;

const send = { kind: 'send', reason: 'CommandClaimed', becomes: 'claimed' } as const;
const sendOther = { kind: 'send', reason: 'ProfileChanged', becomes: 'claimed' } as const;
const excludedTooLate = { kind: 'record', reason: 'ExcludedTooLate', becomes: 'excluded' } as const;
const alreadyOnboarded = { kind: 'leave', reason: 'AlreadyOnboarded' } as const;
const onboardedAgain = { kind: 'record', reason: 'Onboarded', becomes: 'onboarded' } as const;

/** Decisions that are made anew: after a change of tags, by the sweep, or on request. */
export const anewCases: readonly PlanCase[] = [
  {
    name: 'changed tags of an instance that the roster does not know',
    known: { stateChange: tagged },
    kind: 'leave',
    reason: 'NotInRoster',
  },
  {
    name: 'a request for an instance that the roster does not know',
    known: { stateChange: requested },
    ...send,
  },
  {
    name: 'an onboarded instance whose new tag excludes it',
    known: { stateChange: tagged, entry: onboarded, instance: { tags: excluding } },
    ...excludedTooLate,
  },
  {
    name: 'an instance that was excluded too late and lost the tag',
    known: { stateChange: tagged, entry: tooLate },
    ...onboardedAgain,
  },
  {
    name: 'an instance that was excluded too late and still has the tag',
    known: { stateChange: tagged, entry: tooLate, instance: { tags: excluding } },
    kind: 'leave',
    reason: 'AlreadyRecorded',
  },
  {
    name: 'an onboarded instance whose new tag chooses another profile',
    known: { stateChange: tagged, entry: onboarded, instance: { tags: onEmr } },
    ...sendOther,
  },
  {
    name: 'an onboarded instance whose new profile has the same document',
    known: { stateChange: tagged, entry: { ...onboarded, profile: 'emr', document: 'Muster-Linux' } },
    ...onboardedAgain,
  },
  {
    name: 'an onboarded instance whose former profile is chosen again',
    known: {
      stateChange: tagged,
      entry: { ...onboarded, profile: 'emr', document: 'Muster-Emr', succeeded: 'Muster-Linux' },
    },
    ...onboardedAgain,
  },
  {
    name: 'a failed instance whose former profile, which succeeded, is chosen again',
    known: { stateChange: tagged, entry: { ...failed, document: 'Muster-Emr', succeeded: 'Muster-Linux' } },
    ...onboardedAgain,
  },
  {
    name: 'an onboarded instance with its profile and document',
    known: { stateChange: tagged, entry: onboarded },
    ...alreadyOnboarded,
  },
  {
    name: 'an onboarded instance with another profile that does not answer',
    known: { stateChange: tagged, entry: onboarded, instance: { tags: onEmr }, managed: { isOnline: false } },
    ...alreadyOnboarded,
  },
  {
    name: 'an onboarded instance with another profile that an AWS service owns',
    known: {
      stateChange: tagged,
      entry: onboarded,
      instance: { tags: onEmr, operator: 'eks.amazonaws.com' },
    },
    ...alreadyOnboarded,
  },
  {
    name: 'an onboarded instance that no profile matches any more',
    known: { stateChange: tagged, entry: onboarded, settings: { profiles: [] } },
    ...alreadyOnboarded,
  },
  {
    name: 'an onboarded instance whose new profile has nothing for its system',
    known: {
      ...{ stateChange: tagged, entry: onboarded, instance: { tags: onEmr } },
      managed: { platformType: 'Windows' },
    },
    ...onboardedAgain,
  },
  {
    name: 'a failed instance that is to be decided anew, at the same start',
    known: { stateChange: requested, entry: failed },
    ...send,
  },
  {
    name: 'a failed instance whose new tag excludes it',
    known: { stateChange: tagged, entry: failed, instance: { tags: excluding } },
    kind: 'record',
    reason: 'ExcludedByTag',
    becomes: 'excluded',
  },
  {
    name: 'an instance excluded for its tag, which is gone',
    known: { stateChange: tagged, entry: { status: 'excluded', reason: 'ExcludedByTag' } },
    ...send,
  },
  {
    name: 'an instance whose image was being built, and that has another name now',
    known: { stateChange: tagged, entry: { status: 'excluded', reason: 'ImageBeingBuilt' } },
    ...send,
  },
  {
    name: 'an onboarded instance of which an image is being built since',
    known: { stateChange: tagged, entry: onboarded, instance: { tags: { Name: 'Packer Builder' } } },
    ...excludedTooLate,
  },
  {
    name: 'an instance that no profile matched, and one does now',
    known: { stateChange: tagged, entry: { status: 'excluded', reason: 'NoProfileMatches' } },
    ...send,
  },
];
