import { createHash } from 'node:crypto';
import { gzipSync } from 'fflate';

/** How long a line of packed text is. Longer lines save little, and shorter ones each cost quotes in the document. */
const lineCharacters = 1000;

/**
 * A script of sh in a shorter form: compressed, as Base64. It does the same in the same shell. It is for documents
 * that would otherwise be longer than Systems Manager takes (64 KB), since a packed script cannot be read in the
 * console: docs/agents/README.md says how to read it. The same text always gives the same bytes. The compression of
 * Node.js itself differs between versions and processors, and each difference would be a new version of a document.
 *
 * The node needs base64 and gzip, or python3. Without them the step ends with 29, like every other lack of a tool.
 */
export function packScript(lines: readonly string[]): string[] {
  const text = `${lines.join('\n')}\n`;
  const base64 = compress(text);
  return [
    'print_packed() {',
    "cat <<'MUSTER_END'",
    ...(base64.match(new RegExp(`.{1,${lineCharacters}}`, 'g')) ?? []),
    'MUSTER_END',
    '}',
    'if command -v base64 >/dev/null 2>&1 && command -v gzip >/dev/null 2>&1; then',
    'unpacked=$(print_packed | base64 -d | gzip -dc)',
    'elif command -v python3 >/dev/null 2>&1; then',
    "unpacked=$(print_packed | python3 -c 'import base64, gzip, sys; sys.stdout.buffer.write(gzip.decompress(base64.b64decode(sys.stdin.read())))')",
    'fi',
    `if [ "$(printf '%s\\n' "$unpacked" | sha256sum | cut -d ' ' -f 1)" != ${sha256(text)} ]; then`,
    "echo 'muster: outcome 29 cannot-run: the node cannot unpack the installer: it has neither base64 and gzip nor python3, or no sha256sum'",
    'exit 29',
    'fi',
    'eval "$unpacked"',
  ];
}

/** Earlier results: a synthesis reads each document several times. */
const compressed = new Map<string, string>();

function compress(text: string): string {
  const base64 =
    compressed.get(text) ??
    Buffer.from(gzipSync(Buffer.from(text), { level: 9, mtime: 0 })).toString('base64');
  compressed.set(text, base64);
  return base64;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
