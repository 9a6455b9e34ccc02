import type * as Sdk from '@aws-sdk/client-iam';
import type { Operation } from '../../../core/service.ts';
import type { IamDirectory } from '../iam-directory.ts';
import { iamPage } from '../iam-page.ts';
import { pathIn, renderRole } from '../render-iam.ts';

/** ListRoles: the roles below a path, by name. */
export function listRoles(directory: IamDirectory): Operation<Sdk.ListRolesRequest, Sdk.ListRolesResponse> {
  return {
    authorize: () => [{ action: 'iam:ListRoles', resource: directory.arn('role/') }],
    run(input) {
      const { PathPrefix: prefix = '/' } = input;
      const below = directory.roles.filter(({ arn }) => pathIn(arn).startsWith(prefix));
      const sorted = below.sort((one, other) => (one.roleName < other.roleName ? -1 : 1));
      const { page, next } = iamPage(sorted, input, prefix);
      return { Roles: page.map(renderRole), ...next };
    },
  };
}
