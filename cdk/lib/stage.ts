import { RetentionDays } from 'aws-cdk-lib/aws-logs';

/** What differs between one stage and another. */
export interface Stage {
  /** Part of every name, and the value of the tag `wavecast:stage`. */
  readonly name: string;
  /** Where it runs; the emulators can do less than AWS. */
  readonly host: 'aws' | 'ministack' | 'localstack';
  /** Whether table, buckets, keys and logs outlive the stack, and the table refuses to be deleted. */
  readonly keepsData: boolean;
  /** Days for which a replaced or deleted version of an object can be brought back. */
  readonly versionDays: number;
  /** How long logs are kept. */
  readonly logs: RetentionDays;
  /** Dollars a month; the budget warns before. */
  readonly monthlyBudget: number;
  /** Requests a second that the API takes, and at once. */
  readonly throttle: { readonly rate: number; readonly burst: number };
  /** Renewals under way at a time: the rest of the publisher's concurrency is for people. */
  readonly renewalsAtOnce: number;
  /**
   * Whether buckets refuse plain HTTP. MiniStack's CDN fetches from its buckets over plain HTTP, so
   * there the refusal would answer every device with 403; LocalStack's clients use HTTP too.
   */
  readonly enforcesTls: boolean;
}

const dev: Stage = {
  name: 'dev',
  host: 'aws',
  keepsData: false,
  versionDays: 7,
  logs: RetentionDays.TWO_WEEKS,
  monthlyBudget: 20,
  throttle: { rate: 50, burst: 100 },
  renewalsAtOnce: 5,
  enforcesTls: true,
};

/** The stages that can be deployed, by name. */
export const STAGES: Readonly<Record<string, Stage>> = {
  dev,
  prod: {
    ...dev,
    name: 'prod',
    keepsData: true,
    versionDays: 90,
    logs: RetentionDays.SIX_MONTHS,
    monthlyBudget: 200,
    throttle: { rate: 200, burst: 400 },
    renewalsAtOnce: 20,
  },
  // The same stack without Docker. It has no budgets: no budget is 0.
  local: { ...dev, name: 'local', host: 'ministack', monthlyBudget: 0, enforcesTls: false },
  // What LocalStack's community edition can run: no CDN, no HTTP API, no metrics to look at.
  localstack: { ...dev, name: 'localstack', host: 'localstack', monthlyBudget: 0, enforcesTls: false },
};

/** The stage of this name. */
export function stage(name: string): Stage {
  const found = STAGES[name];
  if (found === undefined) {
    const known = Object.keys(STAGES).join(', ');
    throw new Error(`stage: '${name}' isn't one of ${known}; name one with -c stage=dev`);
  }
  return found;
}
