import type { GetCallerIdentityRequest, GetCallerIdentityResponse } from '@aws-sdk/client-sts';
import type { Access } from '../../../core/access.ts';
import type { Host } from '../../../core/host.ts';
import { roleId, userId } from '../../../core/iam/iam-ids.ts';
import type { Operation } from '../../../core/service.ts';

/** GetCallerIdentity. It needs no permission (API reference). The one at the keyboard is the user `administrator`. */
export function getCallerIdentity(
  { partition, accountId }: Host,
  access: Access,
): Operation<GetCallerIdentityRequest, GetCallerIdentityResponse> {
  return {
    authorize: () => [],
    run(_, { principal }) {
      if (principal.kind === 'role') {
        const session = access.sessionNameOf(principal.roleArn);
        const roleName = principal.roleArn.split('/').at(-1);
        const Arn = `arn:${partition}:sts::${accountId}:assumed-role/${roleName}/${session}`;
        return { UserId: `${roleId(principal.roleArn)}:${session}`, Account: accountId, Arn };
      }
      const Arn = `arn:${partition}:iam::${accountId}:user/administrator`;
      return { UserId: userId(Arn), Account: accountId, Arn };
    },
  };
}
