import { App, DefaultStackSynthesizer, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';

import { WavecastStack } from './stack.js';
import { stage } from './stage.js';

/** A template, as far as it is looked into here. */
export interface Template {
  readonly Parameters: Record<string, { Default?: string | number }>;
  readonly Conditions: Record<string, unknown>;
  readonly Resources: Record<string, Resource>;
  readonly Outputs: Record<string, unknown>;
}

/** A resource of a template. */
export interface Resource {
  readonly Type: string;
  readonly Condition?: string;
  readonly Properties?: Record<string, unknown>;
  readonly [attribute: string]: unknown;
}

/** The template of a stage without what only `cdk deploy` wants, so that anything can deploy it. */
export function render(name: string, options: { waf?: boolean } = {}): Template {
  const chosen = stage(name);
  const app = new App({ context: settings(), analyticsReporting: false });
  new WavecastStack(app, `wavecast-${name}`, {
    stage: chosen,
    waf: options.waf ?? false,
    synthesizer: new DefaultStackSynthesizer({ generateBootstrapVersionRule: false }),
  });
  if (chosen.host === 'aws') {
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  }
  return app.synth().getStackByName(`wavecast-${name}`).template as Template;
}

/** The parameters of a template with their defaults, as CloudFormation's own tools read them. */
export function parameters(template: Template): { ParameterKey: string; ParameterValue: string }[] {
  return Object.entries(template.Parameters).map(([ParameterKey, { Default }]) => ({
    ParameterKey,
    ParameterValue: String(Default ?? ''),
  }));
}

/** A template as text that is compared. */
export function text(value: unknown): string {
  return `${JSON.stringify(value, undefined, 1)}\n`;
}

/** The behaviour of the library that cdk.json fixes. */
function settings(): Record<string, unknown> {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- JSON beside the code, at run time
  return (require('../../cdk.json') as { context: Record<string, unknown> }).context;
}
