import type { Member, Shape, StructureShape } from './shape.ts';

const known = new WeakMap<Shape, Shape>();

/**
 * A shape of SQS as its query protocol has it. The SDK speaks JSON with SQS, so its schemas lack the names of forms and
 * XML. They follow rules: every list and map is flattened; one entry of it has the name of its structure
 * (`Entries` is `SendMessageBatchRequestEntry.1`), or that of the member in the singular (`AttributeName.1`); an entry
 * of a map has a Name and a Value.
 */
export function sqsFormShape(shape: Shape): Shape {
  const found = known.get(shape);
  if (found !== undefined) return found;
  const made = make(shape);
  known.set(shape, made);
  return made;
}

function make(shape: Shape): Shape {
  switch (shape.kind) {
    case 'structure':
      return makeStructure(shape);
    case 'list':
      return { ...shape, item: () => sqsFormShape(shape.item()) };
    case 'map':
      return {
        ...shape,
        keyXmlName: 'Name',
        valueXmlName: 'Value',
        value: () => sqsFormShape(shape.value()),
      };
    default:
      return shape;
  }
}

function makeStructure(shape: StructureShape): StructureShape {
  const members = [...shape.members].map(([name, member]) => [name, makeMember(member)] as const);
  const required = shape.required.map(makeMember);
  return { ...shape, members: new Map(members), required };
}

function makeMember(member: Member): Member {
  const shape = member.shape();
  const made = { ...member, shape: () => sqsFormShape(member.shape()) };
  if (shape.kind !== 'list' && shape.kind !== 'map') return made;
  const item = shape.kind === 'list' ? shape.item() : undefined;
  const xmlName = item?.kind === 'structure' ? item.name : singular(member.name);
  return { ...made, xmlName, isFlattened: true };
}

/** `queueUrls` is `QueueUrl`. */
function singular(name: string): string {
  return (name.charAt(0).toUpperCase() + name.slice(1)).replace(/s$/, '');
}
