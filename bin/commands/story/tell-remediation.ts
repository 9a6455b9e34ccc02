import { isRecord, startServer, stopServer } from 'local-cloud';
import { forgottenFleetSize, forgottenProfile } from '../../../simulator/stories/forgotten-profile.ts';
import { StoryWorld } from '../../../simulator/stories/story-world.ts';
import { linesLike, Transcript } from './transcript.ts';

/** What the story is told with. */
export interface TellRemediationOptions {
  readonly seed: number;
  /** The synthesized application, with the rule. */
  readonly assembly: string;
  /** The built `muster`. */
  readonly program: string;
  readonly write: (line: string) => void;
}

const minuteMs = 60_000;
/** A Monday, at nine. */
const beginMs = Date.UTC(2026, 0, 5, 9);
const rule = 'Muster-instanceManaged';

/**
 * Tells how an instance comes back that was launched without an instance profile: unmanaged with its cause, found by a rule
 * of AWS Config, given a profile by a runbook, registered late, onboarded. All of it happens in a local cloud.
 */
export async function tellRemediation(options: TellRemediationOptions): Promise<void> {
  const { seed, assembly, program, write } = options;
  const world = await StoryWorld.begin(assembly, {
    ...{ seed, startMs: beginMs, capabilities: ['remediation'] },
    fleetOf: (cloud) => forgottenProfile(seed, cloud),
  });
  const { server, port } = await startServer(world.cloud, 0);
  try {
    const transcript = new Transcript({ world, program, endpoint: `http://127.0.0.1:${port}`, write });
    const instanceId = await findUnmanaged(world, transcript);
    await mend(world, transcript, instanceId);
  } finally {
    stopServer(server);
  }
}

/** Returns the id of the instance that nobody manages. @throws Error when there is none. */
async function findUnmanaged(world: StoryWorld, transcript: Transcript): Promise<string> {
  transcript.tell(
    `${forgottenFleetSize} instances are launched. Who launched one by hand forgot the profile.`,
  );
  await world.passUntil(beginMs + 150 * minuteMs);
  transcript.tell('It has not registered for two hours. Muster has looked for the cause.');
  await transcript.type(['unmanaged']);
  const { instanceId } = world.entries().find(({ status }) => status === 'unmanaged') ?? {};
  if (instanceId === undefined) throw new Error('Every instance is managed.');
  const details = world.call('config', 'GetComplianceDetailsByConfigRule', { ConfigRuleName: rule });
  const results =
    isRecord(details) && Array.isArray(details['EvaluationResults']) ? details['EvaluationResults'] : [];
  const found = results.filter((one) => isRecord(one) && one['ComplianceType'] === 'NON_COMPLIANT');
  transcript.tell(
    `The rule ${rule} of AWS Config finds ${found.length} of ${results.length}: ${instanceId}.`,
  );
  return instanceId;
}

async function mend(world: StoryWorld, transcript: Transcript, instanceId: string): Promise<void> {
  transcript.tell('A person has AWS Config mend what it has found. It starts Muster-AttachInstanceProfile.');
  world.call('config', 'StartRemediationExecution', {
    ConfigRuleName: rule,
    ResourceKeys: [{ resourceType: 'AWS::EC2::Instance', resourceId: instanceId }],
  });
  await world.passUntil(beginMs + 152 * minuteMs);
  transcript.tell('The instance has its profile. Its agent asks for credentials again within half an hour.');
  await world.passUntil(beginMs + 240 * minuteMs);
  transcript.tell('The agent has registered, the rule is content, and Muster has decided anew.');
  await transcript.type(['explain', instanceId]);
  await transcript.type(['status'], linesLike(/^\d+ of \d+ instances/));
  const outcomes = Object.entries(world.outcomes()).map(([status, count]) => `${count} ${status}`);
  transcript.tell(`Everybody rests in an outcome: ${outcomes.join(', ')}.`);
}
