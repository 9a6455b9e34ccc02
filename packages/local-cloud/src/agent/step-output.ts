/** Bytes of the output that joins both streams, and of each stream on its own. */
const OUTPUT_MAX = 2_500;
const STREAM_MAX = 24_000;
const ERROR_TITLE = '\n----------ERROR-------\n';
const OUTPUT_CUT = '\n---Output truncated---';
const ERROR_CUT = '\n---Error truncated----';
const STREAM_CUT = '--output truncated--';

/** What a step has printed. */
export interface Streams {
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Both streams in at most 2,500 bytes, as the agent reports them (amazon-ssm-agent, iohandler): all of both when they
 * fit, else about half of each, and when one is short the rest belongs to the other.
 */
export function joinStreams({ stdout, stderr }: Streams): string {
  const [out, error] = [Buffer.from(stdout), Buffer.from(stderr)];
  const title = error.length > 0 ? ERROR_TITLE : '';
  const space = OUTPUT_MAX - title.length;
  const half = Math.floor(space / 2);
  if (out.length + error.length < space) return stdout + title + stderr;
  if (out.length > half && error.length > half) {
    const each = Math.floor((space - OUTPUT_CUT.length - ERROR_CUT.length) / 2);
    return `${start(out, each)}${OUTPUT_CUT}${title}${start(error, each)}${ERROR_CUT}`;
  }
  if (out.length <= half)
    return `${stdout}${title}${start(error, space - ERROR_CUT.length - out.length)}${ERROR_CUT}`;
  return `${start(out, space - OUTPUT_CUT.length - error.length)}${OUTPUT_CUT}${title}${stderr}`;
}

/** One stream in at most 24,000 bytes, with a mark at its end when something is missing. */
export function cutStream(text: string): string {
  const bytes = Buffer.from(text);
  return bytes.length < STREAM_MAX ? text : start(bytes, STREAM_MAX - STREAM_CUT.length) + STREAM_CUT;
}

function start(bytes: Buffer, length: number): string {
  return bytes.subarray(0, length).toString();
}
