import { startServer, stopServer } from 'local-cloud';
import { oldFleet, oldFleetSize } from '../../../simulator/stories/old-fleet.ts';
import { agentVersions, runInstaller } from '../../../simulator/stories/package-of-story.ts';
import { StoryWorld } from '../../../simulator/stories/story-world.ts';
import { linesLike, Transcript, untilEmptyLineAfter } from './transcript.ts';

/** The assemblies of the story, by the version of the agent. */
export type StoryAssemblies = Readonly<Record<keyof typeof agentVersions, string>>;

/** What the story is told with. */
export interface TellOptions {
  readonly seed: number;
  readonly assemblies: StoryAssemblies;
  /** The built `muster`. */
  readonly program: string;
  readonly write: (line: string) => void;
}

const hourMs = 3_600_000;
/** A Monday. */
const mondayMs = Date.UTC(2026, 0, 5);
const at = (day: number, hour: number) => mondayMs + (day * 24 + hour) * hourMs;

/** The flags of the plan, and of both starts. */
const rules = [
  ...['--window', 'mon,tue,wed 09:00-17:00 UTC', '--bake-minutes', '90'],
  ...['--in-flight', '400', '--group-cap', '50%', '--zone-cap', '50%'],
];

/**
 * Tells how a new version is rolled out over a fleet that runs: it fails on one distribution, the gate stops it, and the
 * mended version goes on to the end. All of it happens in a local cloud, within a minute or two of real time.
 */
export async function tellRollout({ seed, assemblies, program, write }: TellOptions): Promise<void> {
  const world = await StoryWorld.begin(assemblies.first, {
    ...{ seed, startMs: at(0, 4), runScript: runInstaller },
    fleetOf: (cloud) => oldFleet(seed, cloud),
  });
  const { server, port } = await startServer(world.cloud, 0);
  try {
    const endpoint = `http://127.0.0.1:${port}`;
    const transcript = new Transcript({ world, program, endpoint, write });
    await failOnMonday(world, transcript, assemblies.bad);
    await mendOnTuesday(world, transcript, assemblies.mended);
    await endOnWednesday(world, transcript);
  } finally {
    stopServer(server);
  }
}

async function failOnMonday(world: StoryWorld, transcript: Transcript, assembly: string): Promise<void> {
  const { first, bad } = agentVersions;
  await world.passUntil(at(0, 8.75));
  transcript.tell(
    `${oldFleetSize} instances run: each has version ${first} of the agent, or a reason why not.`,
  );
  await transcript.type(['status'], linesLike(/^\d+ of /));
  transcript.tell(`Version ${bad} is deployed. Launches get it; what runs keeps what it has.`);
  await world.deploy(assembly);
  await transcript.type(['rollout', 'plan', ...rules]);
  await transcript.type(['rollout', 'start', '--yes', ...rules], linesLike(/^Started/));
  await world.passUntil(at(0, 12));
  transcript.tell(
    'The first instance was well for its bake time. In the second wave some fail, all of one distribution.',
  );
  await transcript.type(
    ['status'],
    linesLike(/^\d+ of |^(Platform|CentOS|Roll-out) |^ {2}(GateClosed|See)\b/),
  );
  const failed = world.entries().find(({ reason }) => reason === 'InstallerFailed');
  const ofRollout = linesLike(/^i-|^What|^running|10:[45]|step .*24|^Next/);
  await transcript.type(['explain', failed?.instanceId ?? ''], ofRollout);
}

async function mendOnTuesday(world: StoryWorld, transcript: Transcript, assembly: string): Promise<void> {
  await world.passUntil(at(1, 8));
  transcript.tell('It stands where it stopped: a roll-out never goes on by itself. A person ends it.');
  await transcript.type(['rollout', 'abort']);
  await world.passUntil(at(1, 8.25));
  transcript.tell(`Version ${agentVersions.mended} is deployed: its package asks for no newer C library.`);
  await world.deploy(assembly);
  await transcript.type(['rollout', 'start', '--yes', ...rules], linesLike(/^(Roll-out|Started)/));
  await world.passUntil(at(1, 14));
  transcript.tell('Two waves are through. A silent agent counts as failed, and its group gets less room.');
  await transcript.type(['rollout', 'watch', '--once']);
  await world.passUntil(at(1, 17.5));
  transcript.tell('The window is closed. What bakes goes on baking.');
  await transcript.type(['rollout', 'watch', '--once']);
}

async function endOnWednesday(world: StoryWorld, transcript: Transcript): Promise<void> {
  await world.passUntil(at(2, 14));
  transcript.tell('All four waves are through.');
  await transcript.type(['rollout', 'watch', '--once']);
  await transcript.type(['rollout', 'list']);
  await transcript.type(['status'], untilEmptyLineAfter(/^Platform/));
  const outcomes = Object.entries(world.outcomes()).map(([status, count]) => `${count} ${status}`);
  transcript.tell(`Everybody rests in an outcome: ${outcomes.join(', ')}.`);
}
