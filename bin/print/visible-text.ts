/** The width to which foreign text is cut where a line has room for more than one thing. */
const widthMax = 60;

/**
 * Characters that move the cursor, start an escape sequence, or turn the order of what follows around: controls, formats
 * (marks of direction, characters without width), separators of lines and paragraphs, and halves of a surrogate pair.
 */
const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** Text that others wrote, for a terminal: what cannot be seen is written as an escape, such as \u001b. */
export function visibleText(text: string): string {
  return text.replace(unseen, escapeCharacter);
}

/**
 * The lines of text that others wrote. A tab stays: it moves the cursor no further than text does. The carriage return
 * that ends a line of Windows goes.
 */
export function visibleLines(text: string): string[] {
  const lines = text.replace(/\r?\n$/, '').split(/\r?\n/);
  return text === '' ? [] : lines.map((line) => line.split('\t').map(visibleText).join('\t'));
}

/** Text that others wrote, on one line, cut to the width of a column. */
export function shortText(text: string, charactersMax = widthMax): string {
  const shown = visibleText(text.length > 4 * widthMax ? text.slice(0, 4 * widthMax) : text);
  const characters = [...shown];
  return characters.length > charactersMax ? `${characters.slice(0, charactersMax - 1).join('')}…` : shown;
}

/** A JSON document without a character that a terminal would obey. It has the same meaning. */
export function jsonText(value: unknown): string {
  return visibleText(JSON.stringify(value));
}

function escapeCharacter(character: string): string {
  const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('');
}
