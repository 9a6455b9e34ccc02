import { namesSeparator } from '../../../lambdas/shared/domain/diagnosis/cause.ts';
import { openDrifts } from '../../../lambdas/shared/domain/roster/drift.ts';
import { reasons } from '../../../lambdas/shared/domain/roster/reason.ts';
import type { RosterEntry } from '../../../lambdas/shared/domain/roster/roster-entry.ts';
import { reasonOf } from '../../print/reason-texts.ts';
import type { ProblemEntry, ProblemStatus } from './find-problems.ts';

/** An instance that a person must look at: one row of the CSV. What is not known is empty. */
export interface Problem {
  readonly instanceId: string;
  readonly status: ProblemStatus;
  readonly reason: string;
  /** The resource at fault, in the same words for all instances that share the fault. */
  readonly place: string;
  /** How sure the cause of an unmanaged instance is: certain or likely. */
  readonly certainty: string;
  /** What was not looked at, in words. */
  readonly notLookedAt: readonly string[];
  readonly agent: string;
  readonly exitCode: string;
  readonly source: string;
  readonly platform: string;
  readonly profile: string;
  readonly document: string;
  readonly documentVersion: string;
  readonly commandId: string;
  /** ISO 8601, in UTC. */
  readonly since: string;
  readonly remedy: string;
}

/** The problems of one account and region. */
export interface FoundProblems {
  readonly account: string;
  readonly region: string;
  readonly problems: readonly Problem[];
}

/** What an operator reads of an instance that has drifted: a problem for each document that has. */
export function toDriftProblems(entry: RosterEntry): Problem[] {
  const { instanceId, source, platform, profile } = entry;
  return openDrifts(entry).map(({ document, reason, sinceMs }) => {
    const state = (entry.agents ?? []).find((one) => one.document === document);
    return {
      ...{ instanceId, status: 'drifted', reason, place: '', certainty: '', notLookedAt: [], exitCode: '' },
      ...{ source, platform: platform ?? '', profile: profile ?? '', document, commandId: '' },
      agent: state?.agent ?? '',
      documentVersion: (state ?? entry).documentVersion ?? '',
      since: new Date(sinceMs).toISOString(),
      remedy: reasons.Drifted.remedy,
    };
  });
}

/** What an operator reads of an entry that is failed or unmanaged. */
export function toProblem(entry: ProblemEntry): Problem {
  const { instanceId, status, reason, source, agent, platform, profile, document, documentVersion } = entry;
  const result = entry.status === 'failed' ? entry : undefined;
  const cause = entry.status === 'unmanaged' ? entry : undefined;
  return {
    instanceId,
    status,
    reason,
    place: cause?.causeDetail ?? '',
    certainty: cause?.causeCertainty ?? '',
    notLookedAt: cause?.notLookedAt?.split(namesSeparator) ?? [],
    agent: agent ?? '',
    exitCode: result?.exitCode === undefined ? '' : String(result.exitCode),
    source,
    platform: platform ?? '',
    profile: profile ?? '',
    document: document ?? '',
    documentVersion: documentVersion ?? '',
    commandId: result?.commandId ?? '',
    since: new Date(entry.changedAt).toISOString(),
    remedy: reasonOf(reason)?.remedy ?? '',
  };
}
