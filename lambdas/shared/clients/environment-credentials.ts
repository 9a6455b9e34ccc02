import { fromEnv } from '@aws-sdk/credential-provider-env';

/**
 * Replaces the SDK's default chain of credential providers in the bundles (scripts/build.mjs). Lambda always
 * gives a function its credentials through the environment. The chain's files, SSO, processes and metadata
 * service would add 130 KB to every bundle and never run.
 */
export const defaultProvider = fromEnv;
