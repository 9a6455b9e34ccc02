/** One change of an entry: what it became, and why. */
export interface HistoryItem {
  /** Epoch milliseconds, to the second. */
  readonly atMs: number;
  readonly status: string;
  /** A `ReasonCode`, or a code of another version of Muster. */
  readonly reason: string;
  /** True when the instance had started since the item before. */
  readonly isNewStart: boolean;
}

/**
 * The most characters of a history. With it an entry stays below a kilobyte in nearly every case, which is what DynamoDB
 * bills as one unit. It is about ten items.
 */
const historyLengthMax = 400;

/** How a history begins whose oldest items have gone. No item has this form. */
const cutMark = '...; ';

/** True for a history whose oldest items have gone. */
export function isHistoryCut(history: string): boolean {
  return history.startsWith(cutMark);
}

/**
 * A history with one more item. Looks that change neither status nor reason add nothing. The oldest items go when it is
 * too long. The text has one item after the other: `1767226183 waiting NotRegistered; 1767226483 claimed CommandClaimed`.
 */
export function addToHistory(history: string, item: HistoryItem): string {
  const last = readHistory(history).at(-1);
  const isSame = last?.status === item.status && last.reason === item.reason && !item.isNewStart;
  if (isSame) return history;
  const text = renderItem(item);
  const whole = history === '' ? text : `${history}; ${text}`;
  if (whole.length <= historyLengthMax) return whole;
  const room = historyLengthMax - cutMark.length;
  const from = whole.indexOf('; ', whole.length - room - 2);
  return `${cutMark}${from === -1 ? text : whole.slice(from + 2)}`;
}

/** The items of a history, the oldest first. What another version wrote in another form is left out. */
export function readHistory(history: string): HistoryItem[] {
  return history.split('; ').flatMap((text) => {
    const [, seconds, status, reason, start] = /^(\d+) (\w+) (\w+)( start)?$/.exec(text) ?? [];
    if (seconds === undefined || status === undefined || reason === undefined) return [];
    return [{ atMs: Number(seconds) * 1000, status, reason, isNewStart: start !== undefined }];
  });
}

function renderItem({ atMs, status, reason, isNewStart }: HistoryItem): string {
  return `${Math.floor(atMs / 1000)} ${status} ${reason}${isNewStart ? ' start' : ''}`;
}
