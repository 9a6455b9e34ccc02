import { expect, it } from 'vitest';
import { findRolloutDocumentMistakes } from '../../../../lib/capabilities/onboarding/rollout-document-mistakes.ts';
import { readConfig } from '../../../../lib/configuration/config.ts';

const linux = {
  packageName: 'old',
  version: '1.0.0',
  service: 'old',
  packages: { 'rpm/x86_64': `https://packages.example.com/old.rpm#${'0'.repeat(64)}` },
};

const problemsOf = (rolloutDocuments: readonly unknown[], others: object = {}): string => {
  try {
    readConfig({ rolloutDocuments, ...others }, findRolloutDocumentMistakes);
    return '';
  } catch (error) {
    return error instanceof Error ? error.message : '';
  }
};

it('accepts documents of AWS and of the account', () => {
  expect(problemsOf(['AWS-UpdateSSMAgent', 'Acme-Rotate'])).toBe('');
});

it('refuses what profiles and agents send: the roster says who has it', () => {
  expect(problemsOf(['Acme-Rotate', 'Muster-InstallAgentLinux'])).toContain(
    'rolloutDocuments[1]: received "Muster-InstallAgentLinux"; allowed: a document that no profile and no agent sends',
  );
  const documents = { Linux: { document: 'AWS-UpdateSSMAgent' } };
  const sent = { profiles: [{ name: 'all', documents }] };
  expect(problemsOf(['AWS-UpdateSSMAgent'], sent)).toContain('rolloutDocuments[0]');
  const unnamed = { ...sent, agents: { old: { linux } } };
  expect(problemsOf(['Muster-Agent-old-Linux'], unnamed)).toContain('rolloutDocuments[0]');
});

it('refuses a name twice, one of another form, and more than fit into the pattern of a rule', () => {
  expect(problemsOf(['Acme-Rotate', 'Acme-Rotate'])).toContain('received "Acme-Rotate" again');
  expect(problemsOf(['arn:aws:ssm:us-east-1:111122223333:document/A'])).toContain('rolloutDocuments[0]');
  const long = Array.from({ length: 10 }, (_, index) => `${index}${'a'.repeat(100)}`);
  expect(problemsOf(long)).toContain('rolloutDocuments: received 1041 characters; allowed: at most 1000');
});
