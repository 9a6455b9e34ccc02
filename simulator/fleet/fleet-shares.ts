/**
 * Divides `total` into whole numbers in proportion to `weights`. The numbers add up to `total`. What remains after
 * rounding down goes to the largest remainders, earlier ones first, so that equal weights give equal results on every
 * call.
 */
export function share(total: number, weights: readonly number[]): readonly number[] {
  const sum = weights.reduce((all, weight) => all + weight, 0);
  if (!(sum > 0)) throw new RangeError(`weights ${weights.join(', ')}: allowed is a sum above 0`);
  const exact = weights.map((weight) => (total * weight) / sum);
  const whole = exact.map(Math.floor);
  const left = total - whole.reduce((all, count) => all + count, 0);
  const lucky = exact
    .map((value, index) => ({ index, remainder: value - Math.floor(value) }))
    .sort((a, b) => b.remainder - a.remainder || a.index - b.index)
    .slice(0, left);
  for (const { index } of lucky) whole[index] = (whole[index] ?? 0) + 1;
  return whole;
}
