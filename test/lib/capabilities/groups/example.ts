import type { MusterConfig } from '../../../../lib/configuration/config.ts';
import { stackArn } from './stack-arn.ts';

/** The capability with everything on. */
export const groupsExample = {
  web: { description: 'Web servers of the shop', tags: { Application: ['shop'], Role: ['web', 'cache'] } },
  billing: { stack: stackArn },
} satisfies MusterConfig['groups'];
