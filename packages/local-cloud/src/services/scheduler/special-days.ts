/** Whether a day is meant, in UTC. */
export type IsDay = (date: Date) => boolean;

/**
 * What `L`, `W` and `#` mean in a day of the month: `L` the last day, `LW` the last weekday, `15W` the weekday nearest to
 * the 15th within its month. Undefined for any other text.
 */
export function readMonthDay(text: string): IsDay | undefined {
  if (text === 'L') return (date) => date.getUTCDate() === lastDayOf(date);
  if (text === 'LW') return (date) => date.getUTCDate() === nearestWeekday(date, lastDayOf(date));
  const [, day] = /^([1-9]|[12]\d|3[01])W$/.exec(text) ?? [];
  if (day === undefined) return undefined;
  return (date) => Number(day) <= lastDayOf(date) && date.getUTCDate() === nearestWeekday(date, Number(day));
}

/**
 * What `L` and `#` mean in a day of the week, whose names have become numbers with SUN as 1: `L` is Saturday, `6L` the
 * last Friday of the month, `6#2` the second. Undefined for any other text.
 */
export function readWeekDay(text: string): IsDay | undefined {
  if (text === 'L') return (date) => date.getUTCDay() === 6;
  const [, weekday, nth] = /^([1-7])(?:L|#([1-5]))$/.exec(text) ?? [];
  if (weekday === undefined) return undefined;
  const isWeekday = (date: Date) => date.getUTCDay() + 1 === Number(weekday);
  if (nth === undefined) return (date) => isWeekday(date) && date.getUTCDate() + 7 > lastDayOf(date);
  return (date) => isWeekday(date) && Math.ceil(date.getUTCDate() / 7) === Number(nth);
}

function lastDayOf(date: Date): number {
  return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
}

/** The weekday nearest to a day of the month of `date`: Friday before a Saturday, Monday after a Sunday. */
function nearestWeekday(date: Date, day: number): number {
  const weekday = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), day)).getUTCDay();
  if (weekday === 6) return day === 1 ? 3 : day - 1;
  if (weekday === 0) return day === lastDayOf(date) ? day - 2 : day + 1;
  return day;
}
