import { costOf, quotedPrices } from '../../../simulator/bench/prices.ts';
import type { Saying } from './saying.ts';

/** Prices of AWS that the documentation quotes outside what the bench measures. */
export const priceSayings: readonly Saying[] = [
  {
    what: 'dollars a month for a key of KMS',
    files: [
      'README.md',
      'docs/configuration.md',
      'docs/estate/inventory.md',
      'docs/estate/parameters.md',
      'docs/estate/sessions.md',
    ],
    pattern: /(?:key|KMS|secrets)\b[^|]{0,120}?\b(\d[\d.]*) USD a month/g,
    value: quotedPrices.kmsKeyMonth,
  },
  {
    what: 'dollars a month for an Advanced parameter',
    files: ['docs/estate/parameters.md'],
    pattern: /Advanced parameter costs (\d[\d.]*) USD a month/g,
    value: quotedPrices.advancedParameterMonth,
  },
  {
    what: 'dollars for a terabyte that Athena reads',
    files: ['docs/configuration.md', 'docs/estate/inventory.md'],
    pattern: /Athena (?:takes|costs) (\d[\d.]*) USD for each TB/g,
    value: quotedPrices.athenaTerabyte,
  },
  {
    what: 'dollars an hour for a node of the advanced-instances tier',
    files: ['docs/estate/hybrid.md'],
    pattern: /advanced-instances tier[^|]{0,80}?(\d[\d.]*) USD for each node and hour/g,
    value: quotedPrices.advancedNodeHour,
  },
  {
    what: 'dollars for a command on a node outside EC2',
    files: ['README.md', 'docs/estate/hybrid.md'],
    pattern: /(\d[\d.]*) USD for each command/g,
    value: quotedPrices.outsideInvocation,
  },
  {
    what: 'dollars for a session with a node outside EC2',
    files: ['docs/estate/hybrid.md'],
    pattern: /(\d[\d.]*) USD for each session/g,
    value: quotedPrices.outsideSession,
  },
  {
    what: 'dollars for a step of Automation',
    files: ['docs/estate/remediation.md'],
    pattern: /each step of Automation: (\d[\d.]*) USD/g,
    value: costOf({ 'ssm.automationSteps': 1 }),
  },
  {
    what: 'dollars for an item of AWS Config',
    files: ['docs/estate/remediation.md'],
    pattern: /AWS Config bills (\d[\d.]*) USD for each change that it records/g,
    value: costOf({ 'config.configurationItems': 1 }),
  },
  {
    what: 'dollars for an evaluation by AWS Config',
    files: ['docs/estate/remediation.md'],
    pattern: /and (\d[\d.]*) USD for each evaluation of a rule/g,
    value: costOf({ 'config.ruleEvaluations': 1 }),
  },
];
