import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { capabilities } from '../../../lib/capabilities/capabilities.ts';
import type { Capability } from '../../../lib/capabilities/capability.ts';
import { commonSettings } from '../../../lib/configuration/common-settings.ts';
import { readConfig } from '../../../lib/configuration/config.ts';
import { configSchema, settingsSchema } from '../../../lib/configuration/config-schema.ts';
import config from '../../../muster.config.ts';
import { settingsTable } from './settings-table.ts';

/**
 * docs/configuration.md is made of the records of the settings:
 * `UPDATE_GOLDEN=1 npx vitest run test/tree/docs/configuration.test.ts` writes it.
 */
const file = join('docs', 'configuration.md');

const sections = [
  { title: 'Where', shape: { environments: configSchema.shape.environments } },
  ...capabilities.map(({ name, description, fields }: Capability) => ({
    title: `${name.charAt(0).toUpperCase()}${name.slice(1)}: ${description.replace(/\.$/, '')}`,
    shape: fields,
  })),
  { title: 'For all of them', shape: commonSettings },
];

const text = `# Configuration

<!-- Made by test/tree/docs/configuration.test.ts; do not edit. -->

Every field of \`muster.config.ts\`. A field that is left out has its default. Units are the last word of a name. A mistake
is reported when you synthesize, with the field, the value received and what is allowed.

${sections.map(({ title, shape }) => `## ${title}\n\n${settingsTable(shape, settingsSchema)}\n`).join('\n')}
## Defaults that are too long for a table

${longDefaults()}`;

function longDefaults(): string {
  const all = { ...commonSettings, ...Object.assign({}, ...capabilities.map(({ fields }) => fields)) };
  const long = Object.entries(all).flatMap(([name, form]) => {
    const isLong = form instanceof z.ZodPrefault && JSON.stringify(form.def.defaultValue).length > 60;
    return isLong
      ? [`\`${name}\`:\n\n\`\`\`json\n${JSON.stringify(form.def.defaultValue, null, 2)}\n\`\`\`\n`]
      : [];
  });
  return long.join('\n');
}

if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(file, text);

describe('docs/configuration.md', () => {
  it('is what the records of the settings say', () => {
    expect(readFileSync(file, 'utf8')).toBe(text);
  });

  it('tells of each field of the configuration what it does', () => {
    const fields = Object.keys(configSchema.shape);
    expect(
      fields.filter((field) => !new RegExp(`^\\| \`${field}\` \\|.*\\| \\w.* \\|$`, 'm').test(text)),
    ).toEqual([]);
  });
});

describe('muster.config.ts', () => {
  it('gives nothing that is the default anyway', () => {
    const [own, defaults] = [config, {}].map((each) => readConfig(each)[0]?.settings);
    const given = new Map(Object.entries(own ?? {}));
    const same = Object.entries(defaults ?? {}).filter(
      ([name, value]) => name in config && JSON.stringify(given.get(name)) === JSON.stringify(value),
    );
    expect(same.map(([name]) => name)).toEqual([]);
  });
});
