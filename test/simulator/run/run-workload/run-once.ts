import { exampleFleet } from '../../../../simulator/fleet/example-fleet.ts';
import { deployApplication } from '../../../../simulator/run/deploy-application.ts';
import type { Report } from '../../../../simulator/run/run-report.ts';
import { runWorkload } from '../../../../simulator/run/run-workload.ts';

/** Runs the application of an assembly with an example fleet. The hash of its trace depends on the arguments alone. */
export async function runOnce(assembly: string, launches: number, seed: number): Promise<Report> {
  const application = await deployApplication(assembly, { seed });
  return runWorkload(application, exampleFleet({ launches, seed, place: application.cloud }));
}
