import { dirname, join } from 'node:path';
import { parseDocument, type ScalarTag } from 'yaml';
import * as z from 'zod';
import { type DocumentProblem, findContradictions } from './document-references.ts';
import {
  type CommandDocument,
  documentSchema,
  documentSizeBytesMax,
  platformNames,
} from './document-schema.ts';
import { packScript } from './pack-script.ts';
import { findRunbookContradictions } from './runbook-references.ts';
import { type Runbook, runbookSchema } from './runbook-schema.ts';
import { readScript, readText } from './script-parts.ts';
import { findUnsafeReferences } from './script-references.ts';

export type { CommandDocument } from './document-schema.ts';
export type { Runbook } from './runbook-schema.ts';

/** A platform as `DescribeInstanceInformation` spells it. */
export type DocumentPlatform = (typeof platformNames)[number];

/** Other default values for a document's parameters, by parameter name. */
export type ParameterDefaults = Readonly<Record<string, string>>;

/**
 * A document is wrong. The message has one line for each mistake: file, field, value received, what is
 * allowed.
 */
export class DocumentError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'DocumentError';
    this.problems = problems;
  }
}

/**
 * Reads a Command document. It inserts the scripts that the document names with `!script`, line by line,
 * gives the parameters the defaults of the configuration, and checks the whole.
 *
 * @param file the YAML file, relative to the working directory: the bundled app has no path of its own. Its
 * scripts are in the folder `scripts` beside the file's folder.
 * @param defaults replace the document's own defaults, and must match the parameter's pattern as those do.
 * @param preamble lines that stand in front of the script of every step.
 * @returns the content for `CfnDocument`, a plain object.
 * @throws DocumentError with every mistake.
 */
export function loadDocument(
  file: string,
  defaults: ParameterDefaults = {},
  preamble: readonly string[] = [],
): CommandDocument {
  return load(file, { defaults, preamble }, documentSchema, findContradictions);
}

/**
 * Reads a runbook (an Automation document) in the same way.
 * @throws DocumentError with every mistake.
 */
export function loadRunbook(file: string, defaults: ParameterDefaults = {}): Runbook {
  return load(file, { defaults, preamble: [] }, runbookSchema, findRunbookContradictions);
}

/** What the configuration adds to a file. */
interface Additions {
  readonly defaults: ParameterDefaults;
  readonly preamble: readonly string[];
}

function load<T>(
  file: string,
  { defaults, preamble }: Additions,
  schema: z.ZodType<T>,
  findBetween: (content: unknown) => DocumentProblem[],
): T {
  const yaml = readYaml(file, preamble);
  const { content, problems: misnamed } = applyDefaults(yaml.content, defaults);
  const parsed = schema.safeParse(content, { reportInput: true });
  const problems = [
    ...yaml.problems,
    ...misnamed,
    ...(parsed.success ? [] : parsed.error.issues.map(readIssue)),
    ...findBetween(content),
    ...findUnsafeReferences(content),
    ...checkSize(content),
  ];
  if (!parsed.success || problems.length > 0)
    throw new DocumentError(problems.map((p) => formatProblem(file, p)));
  return parsed.data;
}

/**
 * The platforms that the document has steps for. On any other platform it succeeds without doing anything.
 */
export function documentPlatforms(content: CommandDocument): DocumentPlatform[] {
  const named = new Set<string>(content.mainSteps.map((step) => step.precondition.StringEquals[1]));
  return platformNames.filter((platform) => named.has(platform));
}

interface Reading {
  readonly content: unknown;
  readonly problems: readonly DocumentProblem[];
}

