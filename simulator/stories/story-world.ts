import { type LocalCloud, type RunScript, readAssembly, updateStack } from 'local-cloud';
import type { RosterStatus } from '../../lambdas/shared/domain/roster/roster-entry.ts';
import type { Workload } from '../fleet/workload.ts';
import { deployApplication, type LocalApplication } from '../run/deploy-application.ts';
import { type RosterRow, readRoster } from '../run/roster-rows.ts';
import { tally } from '../run/run-report.ts';
import { type Launched, scheduleLaunches } from '../run/run-workload.ts';

/** How a world begins. */
export interface WorldOptions {
  readonly seed: number;
  /** When its time begins, in epoch milliseconds. */
  readonly startMs: number;
  /** What scripts do on its instances. @default what their specs say */
  readonly runScript?: RunScript;
  /** The capabilities besides the onboarding that are deployed. @default none */
  readonly capabilities?: readonly string[];
  readonly fleetOf: (cloud: LocalCloud) => Workload;
}

/** An account in which a story happens: the deployed application, a fleet, and time that passes when it is told to. */
export class StoryWorld {
  readonly cloud: LocalCloud;
  readonly #application: LocalApplication;
  readonly #launched: readonly Launched[];
  #stacks: LocalApplication['stacks'];

  private constructor(application: LocalApplication, launched: readonly Launched[]) {
    this.cloud = application.cloud;
    this.#application = application;
    this.#stacks = application.stacks;
    this.#launched = launched;
  }

  /** Deploys an assembly, and launches a fleet. */
  static async begin(
    assemblyFolder: string,
    { seed, startMs, runScript, capabilities = [], fleetOf }: WorldOptions,
  ): Promise<StoryWorld> {
    const ssm = runScript === undefined ? {} : { runScript };
    const application = await deployApplication(assemblyFolder, { seed, startMs, ssm, capabilities });
    return new StoryWorld(application, scheduleLaunches(application.cloud, fleetOf(application.cloud)));
  }

  /** Lets time pass, with alarms evaluated. */
  async passUntil(untilMs: number): Promise<void> {
    this.cloud.observations.watchUntil(untilMs);
    await this.cloud.loop.run({ untilMs });
  }

  /** Deploys another assembly over the first one. @throws Error when CloudFormation does not end well. */
  async deploy(assemblyFolder: string): Promise<void> {
    const sources = new Map(readAssembly(assemblyFolder).map((stack) => [stack.id, stack]));
    const updated: LocalApplication['stacks'][number][] = [];
    for (const stack of this.#stacks) {
      const source = sources.get(stack.id);
      if (source === undefined) throw new Error(`${assemblyFolder} has no stack ${stack.id}.`);
      const outcome = await updateStack(this.cloud, stack, source);
      if (outcome.status !== 'UPDATE_COMPLETE') throw new Error(`The deployment ended as ${outcome.status}.`);
      updated.push(outcome.stack);
    }
    this.#stacks = updated;
  }

  /**
   * Calls a service as a person with all rights does.
   * @throws ServiceError when it is refused.
   */
  call(service: string, name: string, input: object): unknown {
    const outcome = this.cloud.gateway.call({ service, name, input }, { kind: 'administrator' });
    if ('refusal' in outcome) throw outcome.refusal;
    return outcome.output;
  }

  /** The entries of the roster. */
  entries(): readonly RosterRow[] {
    return readRoster(this.cloud, this.#application.rosterTableName);
  }

  /**
   * How many instances rest in each outcome.
   * @throws Error when one does not rest, or when they are not as many as were launched.
   */
  outcomes(): Readonly<Record<string, number>> {
    const statuses = this.entries().map(({ status }) => status);
    const open = statuses.filter((status) => !outcomes.some((one) => one === status));
    if (open.length > 0 || statuses.length !== this.#launched.length)
      throw new Error(`Of ${this.#launched.length}, ${statuses.length} have an entry; open: ${open.length}.`);
    return tally(statuses);
  }
}

/** Where an instance rests that runs. */
const outcomes: readonly RosterStatus[] = ['onboarded', 'failed', 'unmanaged', 'excluded'];
