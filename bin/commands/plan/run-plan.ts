import { systemClock } from '../../../lambdas/shared/clients/system-clock.ts';
import { InputError } from '../../../simulator/rehearsal/input/input-file.ts';
import { type AccountFlags, connect } from '../../account/connection.ts';
import { findDeployment } from '../../account/deployment.ts';
import { exitCodes, UsageError } from '../../failure.ts';
import { planLines } from '../../print/plan-lines.ts';
import { say, sayAside } from '../../print/say.ts';
import { jsonText, visibleText } from '../../print/visible-text.ts';
import { chooseAssembly } from '../shared/synthesize.ts';
import { planFleet, planQuestions } from './compare-courses.ts';
import type { KnownFleet, TwoSettings } from './known-fleet.ts';
import { openPlanFiles, readPlanFiles } from './read-files.ts';
import { askSystemsManager, readEnvironments, readFleet } from './read-live.ts';
import { type PlanReport, reportPlan } from './report-plan.ts';
import { readDeployed, readPresent } from './two-settings.ts';

/** The flags as they are typed. */
export interface PlanFlags extends AccountFlags {
  readonly app?: string;
  readonly maxChanges?: number;
  /** In epoch milliseconds. */
  readonly at?: number;
  readonly instances?: readonly string[];
  readonly managed?: readonly string[];
  readonly roster?: readonly string[];
  readonly deployed?: readonly string[];
}

/** What is compared, and where it is from. */
interface Ground {
  readonly place: PlanReport['place'];
  readonly known: KnownFleet;
  readonly settings: TwoSettings;
  readonly unreadable: readonly string[];
}

/** Plans a deployment. The flags have been checked. */
export async function runPlan(flags: PlanFlags): Promise<void> {
  const note = (line: string) => void (flags.json ?? sayAside(line));
  const { place, known, settings, unreadable } = await (flags.instances === undefined
    ? readAccount(flags, note)
    : readFiles(flags, note));
  const report = reportPlan(planFleet(known, settings), { place, known, settings, unreadable });
  if (flags.json) process.stdout.write(`${jsonText(report)}\n`);
  else say(planLines(report));
  const { maxChanges } = flags;
  if (maxChanges === undefined || report.changes.length <= maxChanges) return;
  sayAside(`muster: ${report.changes.length} instances change; --max-changes allows ${maxChanges}`);
  process.exitCode = exitCodes.tooManyChanges;
}

async function readAccount(flags: PlanFlags, note: (line: string) => void): Promise<Ground> {
  const connection = await connect(flags);
  const { clientSettings, environment } = connection;
  const deployed = await findDeployment(connection);
  const { account, region } = deployed;
  const settings = {
    deployed: readDeployed(await readEnvironments(clientSettings, deployed)),
    present: readPresent(chooseAssembly(flags.app, note), environment),
  };
  const nowMs = flags.at ?? systemClock.now();
  const { fleet, unreadable } = await readFleet(clientSettings, deployed, nowMs);
  const known = await askSystemsManager(clientSettings, fleet, planQuestions(fleet, settings));
  const place = { account, region, ...(environment === undefined ? {} : { environment }) };
  return { place, known, settings, unreadable };
}

async function readFiles(flags: PlanFlags, note: (line: string) => void): Promise<Ground> {
  const { app, environment, at } = flags;
  try {
    const read = await readPlanFiles(openPlanFiles(flags), at ?? systemClock.now());
    for (const one of read.notes) sayAside(`muster: ${visibleText(one)}`);
    const settings = {
      deployed: readDeployed(read.environments),
      present: readPresent(chooseAssembly(app, note), environment),
    };
    const place = environment === undefined ? {} : { environment };
    return { place, known: read.known, settings, unreadable: read.unreadable };
  } catch (error) {
    if (error instanceof InputError) throw new UsageError(error.message);
    throw error;
  }
}