function readYaml(file: string, preamble: readonly string[]): Reading {
  const problems: DocumentProblem[] = [];
  const text = readText(file);
  if (text === undefined) {
    const missing = {
      path: [],
      received: undefined,
      allowed: 'a file that exists, from the working directory',
    };
    throw new DocumentError([formatProblem(file, missing)]);
  }

  const folder = join(dirname(file), '..', 'scripts');
  const document = parseDocument(text, {
    customTags: [
      scriptTag('!script', folder, problems, (lines) => lines),
      scriptTag('!packed', folder, problems, packScript),
    ],
  });
  for (const { message, linePos } of [...document.errors, ...document.warnings]) {
    const line = linePos?.[0].line ?? 1;
    problems.push({
      path: [`line ${line}`],
      received: message.split(' at line ')[0],
      allowed: 'YAML, with the tags !script and !packed',
    });
  }
  // The lines of a script that is an entry of a list of lines go into that list.
  const inlineScripts = (key: unknown, value: unknown): unknown =>
    key === 'runCommand' && Array.isArray(value) ? [...preamble, ...value.flat()] : value;
  try {
    return { content: document.toJS({ reviver: inlineScripts }), problems };
  } catch (error) {
    // An alias without its anchor, or so many that the content would not end.
    const received = error instanceof Error ? error.message : String(error);
    problems.push({ path: [], received, allowed: 'YAML with few aliases, each after its anchor' });
    throw new DocumentError(problems.map((problem) => formatProblem(file, problem)));
  }
}

/**
 * `!script NAMES` stands for the lines of files, in the form that `runCommand` takes, or for some of them as an
 * entry of that list. `!packed NAMES` stands for lines that unpack them.
 */
function scriptTag(
  tag: '!script' | '!packed',
  folder: string,
  problems: DocumentProblem[],
  form: (lines: readonly string[]) => readonly string[],
): ScalarTag {
  return {
    tag,
    resolve(text) {
      const script = readScript(text.trim().split(/\s+/), folder);
      if ('lines' in script) return form(script.lines);
      problems.push({
        path: [tag],
        received: script.missing,
        allowed: `names of .sh or .ps1 files in ${folder}`,
      });
      return [];
    },
  };
}

const withParameters = z.looseObject({ parameters: z.record(z.string(), z.looseObject({})).default({}) });

/**
 * Puts the configuration's defaults into the document, so that the schema checks them like the document's
 * own.
 */
function applyDefaults(content: unknown, defaults: ParameterDefaults): Reading {
  const document = withParameters.safeParse(content).data;
  if (document === undefined) return { content, problems: [] }; // the schema will say what is wrong
  const parameters = { ...document.parameters };
  const problems: DocumentProblem[] = [];
  for (const [name, value] of Object.entries(defaults)) {
    if (Object.hasOwn(parameters, name)) parameters[name] = { ...parameters[name], default: value };
    else
      problems.push({
        path: ['parameters'],
        received: name,
        allowed: Object.keys(parameters).join(', ') || 'none',
      });
  }
  return { content: { ...document, parameters }, problems };
}

function checkSize(content: unknown): DocumentProblem[] {
  const sizeBytes = Buffer.byteLength(JSON.stringify(content) ?? '');
  if (sizeBytes <= documentSizeBytesMax) return [];
  return [
    { path: [], received: `${sizeBytes} bytes`, allowed: `at most ${documentSizeBytesMax} bytes of JSON` },
  ];
}

function readIssue(issue: z.core.$ZodIssue): DocumentProblem {
  const isExcess = issue.code === 'unrecognized_keys';
  return {
    path: issue.path,
    received: isExcess ? issue.keys.join(', ') : receivedAt(issue),
    allowed: issue.message,
  };
}

const keyed = z.looseObject({});

/** The value at the path of a mistake. For an unknown kind of step, that is its action, and not the whole step. */
function receivedAt({ code, input, path }: z.core.$ZodIssue): unknown {
  const step = code === 'invalid_union' ? keyed.safeParse(input).data : undefined;
  return step?.[String(path.at(-1))] ?? input;
}

/** One line: file, field, value (cut after 120 characters), what is allowed. */
function formatProblem(file: string, { path, received, allowed }: DocumentProblem): string {
  const value = JSON.stringify(received) ?? 'nothing';
  const shown = value.length > 120 ? `${value.slice(0, 120)}...` : value;
  const field = path.map(String).join('.') || 'the document';
  return `${file}: ${field}: received ${shown}, allowed: ${allowed}`;
}
