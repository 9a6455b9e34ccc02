import { join } from 'node:path';
import { expect, it } from 'vitest';
import { tellRemediation } from '../../../../bin/commands/story/tell-remediation.ts';
import { settingsOfRemediation } from '../../../../simulator/stories/forgotten-profile.ts';
import { assemblyFolderWith, distFolder } from '../../../synthesized.ts';
import { readBlocks, updateBlocks } from '../../../tree/docs/measured-blocks.ts';

const page = 'docs/estate/remediation.md';

it('the story of a remediation is what docs/estate/remediation.md tells (UPDATE_GOLDEN=1 writes it anew)', async () => {
  const lines: string[] = [];
  await tellRemediation({
    seed: 1,
    assembly: assemblyFolderWith(settingsOfRemediation),
    program: join(distFolder(), 'muster.cjs'),
    write: (line) => lines.push(line),
  });
  const block = ['```', ...lines, '```'].join('\n');
  updateBlocks(page, { story: block });
  expect(readBlocks(page).get('story')).toBe(block);
  expect(lines.length).toBeLessThanOrEqual(100);
  expect(lines.at(-1)).toMatch(/Everybody rests in an outcome: 6 onboarded\.$/);
}, 120_000);
