import { ownEntry } from '../core/own-entry.ts';
import { NotEmulatedError } from '../core/service.ts';
import { type AgentValues, replaceParameters } from './agent-values.ts';
import type { DocumentStep } from './command-document.ts';
import type { PlatformType } from './platforms.ts';

/** What the agent does with a step before it looks at the inputs (amazon-ssm-agent, runpluginutil). */
export type StepOperation =
  | { readonly kind: 'execute' }
  | { readonly kind: 'skip'; readonly words: string }
  | { readonly kind: 'fail'; readonly words: string };

const everywhere: readonly PlatformType[] = ['Linux', 'Windows', 'MacOS'];
/** The actions that the local cloud emulates, with the platforms whose agent has them. */
const actionPlatforms: Readonly<Record<string, readonly PlatformType[]>> = {
  'aws:runShellScript': ['Linux', 'MacOS'],
  'aws:runPowerShellScript': everywhere,
  'aws:runDocument': ['Linux', 'Windows'],
  'aws:downloadContent': ['Linux', 'Windows'],
  'aws:softwareInventory': everywhere,
};

/** The names of the actions that are emulated. */
export const emulatedActions: readonly string[] = Object.keys(actionPlatforms);

/** The platforms whose agent has an action; undefined for one that is not emulated. */
export function platformsOfAction(action: string): readonly PlatformType[] | undefined {
  return ownEntry(actionPlatforms, action);
}

/** Executes, skips or fails a step by its precondition and its action. Since schema 2.2 a precondition counts. */
export function operationOf(
  step: DocumentStep,
  { schemaVersion, platform, values }: { schemaVersion: string; platform: PlatformType; values: AgentValues },
): StepOperation {
  const { name, action, precondition = {} } = step;
  const isSupported = ownEntry(actionPlatforms, action)?.includes(platform) === true;
  const hasPrecondition = Object.keys(precondition).length > 0;
  const isCrossPlatform = schemaVersion === '2.2';
  if (!isCrossPlatform && !isSupported)
    return fail(`Plugin with name ${action} is not supported in current platform. Step name: ${name}`);
  if (!isCrossPlatform && hasPrecondition)
    return fail(`Precondition is not supported for document schema version prior to 2.2. Step name: ${name}`);
  if (!isSupported)
    return skip(`Step execution skipped due to unsupported plugin: ${action}. Step name: ${name}`);
  const { isMet, complaints } = readPrecondition(precondition, platform, values);
  const quoted = `'${complaints.join(', ')}'`;
  if (!isMet)
    return skip(`Step execution skipped due to unsatisfied preconditions: ${quoted}. Step name: ${name}`);
  if (complaints.length > 0)
    return fail(
      `Unrecognized precondition(s): ${quoted}, please update agent to latest version. Step name: ${name}`,
    );
  return { kind: 'execute' };
}

/** Whether nothing speaks against the step, and what the agent says of each condition that is unmet or unreadable. */
function readPrecondition(
  precondition: Readonly<Record<string, unknown>>,
  platform: PlatformType,
  values: AgentValues,
): { isMet: boolean; complaints: string[] } {
  const findings = Object.entries(precondition).map(([operator, sides]) => {
    if (operator !== 'StringEquals') return unreadable(`unrecognized operator: "${operator}"`);
    const texts = Array.isArray(sides) ? sides.map((side: unknown) => String(side)) : [];
    return compare(texts, platform, values);
  });
  return {
    isMet: findings.every(({ isUnmet }) => !isUnmet),
    complaints: findings.flatMap(({ complaint }) => (complaint === undefined ? [] : [complaint])),
  };
}

interface Finding {
  readonly isUnmet: boolean;
  readonly complaint?: string;
}

const met: Finding = { isUnmet: false };
const unreadable = (complaint: string): Finding => ({ isUnmet: false, complaint });
const unmet = ([left, right]: readonly string[]): Finding => ({
  isUnmet: true,
  complaint: `"StringEquals": [${left}, ${right}]`,
});

function compare(sides: readonly string[], platform: PlatformType, values: AgentValues): Finding {
  const [left, right] = sides;
  const complain = (words: string) => unreadable(`"StringEquals": ${words}`);
  if (left === undefined || right === undefined || sides.length !== 2)
    return complain('operator accepts exactly 2 arguments');
  if (left === right)
    return complain(
      left === 'platformType' ? `[${left} ${right}]` : "operator's arguments can't be identical",
    );
  if (sides.some((side) => /\{\{ *ssm(-secure)?:/.test(side)))
    return complain("operator's arguments can't contain SSM parameters");
  const [filledLeft, filledRight] = sides.map((side) => fillSide(side, values));
  if (left === 'platformType' || right === 'platformType') {
    const [asked, filled] = left === 'platformType' ? [right, filledRight] : [left, filledLeft];
    if (asked.toLowerCase() !== filled?.toLowerCase())
      return complain("the second argument for the platformType variable can't contain document parameters");
    return asked.toLowerCase() === platform.toLowerCase() ? met : unmet(sides);
  }
  if (left === filledLeft && right === filledRight)
    return complain("at least one of operator's arguments must contain a valid document parameter");
  return filledLeft === filledRight ? met : unmet(sides);
}

/** The agent stumbles over a parameter that is no text; what it reports then is not known. */
function fillSide(side: string, values: AgentValues): string {
  const filled = replaceParameters(side, values);
  if (typeof filled === 'string') return filled;
  throw new NotEmulatedError(`a precondition on ${side}, which is no text`);
}

function skip(words: string): StepOperation {
  return { kind: 'skip', words };
}

function fail(words: string): StepOperation {
  return { kind: 'fail', words };
}
