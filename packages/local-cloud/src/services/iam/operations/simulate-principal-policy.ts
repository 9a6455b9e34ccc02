import type * as Sdk from '@aws-sdk/client-iam';
import { evaluate } from '../../../core/iam/evaluate-policies.ts';
import { compilePolicy, type Policy } from '../../../core/iam/policy.ts';
import type { Operation } from '../../../core/service.ts';
import { NotEmulatedError } from '../../../core/service.ts';
import type { IamDirectory, Role } from '../iam-directory.ts';
import { iamPage } from '../iam-page.ts';

/** What decides besides the policies of the role, and is not emulated. */
const unread = [
  ...(['PolicyInputList', 'PermissionsBoundaryPolicyInputList', 'ResourcePolicy', 'ResourceOwner'] as const),
  ...(['PolicyExclusionList', 'CallerArn', 'ContextEntries', 'ResourceHandlingOption'] as const),
];

const decisions = {
  allow: 'allowed',
  'implicit-deny': 'implicitDeny',
  'explicit-deny': 'explicitDeny',
} as const;

/** SimulatePrincipalPolicy of a role: what its policies and its boundary say of actions on resources. */
export function simulatePrincipalPolicy(
  directory: IamDirectory,
): Operation<Sdk.SimulatePrincipalPolicyRequest, Sdk.SimulatePolicyResponse> {
  return {
    authorize: ({ PolicySourceArn: resource = '' }) => [{ action: 'iam:SimulatePrincipalPolicy', resource }],
    run(input, { nowMs }) {
      for (const name of unread)
        if (input[name] !== undefined) throw new NotEmulatedError(`${name} of SimulatePrincipalPolicy`);
      const role = roleOf(directory, input.PolicySourceArn ?? '');
      const { own, boundary } = policiesOf(directory, role);
      const principal = { kind: 'role', roleArn: role.arn } as const;
      const questions = (input.ActionNames ?? []).flatMap((action) =>
        (input.ResourceArns ?? ['*']).map((resource) => ({ action, resource })),
      );
      const { page, next } = iamPage(questions, input, input.PolicySourceArn);
      const decide = (authorization: (typeof questions)[number], principalPolicies: readonly Policy[]) =>
        evaluate({ principalPolicies, resourcePolicies: [], authorization, principal, nowMs }).decision;
      return {
        EvaluationResults: page.map((question) => {
          const limit = boundary === undefined ? 'allow' : decide(question, [boundary]);
          const decision = limit === 'allow' ? decide(question, own) : limit;
          return {
            EvalActionName: question.action,
            EvalResourceName: question.resource,
            EvalDecision: decisions[decision],
            MatchedStatements: [],
            MissingContextValues: [],
          };
        }),
        ...next,
      };
    },
  };
}

/** @throws ServiceError NoSuchEntity for an unknown role, and NotEmulatedError for what is no role. */
function roleOf(directory: IamDirectory, arn: string): Role {
  const [, roleName] = /:role\/(?:.*\/)?([^/]+)$/.exec(arn) ?? [];
  if (roleName === undefined) throw new NotEmulatedError(`SimulatePrincipalPolicy of ${arn}`);
  return directory.role(roleName);
}

function policiesOf(directory: IamDirectory, role: Role): { own: Policy[]; boundary: Policy | undefined } {
  const compile = (name: string, document: unknown) => compilePolicy(document, { name, kind: 'identity' });
  const attached = [...role.attachedPolicyArns].map((arn) => compile(arn, directory.policy(arn).document));
  const inline = [...role.inlinePolicies].map(([name, document]) => compile(name, document));
  const { boundaryArn: bound } = role;
  const boundary = bound === undefined ? undefined : compile(bound, directory.policy(bound).document);
  return { own: [...inline, ...attached], boundary };
}
