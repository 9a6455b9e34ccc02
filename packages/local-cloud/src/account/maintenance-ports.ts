import type { Access } from '../core/access.ts';
import type { Host } from '../core/host.ts';
import type { Principal } from '../core/service.ts';

/** Whether Systems Manager may assume a role for a maintenance window. The trust policy of the role decides. */
export function trustsWindow(
  cloud: Host & { readonly access: Access },
  roleArn: string,
  windowArn: string,
): boolean {
  const service: Principal = {
    ...{ kind: 'service', service: 'ssm.amazonaws.com' },
    ...{ sourceArn: windowArn, sourceAccount: cloud.accountId },
  };
  return cloud.access.refusal(service, { action: 'sts:AssumeRole', resource: roleArn }) === undefined;
}
