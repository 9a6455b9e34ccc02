import type { ConfigCheck, Settings } from '../../configuration/settings.ts';
import { listAssociations } from '../associations/declared-associations.ts';
import { scanningDocument } from './default-scan.ts';
import { isShared } from './patching-schema.ts';

/**
 * Associations that look for patches on instances that a window scans. The last result overwrites the others,
 * and nobody could say which one a report shows.
 */
export const findScanMistakes: ConfigCheck = (_outline, settings) => [
  ...settings.flatMap(findSecondScans),
  ...settings.flatMap(findInstalls),
];

/** Associations that would install patches. Nothing in them spares the nodes of EMR (docs/decisions/0040). */
function findInstalls(settings: Settings): string[] {
  return listAssociations(settings).flatMap(({ field, document, parameters }) => {
    const operation = parameters['Operation'];
    if (!scanningDocument.test(document) || ![operation].flat().includes('Install')) return [];
    const why = 'patches are installed by patching.windows, which spare the nodes of EMR';
    return [`${field}.parameters.Operation: received ${JSON.stringify(operation)}; allowed: Scan; ${why}`];
  });
}

function findSecondScans(settings: Settings): string[] {
  const windows = Object.entries(settings.patching?.windows ?? {});
  const scans = windows.filter(([, { operation }]) => operation === 'Scan');
  const isScanOn = (settings.patching?.scan ?? null) !== null;
  return listAssociations(settings).flatMap(({ field, document, targets }) => {
    if (!scanningDocument.test(document)) return [];
    if (isScanOn) {
      const why = 'while patching.scan scans every node: a second scan overwrites the first';
      return [`${field}.document: received "${document}"; allowed: any other ${why}`];
    }
    const shared = scans.find(([, scan]) => targets.all === true || isShared(scan.targets, targets));
    if (shared === undefined) return [];
    const why = `while patching.windows.${shared[0]} scans the same instances: a second scan overwrites the first`;
    return [`${field}.document: received "${document}"; allowed: any other ${why}`];
  });
}
