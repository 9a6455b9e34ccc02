import { join } from 'node:path';
import { packageFolder } from './tree/package-folder.ts';

/** The bundle of the echo application: a function that answers its event. */
export const echoFolder = join(
  packageFolder,
  'test/bin/echo-application/asset.004c85ef1ee39696cecd3a6eadf2e9d24c59b4c5a0712d3641aba5c473bdef15',
);
