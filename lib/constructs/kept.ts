import { RemovalPolicy, type Resource } from 'aws-cdk-lib';

/**
 * Stays in the account when the stack is deleted or no longer has it. A first deployment that fails leaves nothing of it
 * behind (`RetainExceptOnCreate`). The templates have plain `Retain` only where that deletion could not succeed, or would
 * do harm.
 */
export const kept = RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE;

/**
 * Hands resources of IAM to others. People attach a policy to their roles, and give a profile to their instances. IAM
 * deletes no attached policy, and an instance whose profile is deleted loses its credentials. So what is handed out
 * outlives the stack. It has no fixed name, so that a later stack can make its own beside it.
 */
export function handOut(...resources: Resource[]): void {
  for (const resource of resources) resource.applyRemovalPolicy(kept);
}
