import type { SettingsOf } from '../../configuration/settings.ts';
import { type Capability, section, stackOf } from '../capability.ts';
import { findInstallMistakes } from './install-mistakes.ts';
import { findOverlapMistakes } from './overlap-mistakes.ts';
import { patching } from './patching-schema.ts';
import { PatchingStack } from './patching-stack.ts';
import { findScanMistakes } from './scan-mistakes.ts';

const fields = {
  patching: section(patching, 'Patch baselines, maintenance windows, and the report of who is compliant.'),
};

declare module '../../configuration/settings.ts' {
  interface Settings extends SettingsOf<typeof fields> {}
}

/** Patch baselines, maintenance windows, and the report of who is compliant. */
export const patchingCapability: Capability<typeof fields> = {
  name: 'patching',
  description: 'patch baselines and maintenance windows.',
  fields,
  findMistakes: (outline, settings) => [
    ...findScanMistakes(outline, settings),
    ...findInstallMistakes(outline, settings),
    ...findOverlapMistakes(outline, settings),
  ],
  listTargets: (settings) =>
    Object.entries(settings.patching?.windows ?? {}).map(([name, { targets }]) => ({
      field: `patching.windows.${name}.targets`,
      targets,
    })),
  listClaims: ({ patching: own }) =>
    Object.entries(own?.patchGroups ?? {}).flatMap(([name, { systems, isDefault }]) =>
      Object.keys(systems).flatMap((system) => [
        `the patch group "${name}" of ${system}`,
        ...(isDefault ? [`the default baseline of ${system}`] : []),
      ]),
    ),
  createStack: stackOf(PatchingStack, ({ patching: own }) => own),
};
