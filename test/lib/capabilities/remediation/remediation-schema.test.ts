import { describe, expect, it } from 'vitest';
import { remediation } from '../../../../lib/capabilities/remediation/remediation-schema.ts';

const problemsOf = (value: unknown) =>
  remediation.safeParse(value).error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ??
  [];

describe('the settings of remediation', () => {
  it('change nothing by default: no rule, and of a rule that remediates a dry run on request', () => {
    expect(remediation.parse({})).toEqual({
      ...{ recorder: 'existing', rules: {}, protectedTag: 'muster:protected', runbooks: {}, triggers: {} },
    });
    expect(remediation.parse({ rules: { imdsv2: { remediate: {} } } }).rules.imdsv2?.remediate).toEqual({
      ...{ when: 'on-request', dryRun: true, attemptsMax: 3, retrySeconds: 86_400 },
      ...{ concurrencyPercent: 10, errorPercent: 10 },
    });
  });

  it.each([
    ['a rule that there is none of', { rules: { imds: {} } }, /^rules: an object \{ instanceManaged\?/],
    [
      'a remediation of a rule without a runbook',
      { rules: { patchCompliance: { remediate: {} } } },
      /^rules\.patchCompliance: /,
    ],
    [
      'more attempts than AWS takes',
      { rules: { imdsv2: { remediate: { attemptsMax: 26 } } } },
      /attempts from 1 to 25$/,
    ],
    ['no tag', { rules: { requiredTags: { tags: {} } } }, /at least one tag key$/],
    [
      'more tags than a rule takes',
      { rules: { requiredTags: { tags: Object.fromEntries([...'abcdefg'].map((key) => [key, []])) } } },
      /at most 6 tag keys$/,
    ],
    [
      'a comma, which separates values',
      { rules: { requiredTags: { tags: { A: ['a,b'] } } } },
      /without a comma, and without \*, /,
    ],
    ['a recorder of nothing', { recorder: 'create' }, /^recorder: "existing" as long as no rule is named/],
  ])('refuse %s', (_, value, problem) => {
    expect(problemsOf(value)).toEqual([expect.stringMatching(problem)]);
  });
});
