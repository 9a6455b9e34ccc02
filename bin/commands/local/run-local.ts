import { exampleFleet } from '../../../simulator/fleet/example-fleet.ts';
import { runWorkload } from '../../../simulator/run/run-workload.ts';
import { exitCodes } from '../../failure.ts';
import { printReport } from '../../print/print-report.ts';
import { showProgress } from '../../print/progress.ts';
import { sayAside } from '../../print/say.ts';
import { jsonText } from '../../print/visible-text.ts';
import { deployLocally } from '../shared/deploy-locally.ts';
import { chooseAssembly } from '../shared/synthesize.ts';
import { serveLocally } from './serve-locally.ts';

/** What the flags say. */
export interface LocalOptions {
  readonly app?: string;
  readonly json?: true;
  readonly seed: number;
  readonly environment?: string;
  /** How many instances the example fleet has. */
  readonly launches: number;
  readonly serve?: true;
  readonly port?: number;
  readonly launchDelay?: number;
  readonly batchingWindow?: number;
}

/** Runs the application on an example fleet, or serves it, as the flags say. The flags have been checked. */
export async function runLocal(options: LocalOptions): Promise<void> {
  const { seed, launches, json } = options;
  const note = (line: string) => void (json ?? sayAside(line));
  const folder = chooseAssembly(options.app, note);
  if (options.serve) return serveLocally(folder, options);

  const application = await deployLocally(folder, options, note);
  const workload = exampleFleet({ launches, seed, place: application.cloud });
  const report = await (json
    ? runWorkload(application, workload)
    : showProgress((onProgress) => runWorkload(application, workload, onProgress)));
  if (json) process.stdout.write(`${jsonText(report)}\n`);
  else printReport(report);
  process.exitCode = report.accounted ? 0 : exitCodes.notAccounted;
}
