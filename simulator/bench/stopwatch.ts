/** The wall's clock, for benchmarks alone: nothing that is simulated may read it. Gives the seconds since it was started. */
export function startStopwatch(): () => number {
  const startMs = performance.now();
  return () => (performance.now() - startMs) / 1000;
}
