import { type Authorization, type Principal, ServiceError } from '../service.ts';
import { accountOf } from './access-request.ts';
import type { Decision } from './evaluate-policies.ts';

/**
 * The error codes of the services with a query protocol, which answer 403. The JSON services share one code and answer
 * 400.
 */
const codes: Readonly<Record<string, string>> = {
  ec2: 'UnauthorizedOperation',
  sqs: 'AccessDenied',
  sns: 'AuthorizationError',
  iam: 'AccessDenied',
  sts: 'AccessDenied',
  cloudformation: 'AccessDenied',
  autoscaling: 'AccessDenied',
};

/**
 * The services with paths and methods, which share the code of the JSON services and answer 403. `tag` stands for
 * Resource Groups, which needs the right to read tags.
 */
const restServices = ['lambda', 'scheduler', 'resource-groups', 'tag'];

/**
 * A denied authorization. `sessionName` is the role session of the caller; for a function, it is the function's name.
 */
export interface Denial {
  readonly principal: Principal;
  readonly authorization: Authorization;
  readonly decision: Decision;
  readonly sessionName: string;
}

/** The error with AWS's message and the code of the service. */
export function accessDenied({ principal, authorization, decision, sessionName }: Denial): ServiceError {
  const { action, resource } = authorization;
  const service = action.split(':')[0] ?? '';
  const prefix = service === 'ec2' ? 'You are not authorized to perform this operation. ' : '';
  const caller = callerArn(principal, sessionName);
  const where = resource === '*' ? '' : ` on resource: ${resource}`;
  const message = `${prefix}User: ${caller} is not authorized to perform: ${action}${where} ${reasonFor(decision, { principal, authorization })}`;
  const code = codes[service];
  return new ServiceError(code ?? 'AccessDeniedException', message, {
    statusCode: code === undefined && !restServices.includes(service) ? 400 : 403,
  });
}

function reasonFor(decision: Decision, asked: Pick<Denial, 'principal' | 'authorization'>): string {
  const denied = decision.matched[0]?.statement;
  if (denied !== undefined) {
    return `with an explicit deny in ${denied.policyKind === 'identity' ? 'an identity' : 'a resource'}-based policy`;
  }
  const kind = asked.principal.kind === 'service' ? 'resource' : 'identity';
  return `because no ${kind}-based policy allows the ${asked.authorization.action} action`;
}

function callerArn(principal: Principal, sessionName: string): string {
  if (principal.kind === 'administrator') return 'administrator';
  if (principal.kind === 'service') return principal.service;
  const roleName = principal.roleArn.split('/').at(-1);
  const partition = principal.roleArn.split(':')[1];
  return `arn:${partition}:sts::${accountOf(principal.roleArn)}:assumed-role/${roleName}/${sessionName}`;
}
