import type { Access } from '../access.ts';
import type { Place } from '../host.ts';
import type { Principal } from '../service.ts';

/** The ARN of a caller: that of a role's session, or of the user `administrator`, who is the one at the keyboard. */
export function callerArn({ partition, accountId }: Place, access: Access, principal: Principal): string {
  if (principal.kind !== 'role') return `arn:${partition}:iam::${accountId}:user/administrator`;
  const roleName = principal.roleArn.split('/').at(-1);
  const session = access.sessionNameOf(principal.roleArn);
  return `arn:${partition}:sts::${accountId}:assumed-role/${roleName}/${session}`;
}
