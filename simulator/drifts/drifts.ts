import { type Instance, Random, type Script, type TraceLine } from 'local-cloud';
import { rolloutOfOrder } from '../../lambdas/shared/domain/commands/order.ts';
import { orderCommentPrefix } from '../../lambdas/shared/runtime/contract.ts';
import type { Act } from '../rollouts/acts.ts';
import type { Launched } from '../run/run-workload.ts';

/** The share of instances on which somebody removes the agents. */
const driftProbability = 0.3;
/** For how long after the first moment somebody may do so. */
const driftSpreadMs = 4 * 60 * 60_000;
/** What an installer says when it is to verify an agent that is not there (documents/README.md). */
const notInstalledExitCode = 35;

/** An instance that lost its agents. */
export interface Drifted {
  readonly instance: Instance;
  readonly atMs: number;
  /** When a document was sent to it after that, which installs. */
  mendedMs?: number;
}

/**
 * Removes the agents of some instances at drawn times: each script that verifies fails there, until a document is sent
 * again. It has its own random stream: it changes no draw of the faults or of the fleet.
 */
export class Drifts {
  readonly #byId = new Map<string, Drifted & { readonly script: Script }>();
  readonly #planned: readonly { readonly index: number; readonly atMs: number }[];

  /** `launches` is how many instances there will be. */
  constructor(seed: number, launches: number, fromMs: number) {
    const random = Random.stream(seed, 'drifts');
    this.#planned = Array.from({ length: launches }, (_, index) => {
      const atMs = random.integer(fromMs, fromMs + driftSpreadMs);
      return random.chance(driftProbability) ? [{ index, atMs }] : [];
    }).flat();
  }

  /** Those that have drifted so far. */
  get all(): readonly Drifted[] {
    return [...this.#byId.values()];
  }

  /** When the last of them drifts; 0 when none does. */
  get lastMs(): number {
    return Math.max(0, ...this.#planned.map(({ atMs }) => atMs));
  }

  /**
   * What somebody does on the instances, which are launched in the course of the run. `hasAgents` says whether there is
   * anything to remove.
   */
  acts(launched: readonly Launched[], hasAgents: (instanceId: string) => boolean): readonly Act[] {
    return this.#planned.map(({ index, atMs }) => ({
      atMs,
      act: () => {
        const instance = launched[index]?.instance;
        if (instance === undefined || !hasAgents(instance.id)) return;
        const { script } = instance.spec;
        this.#byId.set(instance.id, { instance, atMs, script });
        pretend(instance, { ...script, ending: 'exits', exitCodes: [notInstalledExitCode] });
      },
    }));
  }

  /** Takes one line of the trace: what is sent and installs is a whole agent again. */
  readonly take = ({ atMs, kind, fields }: TraceLine): void => {
    const comment = String(fields['comment']);
    const isInstall = comment.startsWith(orderCommentPrefix) && rolloutOfOrder(comment) === undefined;
    if (kind !== 'ssm.command' || !isInstall) return;
    for (const instanceId of String(fields['instances']).split(' ')) {
      const drifted = this.#byId.get(instanceId);
      if (drifted === undefined || drifted.mendedMs !== undefined) continue;
      drifted.mendedMs = atMs;
      pretend(drifted.instance, drifted.script);
    }
  };
}

/** From now on the scripts of an instance end so. Instances that were launched alike share a spec, so it gets its own. */
function pretend(instance: Instance, script: Script): void {
  Object.assign(instance, { spec: { ...instance.spec, script } });
}
