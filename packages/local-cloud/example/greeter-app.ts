import { App } from 'aws-cdk-lib';
import { GreeterStack } from './greeter-stack.ts';

const app = new App();
new GreeterStack(app, 'Greeter');
