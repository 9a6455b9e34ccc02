import { join } from 'node:path';
import type { ConfigCheck, Settings } from '../../configuration/settings.ts';
import { DocumentError, loadRunbook } from '../../documents/load-document.ts';
import { instanceRunbookIds } from './runbook-catalog.ts';
import { complianceTriggerName } from './triggers/own-triggers.ts';

/** Triggers that start a runbook which there is none of, and runbooks whose files are wrong. */
export const findRemediationMistakes: ConfigCheck = (_outline, settings) => settings.flatMap(findIn);

function findIn({ remediation }: Settings): string[] {
  if (remediation === null) return [];
  const { runbooks, triggers } = remediation;
  const known = [...instanceRunbookIds, ...Object.keys(runbooks)];
  return [
    ...Object.entries(runbooks).flatMap(([name, { file }]) =>
      problemsOf(file).map((problem) => `remediation.runbooks.${name}.file: ${problem}`),
    ),
    ...Object.entries(triggers).flatMap(([name, { runbook }]) =>
      runbook === undefined || known.includes(runbook)
        ? []
        : [`remediation.triggers.${name}.runbook: received "${runbook}"; allowed: ${known.join(', ')}`],
    ),
    ...(Object.hasOwn(triggers, complianceTriggerName)
      ? [
          `remediation.triggers.${complianceTriggerName}: the trigger of the rules has this name; allowed: another one`,
        ]
      : []),
  ];
}

function problemsOf(file: string): readonly string[] {
  try {
    loadRunbook(join('documents', 'automation', file));
    return [];
  } catch (error) {
    if (error instanceof DocumentError) return error.problems;
    throw error;
  }
}
