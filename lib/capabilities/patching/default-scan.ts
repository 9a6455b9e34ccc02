import type { Settings } from '../../configuration/settings.ts';
import type { Association } from '../associations/association.ts';
import { listAssociations } from '../associations/declared-associations.ts';

/**
 * The documents of AWS that look for patches: AWS-RunPatchBaseline and its forms with hooks and for
 * associations.
 */
export const scanningDocument = /^AWS-RunPatchBaseline/;

/**
 * The scan of every node. It is off where the configuration scans in another way, unless it is named. Nodes without a patch
 * group are scanned too, with the default baselines, and so are nodes outside EC2.
 */
export function listScans(settings: Settings): Association[] {
  const { patching } = settings;
  if (patching === null || patching.scan === null) return [];
  const scansAlready =
    Object.values(patching.windows).some(({ operation }) => operation === 'Scan') ||
    listAssociations(settings).some(({ document }) => scanningDocument.test(document));
  if (patching.scan === undefined && scansAlready) return [];
  const { schedule, concurrency } = patching.scan ?? { schedule: 'rate(1 day)', concurrency: '10%' };
  return [
    {
      ...{ name: 'Scan', field: 'patching.scan', document: 'AWS-RunPatchBaseline' },
      ...{ parameters: { Operation: 'Scan' }, targets: { all: true }, schedule, concurrency },
      // A node that cannot be scanned says nothing about others.
      ...{ errors: '100%', waitForSchedule: false, complianceSeverity: 'UNSPECIFIED', output: false },
    },
  ];
}
