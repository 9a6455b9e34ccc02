import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { settingsOfRemediation } from '../../../simulator/stories/forgotten-profile.ts';
import { agentVersions, settingsOfStory } from '../../../simulator/stories/package-of-story.ts';
import { synthesize } from '../shared/synthesize.ts';
import { tellRemediation } from './tell-remediation.ts';
import { tellRollout } from './tell-rollout.ts';

/** The flags as they are typed. */
export interface StoryOptions {
  readonly seed: number;
}

/** Tells a story: synthesizes what is deployed in it, and plays it in a local cloud. */
export async function runStory(story: 'rollout' | 'remediation', { seed }: StoryOptions): Promise<void> {
  const say = (line: string) => void process.stderr.write(`${line}\n`);
  const folder = mkdtempSync(join(tmpdir(), 'muster-story-'));
  const assemble = (settings: Readonly<Record<string, unknown>>, name: string) =>
    synthesize(say, { settings, assemblyFolder: join(folder, name) });
  const [, program = ''] = process.argv;
  const write = (line: string) => void process.stdout.write(`${line}\n`);
  try {
    if (story === 'remediation') {
      const assembly = assemble(settingsOfRemediation, 'remediation');
      await tellRemediation({ seed, assembly, program, write });
      return;
    }
    const assemblyOf = (version: string) => assemble(settingsOfStory(version), version);
    const assemblies = {
      first: assemblyOf(agentVersions.first),
      bad: assemblyOf(agentVersions.bad),
      mended: assemblyOf(agentVersions.mended),
    };
    await tellRollout({ seed, assemblies, program, write });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
