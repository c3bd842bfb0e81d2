import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';

import { WavecastStack } from '../lib/stack.js';
import { stage } from '../lib/stage.js';

const app = new App();
const named: unknown = app.node.tryGetContext('stage');
const chosen = stage(typeof named === 'string' ? named : 'dev');

new WavecastStack(app, `wavecast-${chosen.name}`, {
  stage: chosen,
  waf: app.node.tryGetContext('waf') === 'true',
  terminationProtection: chosen.keepsData,
});
if (chosen.host === 'aws') {
  // Findings stop the synthesis; each that is right as it stands says why, where it is made.
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
}
