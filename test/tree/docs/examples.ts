import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A configuration in the documentation: a block of code that begins with `export default defineConfig(`. */
export interface Example {
  readonly name: string;
  readonly text: string;
}

/** The names of the pages in a folder of the documentation. */
export function pagesIn(folder: string): string[] {
  return readdirSync(folder).filter((file) => file.endsWith('.md'));
}

/** The examples of a page, in their order. */
export function examplesOf(folder: string, page: string): Example[] {
  const text = readFileSync(join(folder, page), 'utf8');
  const blocks = text.matchAll(/^```ts\n(export default defineConfig\(.*?\);)\n```$/gms);
  return [...blocks].map(([, block = ''], index) => ({
    name: `${page}, example ${index + 1}`,
    text: block,
  }));
}

/** The agents that a comment of muster.config.ts shows, as an example of a whole configuration. */
export function exampleInComment(): Example {
  const text = readFileSync('muster.config.ts', 'utf8').replaceAll(/^ *\* /gm, '');
  const [section = ''] = /^ +agents: .*?^ {2}\} \},$/ms.exec(text) ?? [];
  return { name: 'muster.config.ts', text: `export default defineConfig({\n${section}\n});` };
}

/** What the example says. It is plain JavaScript: nothing is imported in it but `defineConfig`. */
export function evaluate({ text }: Example): object {
  const expression = text.replace('export default ', '');
  const config: unknown = new Function('defineConfig', `return ${expression}`)((given: unknown) => given);
  if (typeof config !== 'object' || config === null) throw new Error(`no configuration: ${text}`);
  return config;
}
