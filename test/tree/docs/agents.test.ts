import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { withApp } from '../../lib/synthesize.ts';
import { evaluate, exampleInComment, examplesOf, pagesIn } from './examples.ts';

const folder = join('docs', 'agents');
const pages = pagesIn(folder);
const vendors = pages.filter((page) => page !== 'README.md');
const examples = [
  ...pages.flatMap((page) => examplesOf(folder, page)),
  ...examplesOf('.', 'README.md')
    .filter(({ text }) => text.includes('agents: {'))
    .map((example) => ({ ...example, name: 'the README of the project' })),
];
const all = [...examples, exampleInComment()];
const scripts = readdirSync('agents');
const read = (page: string) => readFileSync(join(folder, page), 'utf8');

describe('the examples of agents', () => {
  it('are those of five vendors, of their README and of the README of the project', () => {
    expect(vendors.sort()).toEqual(['cloudwatch.md', 'datadog.md', 'elastic.md', 'falcon.md', 'wazuh.md']);
    expect(examples.map(({ name }) => name.replace(', example 1', '')).sort()).toEqual(
      [...pages, 'the README of the project'].sort(),
    );
  });

  it.each(all)('$name becomes documents', (example) => {
    const [name = ''] = /(?<=agents: \{ )\w+/.exec(example.text) ?? [];
    const platforms = ['linux', 'windows'].filter((platform) => example.text.includes(`${platform}: {`));
    withApp(evaluate(example), (app) => {
      const stacks = app.synth().stacks.map(({ template }) => Template.fromJSON(template));
      const documents = stacks.flatMap((template) =>
        Object.keys(
          template.findResources('AWS::SSM::Document', {
            Properties: { Name: Match.stringLikeRegexp(`^Muster-Agent-${name}-`) },
          }),
        ),
      );
      expect(documents).toHaveLength(platforms.length);
    });
  });

  it.each(all)('$name has at most fifteen lines', ({ name, text }) => {
    const lines = text.split('\n').slice(1, -1);
    expect(lines.length, name).toBeLessThanOrEqual(15);
  });

  it('have ten lines in the README of the project', () => {
    expect(examples.at(-1)?.text.split('\n').length).toBeLessThanOrEqual(10);
  });
});

describe('the pages of agents', () => {
  it.each(scripts)('name %s: in a configuration, and by a link', (script) => {
    const naming = vendors.filter((page) => script.startsWith(page.replace('.md', '-')));
    expect(naming).toHaveLength(1);
    for (const page of naming) {
      expect(read(page)).toContain(`'agents/${script}'`);
      expect(read(page)).toContain(`[${script}](../../agents/${script})`);
    }
  });

  it.each(pages)('%s has links that lead somewhere', (page) => {
    const targets = [...read(page).matchAll(/\]\(([^)#]+)(#[^)]*)?\)/g)].map(([, target = '']) => target);
    expect(targets.filter((target) => !existsSync(join(folder, target)))).toEqual([]);
  });

  it.each(vendors)('%s says where the vendor documents it', (page) => {
    expect(read(page)).toMatch(/^## Where \w+ documents it$/m);
  });
});
