import type { AutomationExecution } from '@aws-sdk/client-ssm';
import { encodeRefusal, type Instance, identify, isRecord, ServiceError } from 'local-cloud';
import { accountId } from 'local-cloud/test/cloud-bench.ts';
import { type plainCallFaults, strikeCall } from '../../../../simulator/faults/faults-of-calls.ts';
import { type RunbookBench, runbookBench } from './runbook-bench.ts';

type Role = ReturnType<RunbookBench['cloud']['iam']['directory']['role']>;
type RoleChanges = Partial<Parameters<RunbookBench['cloud']['iam']['directory']['declareRole']>[0]>;

/** An account with runbooks, its roles, and the faults of the function that changes them. */
export interface RoleBench extends RunbookBench {
  /** A role in an instance profile of its own. EC2 may assume it, and it has no policy. */
  makeRole(changes?: RoleChanges): Role;
  /** An instance with that role, which may not register without the policy. */
  launchWith(role: Role): Promise<Instance>;
  /** What runbooks change of roles, by name. */
  stateOfRoles(): Readonly<Record<string, unknown>>;
  /** Has the next `times` calls of the function to an operation refused. */
  refuseFunction(operation: string, code: string, times: number): void;
  /** Strikes every call of the function from the nth on. */
  strikeFrom(nth: number, kind: (typeof plainCallFaults)[number]): void;
  /** Ends all faults. */
  heal(): void;
}

/** Makes the account. */
export async function roleBench(): Promise<RoleBench> {
  const bench = await runbookBench();
  const { cloud } = bench;
  const { directory } = cloud.iam;
  let count = 0;
  return {
    ...bench,
    makeRole(changes = {}) {
      const roleName = changes.roleName ?? `role-${String(++count).padStart(4, '0')}`;
      const role = directory.declareRole({ ...changes, roleName });
      directory.declareProfile({ profileName: roleName, roleName });
      return role;
    },
    launchWith({ roleName }) {
      const instanceProfileArn = `arn:aws:iam::${accountId}:instance-profile/${roleName}`;
      const registration = { kind: 'never', cause: 'no-permission' } as const;
      return bench.launch({ instanceProfileArn, registration });
    },
    stateOfRoles: () =>
      Object.fromEntries(
        directory.roles.map(({ roleName, tags, attachedPolicyArns }) => [
          roleName,
          { tags: Object.fromEntries(tags), policies: [...attachedPolicyArns] },
        ]),
      ),
    refuseFunction(operation, code, times) {
      let left = times;
      cloud.faults = {
        interfere(call, answer) {
          const { model, name } = identify(call.request);
          if (name !== operation || left-- <= 0) return answer(call.serve(call.request));
          const statusCode = code === 'AccessDenied' ? 403 : 400;
          return answer(encodeRefusal(model, new ServiceError(code, 'by the test', { statusCode }), 'id'));
        },
      };
    },
    strikeFrom(nth, kind) {
      let calls = 0;
      const functionArn = cloud.lambda.functions[0]?.arn ?? '';
      cloud.faults = {
        interfere(call, answer) {
          if (++calls < nth) answer(call.serve(call.request));
          else strikeCall(kind, { cloud, functionArn, call }, answer);
        },
      };
    },
    heal() {
      cloud.faults = {};
    },
  };
}

/** What the function answered to a step: its output `Payload`. */
export function answerOf({ StepExecutions = [] }: AutomationExecution, stepName: string) {
  const step = StepExecutions.find(({ StepName }) => StepName === stepName);
  const answer: unknown = JSON.parse(step?.Outputs?.['Payload']?.[0] ?? '{}');
  return isRecord(answer) ? answer : {};
}
