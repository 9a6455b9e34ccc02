import { systemClock } from '../../lambdas/shared/clients/system-clock.ts';

/** Credentials, as a client of AWS takes them. Those of a session have a token and an end. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
}

/** The settings of the client that assumes the role. */
interface SessionSettings {
  readonly region?: string;
  readonly profile?: string;
  readonly endpoint?: string;
}

/** What a role assumed by a role allows at most (IAM user guide, role chaining), and how long before its end it is renewed. */
const sessionSeconds = 3600;
const renewedBeforeMs = 5 * 60_000;

/**
 * The credentials of the operators' role of an environment, for every client that asks there: one session, renewed before
 * it ends. `role` is its name or its ARN. The session has the name of the caller, so that logs tell who it was.
 */
export function sessionOf(
  role: string,
  account: string,
  settings: SessionSettings,
): () => Promise<Credentials> {
  let current: Promise<Credentials> | undefined;
  let renewAtMs = 0;
  return () => {
    const nowMs = systemClock.now();
    if (current === undefined || nowMs >= renewAtMs) {
      renewAtMs = nowMs + sessionSeconds * 1000 - renewedBeforeMs;
      current = openSession(role, account, settings);
    }
    return current;
  };
}

async function openSession(role: string, account: string, settings: SessionSettings): Promise<Credentials> {
  const { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } = await import('@aws-sdk/client-sts');
  const client = new STSClient(settings);
  const { Arn: caller = '' } = await client.send(new GetCallerIdentityCommand({}));
  const RoleArn = role.startsWith('arn:') ? role : `arn:${caller.split(':')[1]}:iam::${account}:role/${role}`;
  const request = { RoleArn, RoleSessionName: sessionName(caller), DurationSeconds: sessionSeconds };
  // The clock of AWS may differ from this one, so the end is counted from here.
  const expiration = new Date(systemClock.now() + sessionSeconds * 1000);
  const { Credentials: session } = await client.send(new AssumeRoleCommand(request));
  return {
    accessKeyId: session?.AccessKeyId ?? '',
    secretAccessKey: session?.SecretAccessKey ?? '',
    sessionToken: session?.SessionToken ?? '',
    expiration,
  };
}

/** The end of the caller's ARN, in the characters that a session name may have (API reference, AssumeRole). */
export function sessionName(callerArn: string): string {
  const name = (callerArn.split('/').at(-1) ?? '').replace(/[^\w+=,.@-]/g, '-');
  return `muster-${name}`.slice(0, 64);
}
