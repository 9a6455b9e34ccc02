import type { TagRoleRequest } from '@aws-sdk/client-iam';
import { type Operation, ServiceError } from '../../../core/service.ts';
import type { IamDirectory } from '../iam-directory.ts';
import { onRole } from '../on-role.ts';

/** Tags of one role (IAM quota). */
const tagsMax = 50;

/** TagRole: adds tags, and replaces values. Keys that differ in the case of letters alone are one key. */
export function tagRole(directory: IamDirectory): Operation<TagRoleRequest, object> {
  return {
    authorize: ({ RoleName: roleName = '', Tags: tags = [] }) => [
      onRole(directory, 'iam:TagRole', roleName, {
        'aws:TagKeys': tags.flatMap(({ Key }) => Key ?? []),
        ...Object.fromEntries(tags.map(({ Key, Value = '' }) => [`aws:RequestTag/${Key}`, Value])),
      }),
    ],
    run({ RoleName: roleName = '', Tags: added = [] }) {
      const { tags } = directory.role(roleName);
      const keys = added.map(({ Key = '' }) => Key.toLowerCase());
      if (new Set(keys).size < keys.length)
        throw invalid('Duplicate tag keys found. Please note that Tag keys are case insensitive.');
      if (keys.some((key) => key.startsWith('aws:')))
        throw invalid('Tag keys must not begin with aws:, which is reserved for AWS.');
      const others = [...tags].filter(([key]) => !keys.includes(key.toLowerCase()));
      if (others.length + keys.length > tagsMax) {
        const message = `Cannot exceed quota for TagsPerRole: ${tagsMax}`;
        throw new ServiceError('LimitExceeded', message, { statusCode: 409 });
      }
      for (const key of [...tags.keys()]) if (keys.includes(key.toLowerCase())) tags.delete(key);
      for (const { Key = '', Value = '' } of added) tags.set(Key, Value);
      return {};
    },
  };
}

function invalid(message: string): ServiceError {
  return new ServiceError('InvalidInput', message);
}
