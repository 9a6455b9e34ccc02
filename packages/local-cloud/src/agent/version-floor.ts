/** From which version of the agent on a document may use something. An older agent ignores it in silence. */
const FLOORS = {
  /** `inputs.environment`. */
  environment: '2.3.1509.0',
  /** `onFailure`, `onSuccess`, `finallyStep`, and the exit codes 168 and 169. */
  controlFlow: '3.0.502.0',
  /** `interpolationType: ENV_VAR`, as AWS announced it. The agents that were seen ignored it. */
  environmentVariables: '3.3.2746.0',
} as const;

/** Whether an agent of that version knows something that came later than the first agents. */
export function agentKnows(version: string, what: keyof typeof FLOORS): boolean {
  const floor = FLOORS[what].split('.').map(Number);
  const parts = version.split('.').map(Number);
  const index = floor.findIndex((part, position) => part !== (parts[position] ?? 0));
  return index < 0 || (parts[index] ?? 0) > (floor[index] ?? 0);
}
