import { findDocumentMistakes } from '../../../../lib/capabilities/onboarding/document-mistakes.ts';
import type { MusterConfig } from '../../../../lib/configuration/config.ts';
import { problemsOf } from '../../configuration/config-problems.ts';
import { configWith } from '../../synthesize.ts';

/**
 * What is wrong with `muster.config.ts` beside the documents, one line each, after some fields of it were
 * replaced.
 */
export const documentProblems = (fields: MusterConfig) =>
  problemsOf(configWith(fields), findDocumentMistakes);

export const linux = { document: 'InstallAgentLinux' };
export const profileOf = (documents: NonNullable<MusterConfig['profiles']>[number]['documents']) => [
  { name: 'all', documents },
];
export const agent = {
  AgentName: 'agent',
  AgentVersion: '1.0',
  ServiceName: 'agent',
  Packages: `any/x86_64=https://packages.example.com/agent.tar.gz#${'0'.repeat(64)}`,
};
