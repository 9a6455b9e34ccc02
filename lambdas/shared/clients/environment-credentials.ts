import { fromEnv } from '@aws-sdk/credential-provider-env';

/**
 * Stands in for the SDK's default chain of credential providers in the bundles (scripts/build.mjs): Lambda always
 * gives a function its credentials through the environment, and the chain's files, SSO, processes and metadata
 * service would be 130 KB of every bundle that never run there.
 */
export const defaultProvider = fromEnv;
