/** A statement of a policy: the parts that decide what an agent may do. */
export interface PolicyStatement {
  readonly effect: 'Allow' | 'Deny';
  /** Patterns with `*` and `?`; upper and lower case are the same. */
  readonly actions: readonly string[];
  /** True for NotAction: the statement applies to every action except these. */
  readonly isInverted: boolean;
  /**
   * False when the statement has conditions, or does not cover all resources or all callers. Then it may apply
   * or not.
   */
  readonly isUnconditional: boolean;
  /** False when the statement certainly covers nothing that an agent calls, such as buckets alone. */
  readonly coversAgents: boolean;
}

/** A statement as a policy document writes it. A single value stands for a list of one. */
export interface WrittenStatement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action?: readonly string[] | undefined;
  readonly NotAction?: readonly string[] | undefined;
  readonly Resource?: readonly string[] | undefined;
  readonly NotResource?: unknown;
  readonly Principal?: unknown;
  readonly NotPrincipal?: unknown;
  readonly Condition?: unknown;
}

/** The services whose resources an agent's calls may name. */
const servicesOfAgents = ['ec2', 'ssm', 'ssmmessages', 'ec2messages'];

/** Reads a statement of an identity policy, a permissions boundary, or the policy of an endpoint. */
export function readStatement(written: WrittenStatement): PolicyStatement {
  const { Effect, Action, NotAction, Resource, NotResource, Condition } = written;
  const isForAll = Resource?.includes('*') === true && isEverybody(written);
  return {
    effect: Effect,
    actions: Action ?? NotAction ?? [],
    isInverted: Action === undefined,
    isUnconditional: Condition === undefined && isForAll,
    coversAgents: NotResource !== undefined || Resource === undefined || Resource.some(mayBeOfAgents),
  };
}

/** An identity policy has no principal; that of an endpoint names everybody as `*`. */
function isEverybody({ Principal, NotPrincipal }: WrittenStatement): boolean {
  if (NotPrincipal !== undefined) return false;
  if (Principal === undefined || Principal === '*') return true;
  const { AWS } = Object(Principal);
  return [AWS].flat().includes('*');
}

/** A wildcard may stand for several parts of an ARN, unless all six parts are written out. */
function mayBeOfAgents(pattern: string): boolean {
  const [, , service = '', ...others] = pattern.split(':');
  return others.length < 3 || servicesOfAgents.some((name) => toExpression(service).test(name));
}

/**
 * The actions that an agent needs, to register and to take commands. One action of each list is enough.
 * Commands come by ssmmessages; older agents use ec2messages, and newer ones fall back on it (Systems Manager
 * user guide).
 */
const needs: readonly (readonly string[])[] = [
  ['ssm:UpdateInstanceInformation'],
  ['ssmmessages:OpenControlChannel', 'ec2messages:GetMessages'],
];

/** The action by which an agent uses each service. */
const actionsOfServices: Readonly<Record<string, string>> = {
  ssm: 'ssm:UpdateInstanceInformation',
  ssmmessages: 'ssmmessages:OpenControlChannel',
  ec2messages: 'ec2messages:GetMessages',
};

/**
 * The actions that an agent needs and a role certainly refuses: its policies do, or its permissions boundary
 * does. Refused means: denied without conditions, or allowed by no statement. An action that depends on
 * conditions or resources counts as allowed, because we cannot know.
 */
export function missingActions(...policies: readonly (readonly PolicyStatement[])[]): string[] {
  const refused = needs.filter((actions) =>
    actions.every((action) => policies.some((statements) => isRefused(statements, action))),
  );
  return refused.flatMap(([action]) => action ?? []);
}

/** The action of an agent at the endpoint of a service that the policy of the endpoint certainly refuses, if any. */
export function refusedAtEndpoint(
  statements: readonly PolicyStatement[],
  service: string,
): string | undefined {
  const action = actionsOfServices[service];
  return action !== undefined && isRefused(statements, action) ? action : undefined;
}

function isRefused(statements: readonly PolicyStatement[], action: string): boolean {
  const speaking = statements.filter((statement) => speaksOf(statement, action));
  const isDenied = speaking.some(({ effect, isUnconditional }) => effect === 'Deny' && isUnconditional);
  return isDenied || !speaking.some(({ effect }) => effect === 'Allow');
}

function speaksOf({ actions, isInverted, coversAgents }: PolicyStatement, action: string): boolean {
  return coversAgents && actions.some((pattern) => toExpression(pattern).test(action)) !== isInverted;
}

function toExpression(pattern: string): RegExp {
  const source = pattern
    .replace(/[\\^$.+()[\]{}|]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 'i');
}
