import type { DeployedStack, LocalCloud } from 'local-cloud';
import { declaredIn, isOfCapability, recordOf } from '../run/declared-resources.ts';
import { tally } from '../run/run-report.ts';
import type { RolesBefore } from './former-state.ts';

/** A rule that has a runbook started by itself. */
interface AutomaticRule {
  readonly rule: string;
  /** The runbook, by its name in the catalog. */
  readonly runbook: string;
}

/** What a run with remediation begins with. */
export interface RemediationFacts {
  readonly automatic: readonly AutomaticRule[];
  /** The roles before anybody has acted. */
  readonly roles: RolesBefore;
}

/** True when the stack of the remediation is there. */
export function isRemediated(stacks: readonly Pick<DeployedStack, 'source'>[]): boolean {
  return stacks.some(({ source }) => isOfCapability(source, ['remediation']));
}

/** The rules of the deployed stacks that mend what they find by themselves. */
export function automaticRules(stacks: readonly DeployedStack[]): readonly AutomaticRule[] {
  return stacks.flatMap(({ source, resources }) =>
    declaredIn(source).flatMap(({ type, properties }): AutomaticRule[] => {
      if (type !== 'AWS::Config::RemediationConfiguration' || properties['Automatic'] !== true) return [];
      const values = recordOf(recordOf(recordOf(properties['Parameters'])['DryRun'])['StaticValue'])[
        'Values'
      ];
      if (!Array.isArray(values) || values[0] !== 'false') return [];
      const id = String(recordOf(properties['ConfigRuleName'])['Ref']);
      const rule = resources.get(id)?.ref ?? '';
      return [{ rule, runbook: String(properties['TargetId']).replace(/^.*-/, '') }];
    }),
  );
}

/** What runbooks did in a run: how many executions there were of each, and how all of them ended. */
export interface RemediationAccount {
  readonly runbooks: Readonly<Record<string, number>>;
  readonly ends: Readonly<Record<string, number>>;
}

/** The account of the runbooks so far. */
export function accountOfRunbooks({ ssm }: Pick<LocalCloud, 'ssm'>): RemediationAccount {
  const executions = ssm.executions.toReversed();
  return {
    runbooks: tally(executions.map(({ request }) => request.document.documentName)),
    ends: tally(executions.map(({ status }) => status)),
  };
}
