import type { Access } from '../../core/access.ts';
import type { IamDirectory } from './iam-directory.ts';

/** The dependencies of the operations that change a role. */
export interface IamWorld {
  readonly directory: IamDirectory;
  readonly access: Access;
  /** Receives the ARN of each instance profile whose role has changed. */
  readonly permissionsChanged: (profileArn: string) => void;
}

/** Tells of every instance profile that contains a role. */
export function tellProfiles({ directory, permissionsChanged }: IamWorld, roleName: string): void {
  for (const profile of directory.profiles)
    if (profile.roleName === roleName) permissionsChanged(profile.arn);
}
