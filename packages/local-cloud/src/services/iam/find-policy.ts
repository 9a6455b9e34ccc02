import { NotEmulatedError } from '../../core/service.ts';
import type { IamDirectory, ManagedPolicy } from './iam-directory.ts';

/** Finds a managed policy. An unknown AWS managed policy is not emulated; any other unknown policy does not exist. */
export function findPolicy(directory: IamDirectory, arn: string): ManagedPolicy {
  try {
    return directory.policy(arn);
  } catch (error) {
    if (arn.startsWith(directory.awsPolicyArn(''))) throw new NotEmulatedError(`the managed policy ${arn}`);
    throw error;
  }
}
