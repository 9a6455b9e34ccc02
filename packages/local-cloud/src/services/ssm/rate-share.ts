/** What a number or a percentage comes to of a whole, rounded down: `10`, `10%`. */
export function readShare(text: string, whole: number): number {
  const amount = Number.parseInt(text, 10);
  return text.endsWith('%') ? Math.floor((whole * amount) / 100) : amount;
}
