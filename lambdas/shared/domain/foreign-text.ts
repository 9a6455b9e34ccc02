/** The greatest length of a text from an instance or its owner in an entry. An item of DynamoDB has 400 KB. */
const lengthMax = 256;

/**
 * A text that an instance or its owner has chosen, cut so that it fits into an entry beside everything else. AWS promises
 * no limit for what an agent says of its system. A character of two parts is not torn.
 */
export function cutForeignText(text: string): string {
  if (text.length <= lengthMax) return text;
  return `${text.slice(0, lengthMax - 3).replace(/[\uD800-\uDBFF]$/, '')}...`;
}
