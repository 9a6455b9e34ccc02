import { once } from 'node:events';
import { LocalCloud } from '../src/account/account.ts';
import { RealTime, wallClockMs } from '../src/account/real-time.ts';
import { startServer, stopServer } from '../src/account/server.ts';
import type { AssemblyStack } from '../src/deployment/assembly.ts';
import { deployStack } from '../src/deployment/deploy-stack.ts';
import { placeOf } from '../src/deployment/place-of.ts';
import type { DeployedStack } from '../src/deployment/stack.ts';
import { UsageError } from './command-failure.ts';
import { describeStacks } from './guide.ts';
import type { Options } from './options.ts';

/**
 * Deploys stacks into a new account and serves it until SIGINT or SIGTERM.
 * @throws UsageError, NotEmulatedError, ServiceError: `describeFailure` prints them in one line.
 */
export async function serveStacks(
  sources: readonly AssemblyStack[],
  { port, seed }: Options,
  say: (text: string) => void,
): Promise<void> {
  const cloud = new LocalCloud({ ...placeOf(sources), seed, startMs: wallClockMs() });
  const exports = new Map<string, unknown>();
  const stacks: DeployedStack[] = [];
  for (const source of sources) stacks.push(await deployStack(cloud, source, { exports }));
  cloud.observations.watchUntil(Number.POSITIVE_INFINITY);
  await serve(cloud, port, (bound) => say(describeStacks(cloud, stacks, bound)));
}

/** Serves until a signal arrives or something in the account fails. */
async function serve(cloud: LocalCloud, wanted: number, onListening: (port: number) => void): Promise<void> {
  const realTime = new RealTime(cloud);
  const { server, port } = await startServer(cloud, wanted).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`--port ${wanted} cannot be listened on: ${reason}`);
  });
  const stop = () => stopServer(server);
  process.once('SIGINT', stop).once('SIGTERM', stop);
  try {
    realTime.start((error) => server.emit('error', error));
    onListening(port);
    await once(server, 'close');
  } finally {
    realTime.stop();
    stop();
  }
}
