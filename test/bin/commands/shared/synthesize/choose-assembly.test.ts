import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { chooseAssembly } from '../../../../../bin/commands/shared/synthesize.ts';
import { UsageError } from '../../../../../bin/failure.ts';
import { assemblyFolder } from '../../../../synthesized.ts';

const root = mkdtempSync(join(tmpdir(), 'muster-assemblies-'));
afterAll(() => rmSync(root, { recursive: true }));

/** A folder with this manifest, or a copy of the assembly without some of its files. */
function folderWith(name: string, manifest: string | RegExp): string {
  const folder = join(root, name);
  if (typeof manifest === 'string') {
    mkdirSync(folder);
    writeFileSync(join(folder, 'manifest.json'), manifest);
    return folder;
  }
  cpSync(assemblyFolder(), folder, { recursive: true });
  for (const file of readdirSync(folder).filter((each) => manifest.test(each)))
    rmSync(join(folder, file), { recursive: true });
  return folder;
}

function refusalOf(folder: string): string {
  try {
    chooseAssembly(folder, () => undefined);
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
  return '';
}

it.each([
  ['an empty manifest', '{}', 'there is no stack in it'],
  ['a manifest of another form', '[]', 'there is no stack in it'],
  ['a manifest with nothing', 'null', 'there is no stack in it'],
  ['a manifest that is no JSON', 'x{', 'manifest.json cannot be read'],
  ['no templates', /\.template\.json$/, 'cannot be read: ENOENT'],
  ['no assets', /^asset\./, 'is missing; synthesize again'],
])('refuses an assembly with %s, in one line', (name, manifest, reason) => {
  const folder = folderWith(name.replaceAll(' ', '-'), manifest);
  const refusal = refusalOf(folder);
  expect(refusal).toMatch(/^--app .*/);
  expect(refusal).toContain(folder);
  expect(refusal).toContain(reason);
  expect(refusal.trim().split('\n')).toHaveLength(1);
});

it('takes a whole assembly', () => {
  expect(chooseAssembly(assemblyFolder(), () => undefined)).toBe(assemblyFolder());
});
