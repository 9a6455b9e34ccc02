/**
 * Starts a stopwatch on the system clock. The returned function gives the seconds since the start. It is for benchmarks
 * only: simulated code must not read real time.
 */
export function startStopwatch(): () => number {
  const startMs = performance.now();
  return () => (performance.now() - startMs) / 1000;
}
