import type { Script, Tags } from './instance-spec.ts';

const EXIT_CODE = 'local-cloud:exit-code';
const OUTPUT = 'local-cloud:output';
const ERRORS = 'local-cloud:errors';
const SECONDS = 'local-cloud:seconds';
const ENDING = 'local-cloud:ending';

const endings: readonly Script['ending'][] = ['exits', 'hangs', 'vanishes', 'worker-killed'];
/** The longest time limit that a step may have. */
const SECONDS_MAX = 172_800;

/**
 * What a person at a keyboard has to know about scripts: they are pretended, and how to say what they do. `awslocal` is
 * the AWS CLI with the endpoint of the account.
 */
export const scriptsGuide = `Scripts on instances are not executed. Each succeeds after 20 to 90 seconds and prints nothing, unless tags of
its instance say otherwise. They count for every command that starts after them:

  awslocal ec2 create-tags --resources <instance id> --tags Key=${EXIT_CODE},Value=3 \\
    Key=${OUTPUT},Value=hello Key=${ERRORS},Value=oh Key=${SECONDS},Value=5

Key=${ENDING} takes ${endings.join(', ')}.
`;

/** Why a tag cannot say what scripts do; undefined when it can, or when it is a tag like any other. */
export function objectionToScriptTag(key: string, value: string): string | undefined {
  const allowed = !key.startsWith('local-cloud:') ? undefined : rangeOf(key, value);
  return allowed === undefined ? undefined : `Tag '${key}': received '${value}'; allowed is ${allowed}`;
}

function rangeOf(key: string, value: string): string | undefined {
  if (key === OUTPUT || key === ERRORS) return undefined;
  if (key === ENDING)
    return endings.some((known) => known === value) ? undefined : `one of ${endings.join(', ')}`;
  const isNumber = /^\d{1,6}$/.test(value);
  if (key === SECONDS)
    return isNumber && Number(value) <= SECONDS_MAX ? undefined : `a whole number from 0 to ${SECONDS_MAX}`;
  if (key === EXIT_CODE)
    return isNumber && Number(value) <= 255 && Number(value) !== 194
      ? undefined
      : 'a whole number from 0 to 255 other than 194, with which the instance would reboot for ever';
  return `one of the keys ${[EXIT_CODE, OUTPUT, ERRORS, SECONDS, ENDING].join(', ')}`;
}

/**
 * What scripts do on an instance that has these tags: what its spec says, changed by the tags. It is the very object of
 * the spec when no tag says anything.
 * @throws RangeError for a tag with `objectionToScriptTag`; only a spec can have one.
 */
export function scriptByTags(script: Script, tags: Tags): Script {
  const code = tags[EXIT_CODE];
  const output = tags[OUTPUT];
  const errors = tags[ERRORS];
  const seconds = tags[SECONDS];
  const ending = tags[ENDING];
  if ((code ?? output ?? errors ?? seconds ?? ending) === undefined) return script;
  for (const [key, value] of Object.entries(tags)) {
    const objection = objectionToScriptTag(key, value);
    if (objection !== undefined) throw new RangeError(objection);
  }
  return {
    ...script,
    ...(code === undefined ? {} : { exitCodes: [Number(code)] }),
    ...(output === undefined ? {} : { standardOutput: toLine(output) }),
    ...(errors === undefined ? {} : { standardError: toLine(errors) }),
    ...(seconds === undefined ? {} : { durationSeconds: { min: Number(seconds), max: Number(seconds) } }),
    ...(ending === undefined ? {} : { ending: endings.find((known) => known === ending) ?? script.ending }),
  };
}

/** What `echo` would print of a text; nothing of an empty one. */
function toLine(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}
