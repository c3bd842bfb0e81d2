import { CfnCondition, CfnParameter, type CfnParameterProps, Fn, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

import type { Stage } from './stage.js';

/**
 * What is chosen at deployment, by whoever deploys: with `cdk deploy --parameters Name=value`, or in
 * `samconfig.toml`. What changes the shape of the stack is a stage or a context value instead.
 */
export class Parameters {
  /** Of all functions. */
  readonly architecture: CfnParameter;
  /** How channels sign. */
  readonly signer: CfnParameter;
  /** Whether channels sign with keys that never leave KMS. */
  readonly signsInKms: CfnCondition;
  /** Reserved concurrency; 0 reserves nothing. */
  readonly reserved: CfnParameter;
  /** Whether any is reserved. */
  readonly reserves: CfnCondition;
  /** A table that stands in for the stack's own, after a restore. */
  readonly restoredTable: CfnParameter;
  /** Whether there is such a table. */
  readonly hasRestoredTable: CfnCondition;
  /** Where an emulator answers, and its edge; neither exists on AWS. */
  readonly emulator: Emulator | undefined;

  constructor(scope: Construct, stage: Stage) {
    this.architecture = text(scope, 'Architecture', 'Of the functions, as their packages were built', {
      default: stage.host === 'aws' ? 'arm64' : 'x86_64',
      allowedValues: ['arm64', 'x86_64'],
    });
    this.signer = text(scope, 'Signer', 'Seeds that KMS seals, or keys that stay in KMS (more calls, more cost)', {
      default: 'sealed',
      allowedValues: ['sealed', 'kms-ed25519', 'kms-p256'],
    });
    this.signsInKms = given(scope, 'SignsInKms', this.signer, 'sealed');
    this.reserved = number(
      scope,
      'ReservedConcurrency',
      0,
      'For control and publisher each; 0 reserves nothing. Accounts with a quota of 10 refuse any',
    );
    this.reserves = given(scope, 'Reserves', this.reserved, '0');
    this.restoredTable = text(scope, 'RestoredTable', 'After a restore: the table to use in place of its own');
    this.hasRestoredTable = given(scope, 'HasRestoredTable', this.restoredTable, '');
    if (stage.host !== 'aws') {
      this.emulator = {
        endpoint: text(scope, 'Endpoint', 'Where the emulator answers', { default: 'http://127.0.0.1:4566' }),
        s3: text(scope, 'EndpointS3', 'Where its S3 answers: uploads go there, from functions and from elsewhere', {
          default: 'http://127.0.0.1:4566',
        }),
        edge: text(scope, 'EdgeAddress', 'Where its edge answers', { default: 'http://127.0.0.1:8090' }),
      };
    }
  }
}

/** Where an emulator answers. */
export interface Emulator {
  readonly endpoint: CfnParameter;
  readonly s3: CfnParameter;
  readonly edge: CfnParameter;
}

/** Who is let in beside those who have a token of ours. Nothing of it is a secret. */
export class SignInParameters {
  /** Who signs people in; empty: nobody. */
  private readonly issuer: CfnParameter;
  /** Whom its tokens must be for. */
  private readonly audience: CfnParameter;
  /** As which of its clients the command line signs in. */
  private readonly client: CfnParameter;
  /** Which of its claims give which roles. */
  private readonly roles: CfnParameter;
  /** Whose workflows may exchange their tokens. */
  private readonly workflows: CfnParameter;
  /** Where clients reach the API, if not where the stack made it. */
  private readonly publicUrl: CfnParameter;
  private readonly hasPublicUrl: CfnCondition;

  constructor(scope: Construct) {
    const url = { allowedPattern: '(https?://[^\\s/?#]+[^\\s?#]*)?', constraintDescription: 'must be a URL such as https://id.example.com' };
    this.issuer = text(scope, 'OidcIssuer', 'Who signs people in: an issuer of OpenID Connect, as it calls itself; empty: nobody', url);
    this.audience = text(scope, 'OidcAudience', 'Whom its access tokens must be for', { default: 'wavecast' });
    this.client = text(scope, 'OidcClient', 'As which of its clients the command line signs in', { default: 'wavecast-cli' });
    this.roles = text(scope, 'OidcRoles', 'Which of its claims give which roles: the text of a TOML file, docs/identity.md has one', {
      // All that an environment holds is 4 KiB, and half of it is for the rest.
      maxLength: 2048,
    });
    this.workflows = text(scope, 'WorkflowIssuers', 'Whose workflows may exchange their tokens, with commas between; empty: nobody', {
      default: 'https://token.actions.githubusercontent.com',
    });
    this.publicUrl = text(scope, 'PublicUrl', 'The API under a name of yours, such as https://wavecast.example.com; empty: where the stack made it', url);
    this.hasPublicUrl = given(scope, 'HasPublicUrl', this.publicUrl, '');
  }

  /** What `control` is told, whose API answers at this URL; where it is told none, no workflow gets a token. */
  environment(url: string): Record<string, string> {
    return {
      WAVECAST_OIDC_ISSUER: this.issuer.valueAsString,
      WAVECAST_OIDC_AUDIENCE: this.audience.valueAsString,
      WAVECAST_OIDC_CLIENT: this.client.valueAsString,
      WAVECAST_OIDC_ROLES_TOML: this.roles.valueAsString,
      WAVECAST_WORKFLOW_ISSUERS: this.workflows.valueAsString,
      WAVECAST_PUBLIC_URL: Token.asString(Fn.conditionIf(this.hasPublicUrl.logicalId, this.publicUrl.valueAsString, url)),
    };
  }
}

/** The edge under a name of one's own. */
export class EdgeParameters {
  /** The name; empty: the one that CloudFront gives. */
  readonly domain: CfnParameter;
  /** The certificate for it. */
  readonly certificate: CfnParameter;
  /** Whether there is one. */
  readonly hasDomain: CfnCondition;

  constructor(scope: Construct) {
    this.domain = text(scope, 'EdgeDomain', 'The edge under a name of yours; empty: the name that CloudFront gives');
    this.certificate = text(scope, 'EdgeCertificate', "ARN of that name's certificate, in us-east-1; read only with EdgeDomain", {
      default: 'arn:aws:acm:us-east-1:000000000000:certificate/none',
    });
    this.hasDomain = given(scope, 'HasEdgeDomain', this.domain, '');
  }
}

/** Who is told what. */
export class WatchParameters {
  /** Who hears of alarms and of the budget. */
  readonly email: CfnParameter;
  /** Whether anybody does. */
  readonly hasEmail: CfnCondition;
  /** Dollars a month; 0 makes no budget. */
  readonly budget: CfnParameter;
  /** Whether there is a budget. It needs somebody to tell. */
  readonly hasBudget: CfnCondition;
  /** Where the runbooks are. */
  readonly runbooks: CfnParameter;

  constructor(scope: Construct, stage: Stage) {
    this.email = text(scope, 'AlarmEmail', 'Who hears of alarms and of the budget; empty: nobody');
    this.hasEmail = given(scope, 'HasAlarmEmail', this.email, '');
    this.budget = number(scope, 'MonthlyBudget', stage.monthlyBudget, 'US dollars; 0, or no AlarmEmail, makes no budget');
    this.hasBudget = new CfnCondition(scope, 'HasBudget', {
      expression: Fn.conditionAnd(Fn.conditionNot(Fn.conditionEquals(this.budget.value, '0')), this.hasEmail),
    });
    this.runbooks = text(scope, 'Runbooks', 'Where the runbooks are read: a folder or a URL', { default: 'docs/runbooks' });
  }
}

function text(scope: Construct, id: string, description: string, more: CfnParameterProps = {}): CfnParameter {
  return new CfnParameter(scope, id, { type: 'String', default: '', description, ...more });
}

function number(scope: Construct, id: string, initial: number, description: string): CfnParameter {
  return new CfnParameter(scope, id, { type: 'Number', default: initial, minValue: 0, description });
}

function given(scope: Construct, id: string, parameter: CfnParameter, nothing: string): CfnCondition {
  return new CfnCondition(scope, id, {
    expression: Fn.conditionNot(Fn.conditionEquals(parameter.value, nothing)),
  });
}
