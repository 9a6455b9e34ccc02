import { spawn } from 'node:child_process';
import { startServer, stopServer } from 'local-cloud';
import { exampleFleet } from '../fleet/example-fleet.ts';
import { newVersion } from '../rollouts/new-version.ts';
import { deployApplication } from '../run/deploy-application.ts';
import { readRoster } from '../run/roster-rows.ts';
import { runWorkload } from '../run/run-workload.ts';
import { round } from './bench-scale.ts';
import { startStopwatch } from './stopwatch.ts';

/** What one command took, in a process of its own. */
export interface CommandResult {
  readonly command: string;
  /** How long its user waits, with the answers of the local cloud, which runs beside it. */
  readonly seconds: number;
  /** The processor time of the command alone. */
  readonly cpuSeconds: number;
  readonly peakMegabytes: number;
}

/** What commands took over a roster of some size. */
export interface CommandsResult {
  readonly entries: number;
  readonly commands: readonly CommandResult[];
}

/** What is measured, and of what size. */
interface CommandsOptions {
  readonly seed: number;
  readonly launches: number;
  /** The built command line, `muster.cjs`. */
  readonly program: string;
}

const document = 'Muster-InstallAgentLinux';
/** Writes what a process took to the descriptor 3 when it ends. `maxRSS` is in kilobytes (Node.js, process.resourceUsage). */
const meter =
  'data:text/javascript,import{writeSync}from"node:fs";process.on("exit",()=>writeSync(3,JSON.stringify(process.resourceUsage())))';

/** Launches a fleet, serves it as it is at the end, and measures the commands over it, one after the other. */
export async function measureCommands(
  assemblyFolder: string,
  { seed, launches, program }: CommandsOptions,
): Promise<CommandsResult> {
  const application = await deployApplication(assemblyFolder, { seed });
  const { cloud, rosterTableName } = application;
  await runWorkload(application, exampleFleet({ launches, seed, place: cloud }));
  const version = await newVersion(cloud, document);
  const roster = readRoster(cloud, rosterTableName);
  const onboarded = roster.find(({ status }) => status === 'onboarded')?.instanceId ?? '';
  const { server, port } = await startServer(cloud, 0);
  const at = new Date(cloud.timeline.nowMs).toISOString();
  const calls: readonly (readonly string[])[] = [
    ...[['status'], ['unmanaged'], ['failed'], ['explain', onboarded]],
    ['plan', '--app', assemblyFolder, '--at', at],
    ['rollout', 'plan', '--document', document, '--document-version', version],
  ];
  const place = ['--endpoint-url', `http://127.0.0.1:${port}`, '--region', cloud.region];
  const commands: CommandResult[] = [];
  try {
    for (const call of calls) {
      const command = call[0] === 'rollout' ? 'rollout plan' : (call[0] ?? '');
      commands.push({ command, ...(await runMeasured(program, [...call, ...place])) });
    }
  } finally {
    stopServer(server);
  }
  return { entries: roster.length, commands };
}

/** @throws Error when the command is refused or breaks. */
async function runMeasured(
  program: string,
  args: readonly string[],
): Promise<Omit<CommandResult, 'command'>> {
  const elapsed = startStopwatch();
  const child = spawn(process.execPath, ['--import', meter, program, ...args], {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    env: { ...process.env, AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' },
  });
  const texts = { errors: '', usage: '' };
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    texts.errors += text;
  });
  child.stdio[3]?.on('data', (bytes: Buffer) => {
    texts.usage += String(bytes);
  });
  const code = await new Promise((resolve) => child.once('close', resolve));
  const seconds = round(elapsed(), 2);
  if (code !== 0 && code !== 1) throw new Error(`muster ${args.join(' ')}: ${texts.errors.trim()}`);
  const usage: NodeJS.ResourceUsage = JSON.parse(texts.usage);
  return {
    seconds,
    cpuSeconds: round((usage.userCPUTime + usage.systemCPUTime) / 1_000_000, 2),
    peakMegabytes: Math.round((usage.maxRSS * 1024) / 1_000_000),
  };
}
