import { ServiceError } from '../../core/service.ts';
import type { Role } from './iam-directory.ts';
import { pathIn } from './render-iam.ts';

/** The paths of roles that AWS alone changes: service-linked roles, and those of IAM Identity Center. */
const pathsOfAws = ['/aws-service-role/', '/aws-reserved/'];

/** @throws ServiceError UnmodifiableEntity for a role that AWS alone changes. The words are recorded. */
export function refuseUnmodifiable({ roleName, arn }: Role): void {
  if (!pathsOfAws.some((path) => pathIn(arn).startsWith(path))) return;
  const message = `Cannot perform the operation on the protected role '${roleName}' - this role is only modifiable by AWS`;
  throw new ServiceError('UnmodifiableEntity', message);
}
