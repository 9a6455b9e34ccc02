import type { AssumeRoleRequest, AssumeRoleResponse } from '@aws-sdk/client-sts';
import type { Access } from '../../../core/access.ts';
import type { Host } from '../../../core/host.ts';
import { roleId } from '../../../core/iam/iam-ids.ts';
import { refuseMembers } from '../../../core/refuse-members.ts';
import { type Operation, ServiceError } from '../../../core/service.ts';
import type { RoleToAssume } from '../role-to-assume.ts';

/** How long a session lasts unless the request says it, and the longest that a role allows by default. */
const sessionSeconds = 3600;
const sessionSecondsMin = 900;

/**
 * AssumeRole, within one account: the trust policy of the role names the caller, or it names the account and a policy of
 * the caller allows it. What a caller signs with the key of the session is allowed by the policies of the role.
 */
export function assumeRole(
  host: Host,
  access: Access,
  findRole: (roleName: string) => RoleToAssume | undefined,
): Operation<AssumeRoleRequest, AssumeRoleResponse> {
  return {
    // Who may assume a role is decided by two policies together, below.
    authorize: () => [],
    run(input, { principal }) {
      check(input);
      const { RoleArn = '', RoleSessionName = '', ExternalId, DurationSeconds = sessionSeconds } = input;
      const conditions = {
        'sts:RoleSessionName': RoleSessionName,
        ...(ExternalId === undefined ? {} : { 'sts:ExternalId': ExternalId }),
      };
      const authorization = { action: 'sts:AssumeRole', resource: RoleArn, conditions };
      const role = findRole(RoleArn.split('/').at(-1) ?? '');
      access.requireTrust(principal, authorization, role?.arn === RoleArn ? role.trust : undefined);
      return {
        Credentials: {
          AccessKeyId: access.openSession(RoleArn, RoleSessionName),
          SecretAccessKey: 'local',
          SessionToken: 'local',
          Expiration: new Date(host.timeline.nowMs + DurationSeconds * 1000),
        },
        AssumedRoleUser: {
          AssumedRoleId: `${roleId(RoleArn)}:${RoleSessionName}`,
          Arn: `arn:${host.partition}:sts::${host.accountId}:assumed-role/${RoleArn.split('/').at(-1)}/${RoleSessionName}`,
        },
      };
    },
  };
}

function check(input: AssumeRoleRequest): void {
  refuseMembers('AssumeRole', input, [
    ...(['Policy', 'PolicyArns', 'Tags', 'TransitiveTagKeys'] as const),
    ...([
      'SerialNumber',
      'TokenCode',
      'SourceIdentity',
      'ProvidedContexts',
      'MinimumSessionTokenSize',
    ] as const),
  ]);
  const { RoleSessionName = '', DurationSeconds: seconds = sessionSeconds } = input;
  if (!/^[\w+=,.@-]{2,64}$/.test(RoleSessionName))
    throw invalid(
      `1 validation error detected: Value '${RoleSessionName}' at 'roleSessionName' failed to satisfy constraint: ` +
        'Member must satisfy regular expression pattern: [\\w+=,.@-]*',
    );
  if (seconds < sessionSecondsMin || seconds > sessionSeconds)
    throw invalid('The requested DurationSeconds exceeds the MaxSessionDuration set for this role.');
}

function invalid(message: string): ServiceError {
  return new ServiceError('ValidationError', message);
}
