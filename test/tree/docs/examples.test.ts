import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { withApp } from '../../lib/synthesize.ts';

/** The configurations in the documentation: blocks of code that begin with `export default defineConfig(`. */
const folder = join('docs', 'estate');
const examples = readdirSync(folder)
  .filter((file) => file.endsWith('.md'))
  .flatMap((file) => {
    const text = readFileSync(join(folder, file), 'utf8');
    const blocks = text.matchAll(/^```ts\nexport default (defineConfig\(.*?\));\n```$/gms);
    return [...blocks].map(([, expression], index) => ({
      name: `${file}, example ${index + 1}`,
      expression,
    }));
  });

/** What the example says. It is plain JavaScript: nothing is imported in it but `defineConfig`. */
function evaluate(expression: string | undefined): object {
  const config: unknown = new Function('defineConfig', `return ${expression}`)((given: unknown) => given);
  if (typeof config !== 'object' || config === null) throw new Error(`no configuration: ${expression}`);
  return config;
}

describe('the documentation of the estate', () => {
  it.each(readdirSync(folder))('%s has an example', (file) => {
    expect(examples.map(({ name }) => name)).toContain(`${file}, example 1`);
  });

  it.each(examples)('$name synthesizes', ({ expression }) => {
    const ids = withApp(evaluate(expression), (app) => app.synth().stacks.map(({ id }) => id));
    expect(ids.length).toBeGreaterThan(1);
  });
});
