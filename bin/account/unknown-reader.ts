import { createFleet } from '../../lambdas/shared/clients/fleet/fleet-client.ts';
import { isUp } from '../../lambdas/shared/domain/fleet/instance.ts';
import { readSource } from '../../lambdas/shared/domain/fleet/source.ts';
import type { Log } from '../../lambdas/shared/runtime/log.ts';
import type { ClientSettings } from './connection.ts';
import { cutAnswers } from './cut-answers.ts';
import { type Part, part } from './flow-reader.ts';

/** Instances that run and that the roster does not know. */
export interface UnknownInstances {
  readonly count: number;
  /** How many of them started so lately that their event is on its way. */
  readonly onTheirWay: number;
  /** By kind of source, such as `asg`: those that are not on their way, of the first thousand. */
  readonly bySource: Readonly<Record<string, number>>;
  /** The ids of the same. */
  readonly instanceIds: readonly string[];
}

/** Whom the roster knows, and since when an instance without an entry is no longer on its way. */
interface Known {
  readonly isKnown: (instanceId: string) => boolean;
  readonly startedBeforeMs: number;
}

/** Of so many instances it is asked what they are. All are counted. */
const describedMax = 1000;
/** Where the client's log goes: a command has none. */
const silent: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

/**
 * Asks EC2 which instances run, beside `known`, which reads the roster. The list of states has a tenth of the size of
 * descriptions, so only the unknown ones are described.
 */
export function readUnknown(
  settings: ClientSettings,
  known: Promise<Known>,
): Promise<Part<UnknownInstances>> {
  return part('ec2:DescribeInstanceStatus', settings, async () => {
    const { EC2Client } = await import('@aws-sdk/client-ec2');
    const fleet = createFleet(silent, new EC2Client(settings));
    const statesAlone = createFleet(silent, cutAnswers(new EC2Client(settings)));
    const [states, { isKnown, startedBeforeMs }] = await Promise.all([statesAlone.listStates(), known]);
    const ids = [...states].flatMap(([id, state]) => (isUp(state) && !isKnown(id) ? [id] : []));
    const described = [...(await fleet.describe(ids.slice(0, describedMax))).values()];
    const left = described.filter(({ launchedAtMs }) => launchedAtMs < startedBeforeMs);
    const bySource = new Map<string, number>();
    for (const instance of left) {
      const kind = readSource(instance).replace(/:.*$/s, '');
      bySource.set(kind, (bySource.get(kind) ?? 0) + 1);
    }
    return {
      count: ids.length,
      onTheirWay: described.length - left.length,
      bySource: Object.fromEntries([...bySource].sort(([a], [b]) => (a < b ? -1 : 1))),
      instanceIds: left.map(({ instanceId }) => instanceId),
    };
  });
}
