import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { agentVersions, settingsOfStory } from '../../../simulator/stories/package-of-story.ts';
import { synthesize } from '../shared/synthesize.ts';
import { tellRollout } from './tell-rollout.ts';

/** The flags as they are typed. */
export interface StoryOptions {
  readonly seed: number;
}

/** Synthesizes the application for each version of the agent, and tells the story of the roll-out. */
export async function runStory({ seed }: StoryOptions): Promise<void> {
  const say = (line: string) => void process.stderr.write(`${line}\n`);
  const folder = mkdtempSync(join(tmpdir(), 'muster-story-'));
  try {
    const assemblyOf = (version: string) =>
      synthesize(say, { settings: settingsOfStory(version), assemblyFolder: join(folder, version) });
    const assemblies = {
      first: assemblyOf(agentVersions.first),
      bad: assemblyOf(agentVersions.bad),
      mended: assemblyOf(agentVersions.mended),
    };
    const [, program = ''] = process.argv;
    const write = (line: string) => void process.stdout.write(`${line}\n`);
    await tellRollout({ seed, assemblies, program, write });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
