import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { readSettings } from '../../../../lambdas/shared/runtime/read-settings.ts';
import {
  json,
  text,
  variableOf,
  wholeNumber,
  zeroOrMore,
} from '../../../../lambdas/shared/runtime/setting-forms.ts';

const form = z.object({
  bucket: text,
  agentDays: wholeNumber,
  adoptMax: zeroOrMore,
  tags: json(z.array(z.string())),
});
const environment = {
  MUSTER_BUCKET: 'b',
  MUSTER_AGENT_DAYS: '2',
  MUSTER_ADOPT_MAX: '0',
  MUSTER_TAGS: '["a"]',
};

it('a setting is in the variable of its name', () => {
  expect(variableOf('closedEntryDays')).toBe('MUSTER_CLOSED_ENTRY_DAYS');
});

describe('readSettings', () => {
  it('reads texts, numbers and JSON', () => {
    expect(readSettings(form, environment)).toEqual({ bucket: 'b', agentDays: 2, adoptMax: 0, tags: ['a'] });
  });

  it('refuses an environment without some of them, and names all that it lacks', () => {
    expect(() => readSettings(form, { ...environment, MUSTER_BUCKET: '', MUSTER_TAGS: undefined })).toThrow(
      'The environment lacks MUSTER_BUCKET, MUSTER_TAGS.',
    );
  });

  it('refuses malformed variables, and names all of them', () => {
    const malformed = { ...environment, MUSTER_AGENT_DAYS: '0', MUSTER_TAGS: '["a",3]' };
    expect(() => readSettings(form, malformed)).toThrow(
      /^The environment is malformed: MUSTER_AGENT_DAYS: received .*; MUSTER_TAGS\.1: received 3; .*expected string/,
    );
  });
});
