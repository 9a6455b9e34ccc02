import { join } from 'node:path';
import { expect, it } from 'vitest';
import { tellRollout } from '../../../../bin/commands/story/tell-rollout.ts';
import { agentVersions, settingsOfStory } from '../../../../simulator/stories/package-of-story.ts';
import { assemblyFolder, assemblyFolderWith, distFolder } from '../../../synthesized.ts';
import { readBlocks, updateBlocks } from '../../../tree/docs/measured-blocks.ts';

const page = 'docs/rollouts.md';

/**
 * The only test of the story: it costs half a minute. The story itself fails when an instance does not rest in an outcome
 * at its end.
 */
it('the story of a roll-out is what docs/rollouts.md tells (UPDATE_GOLDEN=1 writes it anew)', async () => {
  const lines: string[] = [];
  await tellRollout({
    seed: 1,
    assemblies: {
      first: assemblyFolder(),
      bad: assemblyFolderWith(settingsOfStory(agentVersions.bad)),
      mended: assemblyFolderWith(settingsOfStory(agentVersions.mended)),
    },
    program: join(distFolder(), 'muster.cjs'),
    write: (line) => lines.push(line),
  });
  const block = ['```', ...lines, '```'].join('\n');
  updateBlocks(page, { story: block });
  expect(readBlocks(page).get('story')).toBe(block);
  expect(lines.length).toBeLessThanOrEqual(100);
  const text = lines.join('\n');
  expect(text).toMatch(/^Roll-out \S+ stopped: wave 2 of 4, .* failed/m);
  expect(text).toMatch(/^\S+ done: wave 4 of 4, \d+ done, 4 failed$/m);
  const outcomes = lines.at(-1)?.match(/\d+(?= (onboarded|unmanaged|excluded|failed))/g) ?? [];
  expect(outcomes.reduce((sum, count) => sum + Number(count), 0)).toBe(1100);
}, 600_000);
