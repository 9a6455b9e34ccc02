import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { capabilities } from '../../../../lib/capabilities/capabilities.ts';
import { findUnknownMarkers } from '../../../../lib/capabilities/inventory/marker-targets.ts';
import config from '../../../../muster.config.ts';
import { problemsOf } from '../config-problems.ts';

/** Settings that were tried by hand, beside the repository where it was developed. Elsewhere they are not there. */
const file = join(import.meta.dirname, ...Array(5).fill('..'), 'shared', 'cases', 'estate', 'cases.json');
const isThere = existsSync(file);
if (!isThere)
  process.stderr.write(
    'the cases of the estate are not read: there is no ../shared/cases/estate/cases.json\n',
  );

const window = 'patching.windows.w';
const systems = 'patching.patchGroups.d.systems';
/** What each refused case names: the beginnings of its lines, in order. */
const refused: Readonly<Record<string, readonly string[]>> = {
  '03b-windows-application-office': [
    `${systems}.WINDOWS.rules[0].filters.PRODUCT[0]`,
    `${systems}.WINDOWS.rules[0].filters.PRODUCT_FAMILY[0]`,
  ],
  '03c-windows-wrong-values': [
    `${systems}.AMAZON_LINUX_2023.rules[0].filters.CLASSIFICATION[0]`,
    `${systems}.AMAZON_LINUX_2023.rules[0].filters.SEVERITY[0]`,
    `${systems}.AMAZON_LINUX_2023.approved[0]`,
    `${systems}.WINDOWS.rules[0].filters.CLASSIFICATION[0]`,
    `${systems}.WINDOWS.rules[0].filters.MSRC_SEVERITY[0]`,
    `${systems}.WINDOWS.rejected[0]`,
  ],
  '06e-cron-TUE#6': [`${window}.schedule`],
  '06g-cron-garbage': [`${window}.schedule`],
  '06d-offset-on-daily': [`${window}.offsetDays`],
  '07-windows-overlap-install': ['patching.windows.b.schedule'],
  // As it stands Parameter Store would refuse it too: an expiration needs its moment.
  '16-param-policies': ['parameters.tree.a.b.c.k.policies[0].Attributes'],
  '13-param-placeholder-braces': ['parameters.tree.a.b.c.k.placeholder'],
  '18f-assoc-runbook': ['associations.named.x.document'],
  '26-two-nonsecure': [`${systems}.DEBIAN.rules[0].filters.PRIORITY[0]`],
  '29-window-50-overlap': Array.from({ length: 7 }, (_, at) => `patching.windows.w${at + 1}.schedule`),
  '31-param-list-image': ['parameters.tree.a.b.c.k.dataType'],
  '38-assoc-wildcard-tag': ['associations.named.x.targets.tags.App[0]'],
  '42-window-wildcard-tag': [`${window}.targets.tags.App[0]`],
};

const caseForm = z.object({ case: z.string(), settings: z.record(z.string(), z.unknown()) });
const settingsOf = (name: string) => {
  const cases = z.array(caseForm).parse(JSON.parse(readFileSync(file, 'utf8')));
  return cases.find((each) => each.case === name)?.settings;
};
const problems = (name: string) =>
  problemsOf({ ...config, ...settingsOf(name) }, (outline, settings) =>
    capabilities.flatMap(({ findMistakes }) => findMistakes?.(outline, settings) ?? []),
  );

const withMarker = { inventory: { markers: { clamav: { application: 'clamav*' } } } };

describe.skipIf(!isThere)('a case of the estate', () => {
  it('37-assoc-by-inventory is accepted with the marker declared, and refused without it', () => {
    const found = (more: object) =>
      problemsOf(
        { ...config, ...settingsOf('37-assoc-by-inventory'), ...more },
        findUnknownMarkers(capabilities),
      );
    expect(found(withMarker)).toEqual([]);
    expect(found({})).toEqual([
      expect.stringMatching(/^associations.named.x.targets.inventory.missing: .*; allowed: /),
    ]);
  });

  it.each(Object.entries(refused))('%s is refused, and what is wrong is named', (name, fields) => {
    const found = problems(name);
    expect(found.map((line) => line.slice(0, line.indexOf(': received')))).toEqual(fields);
    expect(found.every((line) => line.includes('; allowed: '))).toBe(true);
  });

  it.each([
    ...['25-scan-all-by-association', '28-window-run-command', '35-sessions-kms-existing'],
    '44-cutoff-cancel-install',
  ])('%s is accepted', (name) => {
    expect(problems(name)).toEqual([]);
  });
});
