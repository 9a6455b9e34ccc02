/** How long something lasts, in words: `5 minutes`, `1 hour`, `36 minutes`, `90 seconds`. Parts of the unit are dropped upwards. */
export function durationText(seconds: number): string {
  if (seconds % 3600 === 0 && seconds > 0) return count(seconds / 3600, 'hour');
  if (seconds >= 120 || seconds % 60 === 0) return count(Math.ceil(seconds / 60), 'minute');
  return count(Math.ceil(seconds), 'second');
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
