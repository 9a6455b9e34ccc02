import type { GetCallerIdentityRequest, GetCallerIdentityResponse } from '@aws-sdk/client-sts';
import type { Access } from '../../../core/access.ts';
import type { Host } from '../../../core/host.ts';
import { callerArn } from '../../../core/iam/caller-arn.ts';
import { roleId, userId } from '../../../core/iam/iam-ids.ts';
import type { Operation } from '../../../core/service.ts';

/** GetCallerIdentity. It needs no permission (API reference). The one at the keyboard is the user `administrator`. */
export function getCallerIdentity(
  host: Host,
  access: Access,
): Operation<GetCallerIdentityRequest, GetCallerIdentityResponse> {
  return {
    authorize: () => [],
    run(_, { principal }) {
      const Arn = callerArn(host, access, principal);
      const UserId =
        principal.kind === 'role'
          ? `${roleId(principal.roleArn)}:${access.sessionNameOf(principal.roleArn)}`
          : userId(Arn);
      return { UserId, Account: host.accountId, Arn };
    },
  };
}
