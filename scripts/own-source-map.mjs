/**
 * What is left of a source map without the packages: a stack trace then names lines of our own sources. Frames in
 * packages name the bundle. The map is a tenth as long, and a function reads it when it starts.
 * @param map a map of esbuild, as an object.
 * @param nameOf gives the name that a source gets, or undefined to leave the source out.
 */
export function ownSourceMap(map, nameOf) {
  const names = map.sources.map(nameOf);
  const sources = names.filter((name) => name !== undefined);
  let next = 0;
  const indices = names.map((name) => (name === undefined ? -1 : next++));
  const writer = { source: 0, line: 0, column: 0 };
  const reader = { source: 0, line: 0, column: 0 };
  const mappings = map.mappings.split(';').map((line) => keepSegments(line, { indices, reader, writer }));
  return {
    version: 3,
    sources,
    names: [],
    mappings: mappings.join(';').replace(/;+$/, ''),
  };
}

/** The segments of one line of the bundle: those of kept sources, and where the text of a kept source ends. */
function keepSegments(line, { indices, reader, writer }) {
  const segments = [];
  let [column, written, isInside] = [0, 0, false];
  for (const segment of line === '' ? [] : line.split(',')) {
    const [columns, source = 0, lines = 0, ownColumns = 0] = decode(segment);
    column += columns;
    reader.source += source;
    reader.line += lines;
    reader.column += ownColumns;
    const index = indices[reader.source];
    if (index < 0 && !isInside) continue;
    segments.push(
      index < 0
        ? encode(column - written)
        : [column - written, index - writer.source, reader.line - writer.line, reader.column - writer.column]
            .map(encode)
            .join(''),
    );
    if (index >= 0) Object.assign(writer, { source: index, line: reader.line, column: reader.column });
    written = column;
    isInside = index >= 0;
  }
  return segments.join(',');
}

const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** The numbers of a segment: base 64, five bits a digit, the lowest bit of a number is its sign (ECMA-426). */
function decode(segment) {
  const numbers = [];
  let [value, shift] = [0, 0];
  for (const character of segment) {
    const digit = digits.indexOf(character);
    value += (digit & 31) << shift;
    shift += 5;
    if (digit & 32) continue;
    numbers.push(value & 1 ? -(value >> 1) : value >> 1);
    [value, shift] = [0, 0];
  }
  return numbers;
}

function encode(number) {
  let rest = number < 0 ? (-number << 1) | 1 : number << 1;
  let text = '';
  do {
    text += digits[(rest & 31) | (rest > 31 ? 32 : 0)];
    rest >>= 5;
  } while (rest > 0);
  return text;
}
