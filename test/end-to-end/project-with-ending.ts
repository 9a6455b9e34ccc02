import { cpSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Project } from '../bin/project.ts';

/** A document of a user. Its first step ends it, which an old SSM agent does not understand. */
const ending = `schemaVersion: '2.2'
description: Ends before its second step.
mainSteps:
  - action: aws:runShellScript
    name: First
    precondition: { StringEquals: [platformType, Linux] }
    inputs:
      onFailure: exit
      timeoutSeconds: '60'
      runCommand: ['true']
`;

/** A built project with a document `Ending` of its own, which needs an SSM agent of 3.0.502.0 or later. */
export function projectWithEnding(): Project {
  const project = new Project();
  project.linkBuild();
  rmSync(join(project.folder, 'documents'));
  cpSync(resolve('documents'), join(project.folder, 'documents'), { recursive: true });
  writeFileSync(join(project.folder, 'documents', 'command', 'ending.yaml'), ending);
  return project;
}
