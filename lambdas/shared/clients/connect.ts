/** The settings of every client. */
interface ClientSettings {
  readonly requestHandler: {
    readonly connectionTimeout: number;
    readonly requestTimeout: number;
    readonly throwOnRequestTimeout: boolean;
  };
  readonly maxAttempts?: number;
}

interface Client {
  readonly middlewareStack: { remove(name: string): boolean };
}

/** A connection to an AWS service in the same region takes milliseconds, unless something is wrong. */
const connectionMilliseconds = 2_000;
/**
 * No call of ours takes this long when all is well: a full page of DescribeInstances takes a few seconds.
 * Without a limit, one lost answer holds a function until its time-out, and everything else it had to do
 * waits.
 */
const answerMilliseconds = 15_000;

/**
 * A client of an AWS service. A call without a timely answer fails with `TimeoutError`, and the SDK tries it
 * again (three attempts in all, unless told otherwise). The call may have taken effect.
 *
 * The SDK's log of calls is removed. It copies every request and answer for a logger that we do not have, and
 * takes an eighth of a function's processor time.
 */
export function connect<C extends Client>(
  Service: new (settings: ClientSettings) => C,
  settings: Pick<ClientSettings, 'maxAttempts'> = {},
): C {
  const requestHandler = {
    connectionTimeout: connectionMilliseconds,
    requestTimeout: answerMilliseconds,
    throwOnRequestTimeout: true,
  };
  const client = new Service({ ...settings, requestHandler });
  client.middlewareStack.remove('loggerMiddleware');
  return client;
}
