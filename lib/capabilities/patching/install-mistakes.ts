import { patchableTag } from '../../../lambdas/shared/domain/patching.ts';
import { showValue } from '../../configuration/mistakes.ts';
import type { ConfigCheck, Settings } from '../../configuration/settings.ts';
import { needsMarks, requiredTags } from './window-targets.ts';

/** The targets of a window have at most five keys (API reference, Targets). One of them is the mark. */
const ownKeysMax = 4;

/** Windows whose targets leave no place for the mark without which nothing is installed, or name a tag of EMR or the mark. */
export const findInstallMistakes: ConfigCheck = (_outline, settings) => settings.flatMap(findMistakes);

function findMistakes(settings: Settings): string[] {
  const mark = patchableTag(settings.names.prefix);
  return Object.entries(settings.patching?.windows ?? {}).flatMap(([name, { operation, targets }]) => {
    if (operation !== 'Install' || !needsMarks(targets, settings)) return [];
    const keys = Object.keys(requiredTags(targets, settings));
    const problem = findProblem(keys, mark);
    const received = `patching.windows.${name}.targets: received ${showValue(targets)}; allowed: `;
    return problem === undefined ? [] : [received + problem];
  });
}

function findProblem(keys: readonly string[], mark: string): string | undefined {
  if (keys.length > ownKeysMax)
    return `at most ${ownKeysMax} tag keys where patches are installed, since the tag ${mark} is the fifth`;
  if (keys.includes(mark)) return `other tags: windows that install ask for ${mark} by themselves`;
  if (keys.some((key) => key.startsWith('aws:elasticmapreduce:')))
    return 'instances that are no nodes of EMR: those are scanned, and never installed on (docs/decisions/0040)';
  return undefined;
}
