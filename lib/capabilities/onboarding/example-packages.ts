import { Annotations, type Stack } from 'aws-cdk-lib';
import { platformTypes } from '../../../lambdas/shared/domain/fleet/instance.ts';
import type { Settings } from '../../configuration/settings.ts';

/** A checksum that no package has, or an address in a domain that nobody can own (RFC 2606). */
const example = /#0{64}(\s|$)|:\/\/([^/\s]+\.)?example\.(com|net|org)[:/]/;

/**
 * Warns at synth if packages are still the example of the given `muster.config.ts`. That is not an error: the
 * local cloud runs with them.
 */
export function warnOfExamplePackages(stack: Stack, settings: Settings): void {
  const fields = findExamples(settings);
  if (fields.length === 0) return;
  Annotations.of(stack).addWarningV2(
    'muster:example-packages',
    `REPLACE the example in ${fields.join(' and ')} of muster.config.ts before you deploy: every command would end ` +
      'with exit code 20 (download failed) or 21 (checksum wrong).',
  );
}

/** The parameters that still hold the example, by path. */
function findExamples({ agents, documents, profiles }: Settings): string[] {
  const shared = Object.entries(documents).flatMap(([name, values]) =>
    examplesIn(`documents.${name}`, values),
  );
  const own = profiles.flatMap((profile, index) =>
    platformTypes.flatMap((platform) =>
      examplesIn(
        `profiles[${index}].documents.${platform}.parameters`,
        profile.documents?.[platform]?.parameters ?? {},
      ),
    ),
  );
  const ofAgents = Object.entries(agents).flatMap(([name, { linux, windows }]) =>
    Object.entries({ linux, windows }).flatMap(([platform, given]) =>
      examplesIn(`agents.${name}.${platform}.packages`, given?.packages ?? {}),
    ),
  );
  return [...ofAgents, ...shared, ...own];
}

function examplesIn(field: string, values: Readonly<Record<string, string>>): string[] {
  return Object.entries(values).flatMap(([name, value]) => (example.test(value) ? [`${field}.${name}`] : []));
}
