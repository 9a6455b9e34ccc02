import { type AssemblyStack, isRecord } from 'local-cloud';
import { typeExamples } from 'local-cloud/test/deployment/type-examples.ts';

/** The types that the local cloud has, but for custom ones. */
const types = new Set(typeExamples({}).map(({ type }) => type));

/**
 * A stack without the resources that the local cloud does not have, and without those that refer to them or to a
 * parameter of AWS.
 */
export function emulatedPart(stack: AssemblyStack): AssemblyStack {
  const template = isRecord(stack.template) ? stack.template : {};
  let kept = Object.entries(isRecord(template['Resources']) ? template['Resources'] : {});
  const outside = Object.entries(isRecord(template['Parameters']) ? template['Parameters'] : {}).flatMap(
    ([name, parameter]) => (JSON.stringify(parameter).includes('"/aws/service/') ? [name] : []),
  );
  const left = new Set(kept.map(([name]) => name));
  for (let count = -1; count !== left.size; ) {
    count = left.size;
    kept = kept.filter(([name, resource]) => {
      const isKept =
        isEmulated(resource) && !mentions(resource, [...outside, ...namesOf(template['Resources'], left)]);
      if (!isKept) left.delete(name);
      return isKept;
    });
  }
  return { ...stack, template: { ...template, Resources: Object.fromEntries(kept) } };
}

function isEmulated(resource: unknown): boolean {
  const type = isRecord(resource) ? String(resource['Type']) : '';
  return types.has(type) || type.startsWith('Custom::');
}

/** The names of a section that are not kept. */
function namesOf(section: unknown, kept: ReadonlySet<string>): string[] {
  return Object.keys(isRecord(section) ? section : {}).filter((name) => !kept.has(name));
}

function mentions(resource: unknown, names: readonly string[]): boolean {
  const text = JSON.stringify(resource);
  return names.some((name) => text.includes(`"${name}"`));
}
