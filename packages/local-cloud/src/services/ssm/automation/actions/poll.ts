import type { Host } from '../../../../core/host.ts';

/** Asks now and again every `everyMs`, until `ask` says that it is done. The returned function gives up. */
export function poll({ timeline }: Host, everyMs: number, ask: () => 'done' | 'again'): () => void {
  let appointment = timeline.after(0, step);
  function step(): void {
    if (ask() === 'again') appointment = timeline.after(everyMs, step);
  }
  return () => appointment.cancel();
}
