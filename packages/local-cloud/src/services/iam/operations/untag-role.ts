import type { UntagRoleRequest } from '@aws-sdk/client-iam';
import type { Operation } from '../../../core/service.ts';
import type { IamDirectory } from '../iam-directory.ts';
import { onRole } from '../on-role.ts';

/** UntagRole: removes tags. A tag that is not there is no error. */
export function untagRole(directory: IamDirectory): Operation<UntagRoleRequest, object> {
  return {
    authorize: ({ RoleName: roleName = '', TagKeys: keys = [] }) => [
      onRole(directory, 'iam:UntagRole', roleName, { 'aws:TagKeys': keys }),
    ],
    run({ RoleName: roleName = '', TagKeys: given = [] }) {
      const { tags } = directory.role(roleName);
      const keys = given.map((key) => key.toLowerCase());
      for (const key of [...tags.keys()]) if (keys.includes(key.toLowerCase())) tags.delete(key);
      return {};
    },
  };
}
