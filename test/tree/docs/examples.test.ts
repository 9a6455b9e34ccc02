import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { withApp } from '../../lib/synthesize.ts';
import { evaluate, examplesOf, pagesIn } from './examples.ts';

const folder = join('docs', 'estate');
const examples = pagesIn(folder).flatMap((page) => examplesOf(folder, page));

describe('the documentation of the estate', () => {
  it.each(pagesIn(folder))('%s has an example', (page) => {
    expect(examples.map(({ name }) => name)).toContain(`${page}, example 1`);
  });

  it.each(examples)('$name synthesizes', (example) => {
    const ids = withApp(evaluate(example), (app) => app.synth().stacks.map(({ id }) => id));
    expect(ids.length).toBeGreaterThan(1);
  });
});
