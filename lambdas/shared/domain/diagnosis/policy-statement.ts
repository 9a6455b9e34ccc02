/** A statement of an identity policy: the parts that decide what an agent may do. */
export interface PolicyStatement {
  readonly effect: 'Allow' | 'Deny';
  /** Patterns with `*` and `?`; upper and lower case are the same. */
  readonly actions: readonly string[];
  /** True for NotAction: the statement applies to every action except these. */
  readonly isInverted: boolean;
  /** False when the statement has conditions, or does not cover all resources. Then it may apply or not. */
  readonly isUnconditional: boolean;
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

/**
 * The actions that an agent needs and these policies certainly refuse: denied without conditions, or allowed
 * by no statement. An action that depends on conditions or resources counts as allowed, because we cannot
 * know.
 */
export function missingActions(statements: readonly PolicyStatement[]): string[] {
  const refused = needs.filter((actions) => actions.every((action) => isRefused(statements, action)));
  return refused.flatMap(([action]) => action ?? []);
}

function isRefused(statements: readonly PolicyStatement[], action: string): boolean {
  const speaking = statements.filter((statement) => speaksOf(statement, action));
  const isDenied = speaking.some(({ effect, isUnconditional }) => effect === 'Deny' && isUnconditional);
  return isDenied || !speaking.some(({ effect }) => effect === 'Allow');
}

function speaksOf({ actions, isInverted }: PolicyStatement, action: string): boolean {
  return actions.some((pattern) => toExpression(pattern).test(action)) !== isInverted;
}

function toExpression(pattern: string): RegExp {
  const source = pattern
    .replace(/[\\^$.+()[\]{}|]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 'i');
}
