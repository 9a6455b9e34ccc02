/** A statement of an identity policy, as far as it decides what an agent may do. */
export interface PolicyStatement {
  readonly effect: 'Allow' | 'Deny';
  /** Patterns with `*` and `?`, in any case of letters. */
  readonly actions: readonly string[];
  /** True for NotAction: the statement speaks of every action but these. */
  readonly isInverted: boolean;
  /** False when the statement has conditions, or not all resources: then it may hold or not. */
  readonly isUnconditional: boolean;
}

/**
 * What an agent needs, each as alternatives of which one is enough: to register, and to take commands. Commands come
 * by ssmmessages, and by ec2messages to older agents and as a way round (Systems Manager user guide).
 */
const needs: readonly (readonly string[])[] = [
  ['ssm:UpdateInstanceInformation'],
  ['ssmmessages:OpenControlChannel', 'ec2messages:GetMessages'],
];

/**
 * The actions that an agent needs and these policies surely refuse: denied without conditions, or allowed by no
 * statement. What depends on conditions or resources counts as allowed, since we cannot know.
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
