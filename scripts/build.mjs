/** `npm run build`, and what `npx cdk` does before it synthesizes: builds `dist` in the working folder. */
try {
  const { buildProject } = await import('./build-project.mjs');
  process.exitCode = (await buildProject(process.cwd())) ? 0 : 1;
} catch (error) {
  const remedies = {
    ERR_MODULE_NOT_FOUND: 'the packages are not installed; type: npm ci',
    ...Object.fromEntries(
      ['EACCES', 'EDQUOT', 'ENOSPC', 'EPERM', 'EROFS'].map((code) => [
        code,
        `${error.message}; use a folder that can be written to`,
      ]),
    ),
  };
  if (remedies[error.code] === undefined) throw error;
  process.stderr.write(`build: ${remedies[error.code]}\n`);
  process.exitCode = 1;
}
