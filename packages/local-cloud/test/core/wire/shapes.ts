import { models, operationModel } from '../../../src/core/wire/models.ts';
import type { Shape, StructureShape } from '../../../src/core/wire/shape.ts';

/** The input and output of an operation, by the SDK's model. */
export function shapesOf(service: string, operation: string): { input: Shape; output: Shape } {
  const model = models.find((candidate) => candidate.service === service);
  if (model === undefined) throw new Error(`no model of ${service}`);
  return operationModel(model, operation);
}

/** A shape that must be a structure. */
export function structure(shape: Shape | undefined): StructureShape {
  if (shape?.kind !== 'structure') throw new Error(`a structure is needed, not ${shape?.kind}`);
  return shape;
}

/** The shape of a member, found by a path of member names. `[]` steps into a list or a map. */
export function shapeAt(shape: Shape, ...path: readonly string[]): Shape {
  return path.reduce<Shape>((here, step) => {
    if (step === '[]' && here.kind === 'list') return here.item();
    if (step === '[]' && here.kind === 'map') return here.value();
    const member = structure(here).members.get(step);
    if (member === undefined) throw new Error(`no member ${step}`);
    return member.shape();
  }, shape);
}
