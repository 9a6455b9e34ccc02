import type { StoryWorld } from '../../../simulator/stories/story-world.ts';
import { typeCommand } from './typed-command.ts';

/** Where the commands of a transcript are typed. */
export interface TranscriptOptions {
  readonly world: StoryWorld;
  readonly program: string;
  readonly endpoint: string;
  /** Takes each line as soon as it is known. */
  readonly write: (line: string) => void;
}

/** What of the output of a command is shown. Lines that are left out show as one line of dots. */
export type Excerpt = (lines: readonly string[]) => readonly string[];

const wholeOutput: Excerpt = (lines) => lines;

/** A story as it is told: sentences with the day and the hour, and commands with what they print. */
export class Transcript {
  readonly #options: TranscriptOptions;

  constructor(options: TranscriptOptions) {
    this.#options = options;
  }

  /** Tells something. */
  tell(sentence: string): void {
    const { write, world } = this.#options;
    write(`# ${hourText(world.cloud.timeline.nowMs)}  ${sentence}`);
  }

  /** Types a command, and shows what it prints. Returns all lines. */
  async type(args: readonly string[], excerpt = wholeOutput): Promise<readonly string[]> {
    const { write, world, program, endpoint } = this.#options;
    const { region, timeline } = world.cloud;
    const terminal = { program, endpoint, region, nowMs: timeline.nowMs };
    const { lines } = await typeCommand(args, terminal);
    write(`$ muster ${args.map(quoteArgument).join(' ')}`);
    for (const line of excerpt(lines)) write(line);
    return lines;
  }
}

/** The lines that match, and dots for each stretch of others. */
export function linesLike(pattern: RegExp): Excerpt {
  return (lines) =>
    lines.flatMap((line, index) => {
      if (pattern.test(line)) return [line];
      const isFirstOfStretch = index === 0 || pattern.test(lines[index - 1] ?? '');
      return isFirstOfStretch ? ['...'] : [];
    });
}

/** All lines to the end of the paragraph that a line begins, and dots for the rest. */
export function untilEmptyLineAfter(pattern: RegExp): Excerpt {
  return (lines) => {
    const begin = lines.findIndex((line) => pattern.test(line));
    const end = lines.indexOf('', begin);
    return end === -1 ? lines : [...lines.slice(0, end), '...'];
  };
}

function quoteArgument(text: string): string {
  return /[ *]/.test(text) ? `'${text}'` : text;
}

/** `Mon 09:00`, in UTC. */
function hourText(ms: number): string {
  const date = new Date(ms);
  const day = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'][date.getUTCDay()] ?? '';
  return `${day} ${date.toISOString().slice(11, 16)}`;
}
