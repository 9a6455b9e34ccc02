import type { Member, Shape, StructureShape } from '../../../../src/core/wire/shape.ts';
import { isBase64 } from './check-json.ts';

/** An element of an XML answer. */
export interface Element {
  readonly name: string;
  readonly children: readonly Element[];
  readonly text: string;
}

/** Reads an XML answer. It has no attributes that count, no comments and no CDATA. */
export function readXml(text: string): Element {
  const root = newElement('');
  const open = [root];
  for (const [, end, name = '', content] of text.matchAll(/<(\/?)([\w.]+)[^>]*>|([^<]+)/g)) {
    const here = open.at(-1) ?? root;
    if (content !== undefined) here.text += content;
    else if (end === '/') open.pop();
    else {
      const element = newElement(name);
      here.children.push(element);
      open.push(element);
    }
  }
  const [only] = root.children;
  if (only === undefined || root.children.length > 1 || open.length > 1) throw new Error(`no XML: ${text}`);
  return only;
}

interface GrowingElement extends Element {
  readonly children: GrowingElement[];
  text: string;
}

function newElement(name: string): GrowingElement {
  return { name, children: [], text: '' };
}

/** The text below a path of element names; undefined when there is no such element. */
export function textAt(element: Element, ...path: readonly string[]): string | undefined {
  let here: Element | undefined = element;
  for (const step of path) here = here?.children.find(({ name }) => name === step);
  return here?.text;
}

/** What is wrong with an XML answer by the SDK's model, but for the elements in `others`. */
export function problemsInXml(shape: Shape, element: Element, others: readonly string[] = []): string[] {
  const path = element.name;
  switch (shape.kind) {
    case 'structure':
      return inStructure(shape, element, others);
    case 'list':
      return element.children.flatMap((item) =>
        item.name === (shape.itemXmlName ?? 'member')
          ? problemsInXml(shape.item(), item)
          : [`${path} has an item ${item.name}`],
      );
    case 'map':
      return element.children.flatMap((entry) =>
        entry.name === 'entry' ? [] : [`${path} has an entry ${entry.name}`],
      );
    case 'unit':
      return element.children.every(({ name }) => others.includes(name)) ? [] : [`${path} is not empty`];
    default:
      if (element.children.length > 0) return [`${path} is no ${shape.kind}`];
      return isScalar(shape.kind, element.text) ? [] : [`${path} is no ${shape.kind}: ${element.text}`];
  }
}

function inStructure(shape: StructureShape, { name, children }: Element, others: readonly string[]) {
  const members = new Map([...shape.members.values()].map((member) => [xmlNameOf(member), member]));
  const names = children.map((child) => child.name).filter((child) => !others.includes(child));
  const flattened = (child: string) => members.get(child)?.isFlattened === true;
  const missing = shape.required.filter((member) => !names.includes(xmlNameOf(member)));
  return [
    ...missing.map((member) => `${name} lacks ${member.name}`),
    ...names
      .filter((child, index) => names.indexOf(child) < index && !flattened(child))
      .map((child) => `${name}: two ${child}`),
    ...children.flatMap((child) => {
      if (others.includes(child.name)) return [];
      const member = members.get(child.name);
      if (member === undefined) return [`${name} has ${child.name}, which the model does not know`];
      return inMember(member, child).map((problem) => `${name} > ${problem}`);
    }),
  ];
}

/** One element of a flattened member is one entry of it. */
function inMember({ isFlattened, shape: read }: Member, element: Element): string[] {
  const shape = read();
  if (!isFlattened) return problemsInXml(shape, element);
  if (shape.kind === 'list') return problemsInXml(shape.item(), element);
  if (shape.kind !== 'map') return [`${element.name} is flattened and no list`];
  const [key, value, ...more] = element.children;
  const isEntry = key?.name === shape.keyXmlName && value?.name === shape.valueXmlName && more.length === 0;
  return isEntry && value !== undefined
    ? problemsInXml(shape.value(), value)
    : [`${element.name} is no entry of a map`];
}

function xmlNameOf({ name, xmlName }: Member): string {
  return xmlName ?? name;
}

function isScalar(kind: Shape['kind'], text: string): boolean {
  if (kind === 'number') return text !== '' && Number.isFinite(Number(text));
  if (kind === 'boolean') return text === 'true' || text === 'false';
  if (kind === 'timestamp') return /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(text);
  return kind !== 'blob' || isBase64(text);
}
