import type { PlatformType } from '../../../lambdas/shared/domain/fleet/instance.ts';

/** What nodes of one platform get: a document, and its parameters in the form of Run Command. */
export interface Sendable {
  readonly document: string;
  readonly parameters: Readonly<Record<string, readonly string[]>>;
}

/** What is to run: a script of the command line, or a document. */
export type Work =
  | { readonly kind: 'script'; readonly script: string; readonly timeoutSeconds: number }
  | ({ readonly kind: 'document' } & Sendable);

/** The document of AWS that runs a script, by platform. The policy `run` names them too. */
const scriptDocuments: Readonly<Record<PlatformType, string>> = {
  Linux: 'AWS-RunShellScript',
  MacOS: 'AWS-RunShellScript',
  Windows: 'AWS-RunPowerShellScript',
};

/** What a node of a platform gets. */
export function sendableFor(work: Work, platform: PlatformType): Sendable {
  if (work.kind === 'document') return work;
  const parameters = { commands: [work.script], executionTimeout: [String(work.timeoutSeconds)] };
  return { document: scriptDocuments[platform], parameters };
}
