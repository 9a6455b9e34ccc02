import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readAssembly } from 'local-cloud';
import { onTestFinished } from 'vitest';
import {
  type DeclaredResource,
  declaredIn,
  findFunction,
  findOnly,
  findSchedules,
  isOnboarding,
} from '../simulator/run/declared-resources.ts';
import { assemblyFolder } from './synthesized.ts';

type Properties = DeclaredResource['properties'];

/** Which resource of the onboarding is meant. */
export type Choice = (declared: readonly DeclaredResource[]) => DeclaredResource;

/** The alarm with this name. */
export function alarmNamed(name: string): Choice {
  return (declared) =>
    findOnly(
      declared.filter(
        ({ type, properties }) => type === 'AWS::CloudWatch::Alarm' && properties['AlarmName'] === name,
      ),
      `alarm ${name}`,
    );
}

/** The schedule that calls the function for a purpose most often. */
export function scheduleOf(purpose: string): Choice {
  return (declared) =>
    findOnly(
      findSchedules(declared, findFunction(declared, purpose).logicalId).slice(0, 1),
      `schedule for ${purpose}`,
    );
}

/** A copy of the assembly, in which something is broken. */
export interface ChangedAssembly {
  readonly folder: string;
  /** Gives other properties to a resource of the onboarding, which may depend on its own; `undefined` removes it. */
  change(choose: Choice, properties: object | ((own: Properties) => object) | undefined): void;
  /** Lets every call of the function for a purpose fail. */
  breakFunction(purpose: string): void;
}

/** A copy of what is synthesized; gone when the test ends. */
export function copyAssembly(): ChangedAssembly {
  const folder = mkdtempSync(join(tmpdir(), 'muster-assembly-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  cpSync(assemblyFolder(), folder, { recursive: true });
  const find = () => {
    const stack = readAssembly(folder).find(isOnboarding);
    if (stack === undefined) throw new Error('There is no onboarding in the assembly.');
    return stack;
  };
  return {
    folder,
    change: (choose, properties) => {
      const stack = find();
      const { logicalId, properties: own } = choose(declaredIn(stack));
      const file = join(folder, `${stack.id}.template.json`);
      const template = JSON.parse(readFileSync(file, 'utf8'));
      if (properties === undefined) delete template.Resources[logicalId];
      else {
        const others = typeof properties === 'function' ? properties(own) : properties;
        Object.assign(template.Resources[logicalId].Properties, others);
      }
      writeFileSync(file, JSON.stringify(template));
    },
    breakFunction: (purpose) => {
      const { properties } = findFunction(declaredIn(find()), purpose);
      const hash = /"S3Key":"([0-9a-f]{64})\.zip"/.exec(JSON.stringify(properties))?.[1];
      const bundle = join(folder, `asset.${hash}`, 'index.js');
      writeFileSync(bundle, 'exports.handler = async () => { throw new Error("broken"); };');
    },
  };
}
