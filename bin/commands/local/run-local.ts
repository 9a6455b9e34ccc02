import { AssemblyError } from 'local-cloud';
import { exampleFleet } from '../../../simulator/fleet/example-fleet.ts';
import type { Workload } from '../../../simulator/fleet/workload.ts';
import { deployApplication, type LocalApplication } from '../../../simulator/run/deploy-application.ts';
import { runWorkload } from '../../../simulator/run/run-workload.ts';
import { exitCodes, UsageError } from '../../failure.ts';
import { printReport } from '../../print/print-report.ts';
import { showProgress } from '../../print/progress.ts';
import { chooseAssembly } from '../shared/synthesize.ts';
import { readFleetFiles } from './fleet-files.ts';
import { serveLocally } from './serve-locally.ts';

/** What the flags say. */
export interface LocalOptions {
  readonly app?: string;
  readonly json?: true;
  readonly instances?: string;
  readonly managed?: string;
  readonly seed: number;
  readonly environment?: string;
  /** How many instances the example fleet has. */
  readonly launches: number;
  readonly serve?: true;
  readonly port?: number;
  readonly launchDelay?: number;
  readonly batchingWindow?: number;
}

/** Runs the application, or serves it, as the flags say. The flags have been checked. */
export async function runLocal(options: LocalOptions): Promise<void> {
  const { instances, managed, seed, launches } = options;
  const fleet = instances === undefined ? undefined : readFleetFiles(instances, managed, seed);
  const say = (line: string) => void (options.json ?? process.stderr.write(`${line}\n`));
  const folder = chooseAssembly(options.app, say);
  if (options.serve) return serveLocally(folder, options);

  const application = await deploy(folder, options);
  const { cloud, stacks, leftOut } = application;
  say(`Running ${stacks.map(({ id }) => id).join(', ')} as if in ${cloud.region}.`);
  if (leftOut.length > 0) say(`Not run here, because nothing in them onboards: ${leftOut.join(', ')}.`);
  for (const note of fleet?.notes ?? []) process.stderr.write(`muster: ${note}\n`);
  const workload = fleet?.workload ?? exampleFleet({ launches, seed, place: cloud });
  const report = await watchRun(application, workload, options);
  if (options.json) process.stdout.write(`${JSON.stringify(report)}\n`);
  else printReport(report, { listsInstances: instances !== undefined });
  process.exitCode = report.accounted ? 0 : exitCodes.notAccounted;
}

/** Deploys the environment that the flags name. @throws UsageError when there is no such environment. */
async function deploy(folder: string, { seed, environment }: LocalOptions): Promise<LocalApplication> {
  try {
    return await deployApplication(folder, { seed, ...(environment === undefined ? {} : { environment }) });
  } catch (error) {
    if (error instanceof AssemblyError) throw new UsageError(error.message);
    throw error;
  }
}

function watchRun(application: LocalApplication, workload: Workload, { json }: LocalOptions) {
  return json
    ? runWorkload(application, workload)
    : showProgress((onProgress) => runWorkload(application, workload, onProgress));
}
