import { type LocalCloud, Random } from 'local-cloud';
import type { Act } from '../rollouts/acts.ts';
import type { Launched } from '../run/run-workload.ts';
import { drawStarts } from './draw-starts.ts';
import { scanWanted } from './example-remediation.ts';
import type { RemediationFacts } from './remediation-facts.ts';
import { startRunbook } from './start-runbook.ts';

/** When people act, and on whom. */
interface Stage {
  readonly cloud: LocalCloud;
  readonly seed: number;
  readonly launched: readonly Launched[];
  readonly beginMs: number;
  readonly untilMs: number;
}

/** How many scans people ask for by an event. */
const scans = { min: 0, max: 8 };

/** The earliest act: by then, some instances have been launched. */
const firstActMs = 60_000;

/**
 * What people do in a run: they start runbooks, and put events for which there is a trigger. Nothing without
 * remediation.
 */
export function actsOfRemediation(
  remediation: RemediationFacts | undefined,
  { cloud, seed, launched, beginMs, untilMs }: Stage,
): readonly Act[] {
  if (remediation === undefined) return [];
  const times = { fromMs: beginMs + firstActMs, untilMs };
  const random = Random.stream(seed, 'remediation');
  const pick = (share: number) => launched[Math.floor(share * launched.length)]?.instance.id;
  const starts = drawStarts(random, times).map(({ atMs, runbook, parameters, share }) => ({
    atMs,
    act: () => {
      const InstanceId = share === undefined ? undefined : pick(share);
      if (share !== undefined && InstanceId === undefined) return;
      const target: Record<string, string> = InstanceId === undefined ? {} : { InstanceId };
      startRunbook(cloud, { runbook, parameters: { ...target, ...parameters } });
    },
  }));
  const wishes = Array.from({ length: random.integer(scans.min, scans.max) }, () => {
    const share = random.next();
    return {
      atMs: random.integer(times.fromMs, times.untilMs),
      act: () => askForScan(cloud, pick(share)),
    };
  });
  return [...starts, ...wishes];
}

function askForScan(cloud: LocalCloud, instanceId: string | undefined): void {
  if (instanceId === undefined) return;
  const Detail = JSON.stringify({ instanceId, operation: 'Scan' });
  const Entries = [{ Source: scanWanted.source, DetailType: scanWanted.detailType, Detail }];
  cloud.gateway.call({ service: 'events', name: 'PutEvents', input: { Entries } }, { kind: 'administrator' });
}
