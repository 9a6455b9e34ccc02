import { NotEmulatedError } from '../../core/service.ts';
import type { IamDirectory, ManagedPolicy } from './iam-directory.ts';

/** A policy of AWS that the local cloud does not have is no missing one. */
export function findPolicy(directory: IamDirectory, arn: string): ManagedPolicy {
  try {
    return directory.policy(arn);
  } catch (error) {
    if (arn.startsWith(directory.awsPolicyArn(''))) throw new NotEmulatedError(`the managed policy ${arn}`);
    throw error;
  }
}
