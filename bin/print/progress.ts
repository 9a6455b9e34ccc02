import { styleText } from 'node:util';
import type { Progress } from '../../simulator/run/run-workload.ts';

const barLength = 24;

/** Runs `work`. It shows a line of progress if stderr is a terminal, and nothing otherwise. */
export async function showProgress<T>(
  work: (onProgress: (progress: Progress) => void) => Promise<T>,
): Promise<T> {
  const { stderr } = process;
  if (!stderr.isTTY) return work(() => undefined);
  const result = await work((progress) => stderr.write(`\r${progressLine(progress)}`));
  stderr.write('\r\u001b[K');
  return result;
}

/** One line: a bar, the virtual time, and the number of instances launched. */
function progressLine({ virtualSeconds, virtualSecondsTotal, launched }: Progress): string {
  const done = Math.round((virtualSeconds / virtualSecondsTotal) * barLength);
  const bar = styleText('green', '█'.repeat(done)) + '░'.repeat(barLength - done);
  return `${bar} ${clock(virtualSeconds)} of ${clock(virtualSecondsTotal)} virtual, ${launched} launched `;
}

/** Seconds as hours and minutes: `1 h 05 min`. */
export function clock(seconds: number): string {
  const minutes = Math.round(seconds / 60);
  const hours = Math.floor(minutes / 60);
  return hours === 0 ? `${minutes} min` : `${hours} h ${String(minutes % 60).padStart(2, '0')} min`;
}
