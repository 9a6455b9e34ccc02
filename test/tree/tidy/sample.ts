import { type Finding, type Source, sourceOf } from './source.ts';

/** Findings as a test shows them, a line each. */
export const messages = (findings: readonly Finding[]) =>
  findings.map(({ file, line, message }) => `${file}:${line}: ${message}`);

/** The findings of a rule about one program that is not in the tree. */
export const inSample = (rule: (source: Source) => Finding[], file: string, text: string) =>
  messages(rule(sourceOf(file, text)));
