import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { assemblyFolder } from './synthesized.ts';

/** A resource of a template, to be changed. */
interface Declared {
  readonly Type: string;
  Properties: Record<string, unknown>;
}

/** A copy of the assembly, in which something is broken. */
export interface ChangedAssembly {
  readonly folder: string;
  /** Gives other properties to the resource of a type whose logical id begins like this; `undefined` removes it. */
  change(type: string, prefix: string, properties: object | undefined): void;
  /** Lets every call of a function fail. */
  breakFunction(prefix: string): void;
}

/** A copy of what is synthesized; gone when the test ends. */
export function copyAssembly(): ChangedAssembly {
  const folder = mkdtempSync(join(tmpdir(), 'muster-assembly-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  cpSync(assemblyFolder(), folder, { recursive: true });
  const file = join(folder, 'MusterOnboarding.template.json');
  const read = (): { Resources: Record<string, Declared> } => JSON.parse(readFileSync(file, 'utf8'));
  const find = (resources: Record<string, Declared>, type: string, prefix: string): [string, Declared] => {
    const found = Object.entries(resources).filter(
      ([id, { Type }]) => Type === type && id.startsWith(prefix),
    );
    const [first, ...others] = found;
    if (first === undefined || others.length > 0) throw new Error(`${found.length} ${type} ${prefix}`);
    return first;
  };
  return {
    folder,
    change: (type, prefix, properties) => {
      const template = read();
      const [id, resource] = find(template.Resources, type, prefix);
      if (properties === undefined) delete template.Resources[id];
      else resource.Properties = { ...resource.Properties, ...properties };
      writeFileSync(file, JSON.stringify(template));
    },
    breakFunction: (prefix) => {
      const [, { Properties }] = find(read().Resources, 'AWS::Lambda::Function', prefix);
      const hash = /"S3Key":"([0-9a-f]{64})\.zip"/.exec(JSON.stringify(Properties))?.[1];
      const bundle = join(folder, `asset.${hash}`, 'index.js');
      writeFileSync(bundle, 'exports.handler = async () => { throw new Error("broken"); };');
    },
  };
}
