import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readScript } from '../../../lib/documents/script-parts.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'muster-scripts-'));
  mkdirSync(join(folder, 'scripts', 'linux'), { recursive: true });
  writeFileSync(join(folder, 'scripts', 'a.sh'), '# a\n\n  # b\necho "# c" # d\n   \n');
  writeFileSync(join(folder, 'scripts', 'c.ps1'), 'if ($a) {\n  # b\n  $b\n}\n');
  writeFileSync(join(folder, 'scripts', 'linux', 'b.sh'), '\techo $#');
  writeFileSync(join(folder, 'outside.sh'), 'echo');
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('the parts of a script', () => {
  it('follow one another without empty lines and without the comments that fill a line', () => {
    const lines = ['\techo $#', 'echo "# c" # d'];
    expect(readScript(['linux/b.sh', 'a.sh'], join(folder, 'scripts'))).toEqual({ lines });
  });

  it('of PowerShell lose their indentation, to leave more of the document to the user', () => {
    expect(readScript(['c.ps1'], join(folder, 'scripts'))).toEqual({ lines: ['if ($a) {', '$b', '}'] });
  });

  it.each(['c.sh', '../outside.sh', 'linux/../a.sh', 'linux', '', '/etc/profile'])(
    'are not "%s"',
    (missing) => {
      expect(readScript(['a.sh', missing], join(folder, 'scripts'))).toEqual({ missing });
    },
  );

  it('are read from this project when no folder is given', () => {
    expect(readScript(['linux/main.sh'])).toMatchObject({ lines: expect.arrayContaining(['main']) });
  });
});
