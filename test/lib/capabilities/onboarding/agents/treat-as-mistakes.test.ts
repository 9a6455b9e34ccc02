import { describe, expect, it } from 'vitest';
import { findTreatAsMistakes } from '../../../../../lib/capabilities/onboarding/agents/treat-as-mistakes.ts';
import { onboardingCapability } from '../../../../../lib/capabilities/onboarding/onboarding-capability.ts';
import { problemsOf } from '../../../configuration/config-problems.ts';
import { configWith } from '../../../synthesize.ts';

const problems = (treatAs: Record<string, string>) => problemsOf({ treatAs }, findTreatAsMistakes);

describe('treatAs', () => {
  it('may name any distribution that the installer knows', () => {
    expect(problems({ kali: 'debian', linuxmint: 'ubuntu', virtuozzo: 'rhel' })).toEqual([]);
  });

  it('may treat a known distribution as another one of its family', () => {
    expect(problems({ ubuntu: 'debian' })).toEqual([]);
  });

  it('refuses a distribution that the installer does not know', () => {
    expect(problems({ kali: 'debain' })).toEqual([
      expect.stringMatching(
        /^treatAs\.kali: received "debain"; allowed: amzn, .*, ubuntu, debian, raspbian$/,
      ),
    ]);
  });

  it('refuses a chain and a cycle, since the installer follows one entry', () => {
    expect(problems({ kali: 'parrot', parrot: 'debian' })).toEqual([
      expect.stringContaining('treatAs.kali: received "parrot"; allowed: amzn'),
    ]);
    expect(problems({ kali: 'parrot', parrot: 'kali' })).toHaveLength(2);
  });

  it.each([
    ['ubuntu', 'rhel', 'debian, raspbian'],
    ['debian', 'debian', 'ubuntu, raspbian'],
  ])('refuses to treat %s as %s', (id, target, allowed) => {
    expect(problems({ [id]: target })).toEqual([`treatAs.${id}: received "${target}"; allowed: ${allowed}`]);
  });

  it.each(['rhel-9', 'deb', 'any'])('refuses the key %s, which is the ID of no node', (key) => {
    expect(problems({ [key]: 'debian' })).toEqual([
      `treatAs: received the key "${key}"; allowed: an ID of /etc/os-release, without a version, and no family`,
    ]);
  });

  it('is looked at by synthesis', () => {
    const config = configWith({ treatAs: { kali: 'debain' } });
    expect(problemsOf(config, onboardingCapability.findMistakes)).toHaveLength(1);
  });
});
