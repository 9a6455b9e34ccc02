import type { CommandDocument } from './load-document.ts';

type Step = CommandDocument['mainSteps'][number];

/** The first SSM agent that ends a document after `onFailure`, or after a script that ends with 168 or 169. */
const endsDocuments = '3.0.502.0';

/** `exit 168` ends the document with success, `exit 169` without. In a comment it does nothing. */
const endsDocument = /^[^#]*\bexit[ (]+['"]?16[89]\b/;

/**
 * The least version of the SSM agent that a document needs; undefined when any agent will do. An older agent ignores in
 * silence what it does not know, so that the document ends otherwise than it should.
 */
export function agentFloor({ mainSteps }: Pick<CommandDocument, 'mainSteps'>): string | undefined {
  return mainSteps.some(hasEnd) ? endsDocuments : undefined;
}

function hasEnd({ inputs }: Step): boolean {
  if (inputs.onFailure !== undefined) return true;
  return 'runCommand' in inputs && inputs.runCommand.some((line) => endsDocument.test(line));
}
