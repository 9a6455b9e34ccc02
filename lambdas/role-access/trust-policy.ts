import { isObject } from '../shared/domain/is-object.ts';

const ec2 = ['ec2.amazonaws.com', 'ec2.amazonaws.com.cn'];
const assuming = ['sts:assumerole', 'sts:*', '*'];

/**
 * Whether a trust policy lets EC2 assume its role: a statement allows it by name, and none denies it. A Deny with a
 * condition counts as well, because we cannot know whether it applies. A trust policy in another form lets nobody.
 */
export function trustsEc2(trust: unknown): boolean {
  const statements = isObject(trust) ? [trust['Statement']].flat().filter(isObject) : [];
  const speaking = statements.filter(speaksOfEc2);
  const isSaid = (effect: string) => speaking.some((statement) => statement['Effect'] === effect);
  return isSaid('Allow') && !isSaid('Deny');
}

function speaksOfEc2({ Action, Principal, Effect }: Readonly<Record<string, unknown>>): boolean {
  if (!textsOf(Action).some((action) => assuming.includes(action.toLowerCase()))) return false;
  if (Effect === 'Deny' && isEverybody(Principal)) return true;
  return isObject(Principal) && textsOf(Principal['Service']).some((service) => ec2.includes(service));
}

function isEverybody(principal: unknown): boolean {
  return principal === '*' || (isObject(principal) && Object.values(principal).flat().includes('*'));
}

/** A text, or the texts of a list. */
function textsOf(value: unknown): string[] {
  return [value].flat().filter((item) => typeof item === 'string');
}
