import { buildProject } from './build-project.mjs';

/** `npm run build`, and what `npx cdk` does before it synthesizes: builds `dist` in the working folder. */
process.exitCode = (await buildProject(process.cwd())) ? 0 : 1;
