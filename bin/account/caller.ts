import type { ClientSettings } from './connection.ts';
import { refuse } from './refusal.ts';

/**
 * Whose credentials these are, in short: `Admins/jane` for a session of a role, `user/jane` for a user. The question
 * needs no permission (STS API reference).
 * @throws UsageError when the call fails.
 */
export async function readCaller(settings: ClientSettings): Promise<string> {
  const { GetCallerIdentityCommand, STSClient } = await import('@aws-sdk/client-sts');
  const { Arn = '' } = await new STSClient(settings)
    .send(new GetCallerIdentityCommand({}))
    .catch((error: unknown) => refuse('sts:GetCallerIdentity', error, 'run', settings));
  return shortCaller(Arn);
}

/** The end of an ARN, without what every session of a role has. */
export function shortCaller(arn: string): string {
  return arn
    .split(':')
    .slice(5)
    .join(':')
    .replace(/^assumed-role\//, '');
}
