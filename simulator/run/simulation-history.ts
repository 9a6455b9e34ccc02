import type { LocalCloud, TraceLine } from 'local-cloud';

/** The most characters that are shown of one line of a function's log. */
const logCharactersMax = 400;

/** Collects the history of a few instances: the lines of the trace and of the functions' logs that name them. */
export class SimulationHistory {
  readonly #instanceIds: readonly string[];
  readonly #lines: { readonly instanceId: string; readonly line: TraceLine }[] = [];

  constructor(instanceIds: readonly string[]) {
    this.#instanceIds = instanceIds;
  }

  /** Takes one line of the trace, in the order of the run. */
  readonly take = (line: TraceLine): void => {
    const text = JSON.stringify(line.fields);
    for (const instanceId of this.#instanceIds)
      if (text.includes(instanceId)) this.#lines.push({ instanceId, line });
  };

  /** The history of an instance, oldest first. Each line has the seconds since `beginMs` and what happened. */
  of(instanceId: string, cloud: LocalCloud, beginMs: number, functionNames: readonly string[]): string[] {
    const traced = this.#lines
      .filter((entry) => entry.instanceId === instanceId)
      .map(({ line: { atMs, kind, fields } }) => ({ atMs, text: `${kind} ${describe(fields, instanceId)}` }));
    const logged = functionNames.flatMap((name) =>
      cloud.observations
        .linesOf(name)
        .filter((line) => line.includes(instanceId))
        .map((line) => ({ atMs: timeOf(line), text: `log ${shorten(line)}` })),
    );
    return [...traced, ...logged]
      .sort((a, b) => a.atMs - b.atMs)
      .map(({ atMs, text }) => `${((atMs - beginMs) / 1000).toFixed(3).padStart(10)} s  ${text}`);
  }
}

/** Formats the fields without the other instances of the same call or command. */
function describe(fields: TraceLine['fields'], instanceId: string): string {
  return Object.entries(fields)
    .map(([name, value]) => {
      const text = String(value);
      const others = text.split(' ').length - 1;
      return `${name}=${text.includes(instanceId) && others > 0 ? `${instanceId} and ${others} others` : text}`;
    })
    .join(' ');
}

function timeOf(line: string): number {
  const text = /"timestamp":"([^"]+)"/.exec(line)?.[1];
  return text === undefined ? 0 : Date.parse(text);
}

/** Shortens a line by its list of instances. */
function shorten(line: string): string {
  return line.replace(/"instanceIds":\[[^\]]*\]/, '"instanceIds":[...]').slice(0, logCharactersMax);
}
