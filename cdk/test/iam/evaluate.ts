/** One statement of a policy, with every value resolved. */
export interface Statement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal?: '*' | Record<string, string | string[]>;
  readonly Action: string | string[];
  readonly Resource?: string | string[];
  readonly NotResource?: string | string[];
  readonly Condition?: Record<string, Record<string, string | string[]>>;
}

/** A call as AWS asks about it. */
export interface Call {
  readonly action: string;
  readonly resource: string;
  /** Condition keys; a key that isn't here is one that the call doesn't have. */
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
}

/** Who calls. */
export interface Caller {
  /** An ARN, or the name of a service. */
  readonly principal: string;
  /** The statements of the caller's own policies. */
  readonly own: readonly Statement[];
}

/**
 * What AWS says of a call within one account: an explicit denial in any policy wins; else somebody
 * must allow it: the caller's own policies or the resource's. A key is the exception: its own policy
 * must allow the caller, or leave it to the account.
 */
export function isAllowed(caller: Caller, call: Call, ofResource: readonly Statement[] = []): boolean {
  const about = (statement: Statement) => applies(statement, call);
  const names = (statement: Statement) => isNamed(statement, caller.principal);
  const theirs = ofResource.filter(names).filter(about);
  const own = caller.own.filter(about);
  if ([...own, ...theirs].some(({ Effect }) => Effect === 'Deny')) {
    return false;
  }
  const isAllow = ({ Effect }: Statement) => Effect === 'Allow';
  if (theirs.some(isAllow)) {
    return true;
  }
  const isLeftToTheAccount = ofResource.filter(isAccount).filter(about).some(isAllow);
  return own.some(isAllow) && (!call.action.startsWith('kms:') || call.resource === '*' || isLeftToTheAccount);
}

function isNamed({ Principal }: Statement, principal: string): boolean {
  if (Principal === undefined) {
    throw new Error('a statement of a resource names its principal');
  }
  return Principal === '*' || Object.values(Principal).flat().some((one) => one === '*' || one === principal);
}

function isAccount({ Principal }: Statement): boolean {
  return typeof Principal === 'object' && list(Principal['AWS']).some((one) => one.endsWith(':root'));
}

function applies(statement: Statement, call: Call): boolean {
  const { Action, Resource, NotResource, Condition = {} } = statement;
  const resource = (patterns: string | string[]) => list(patterns).some((pattern) => like(pattern, call.resource));
  // Names of actions don't mind case; everything else does.
  const acts = list(Action).some((pattern) => like(pattern.toLowerCase(), call.action.toLowerCase()));
  // A policy of a key says '*' and means the key.
  const there = NotResource === undefined ? resource(Resource ?? '*') : !resource(NotResource);
  return acts && there && Object.entries(Condition).every(([operator, keys]) => holds(operator, keys, call));
}

/** Conditions of one operator: all its keys must hold. */
function holds(operator: string, keys: Record<string, string | string[]>, { context = {} }: Call): boolean {
  const lower = new Map(Object.entries(context).map(([key, value]) => [key.toLowerCase(), value]));
  return Object.entries(keys).every(([key, wanted]) => {
    const value = lower.get(key.toLowerCase());
    return matches(operator, value === undefined ? [] : list(value), list(wanted));
  });
}

/** Whether the values that a call has match what a condition wants, by its operator. */
export function matches(operator: string, values: readonly string[], wanted: readonly string[]): boolean {
  const [set, name] = operator.includes(':') ? (operator.split(':') as [string, string]) : [undefined, operator];
  if (name === 'Null') {
    return wanted.some((absent) => (values.length === 0) === (absent === 'true'));
  }
  const test = TESTS[name];
  if (test === undefined) {
    throw new Error(`the condition operator ${operator} isn't known here`);
  }
  const one = (value: string) => test(value, wanted);
  if (set === 'ForAllValues') {
    // Of no value at all it is true, which is why such a condition needs a guard.
    return values.every(one);
  }
  if (set === undefined && values.length > 1) {
    throw new Error(`${operator} compares one value, and there are ${values.length}`);
  }
  if (set !== undefined && set !== 'ForAnyValue') {
    throw new Error(`the condition operator ${operator} isn't known here`);
  }
  // A negated operator holds where there is no value; any other doesn't.
  return values.length === 0 ? set === undefined && /Not/.test(name) : values.some(one);
}

const equals = (value: string, wanted: readonly string[]) => wanted.includes(value);
const resembles = (value: string, wanted: readonly string[]) => wanted.some((pattern) => like(pattern, value));

const TESTS: Record<string, (value: string, wanted: readonly string[]) => boolean> = {
  StringEquals: equals,
  StringNotEquals: (value, wanted) => !equals(value, wanted),
  StringLike: resembles,
  StringNotLike: (value, wanted) => !resembles(value, wanted),
  ArnEquals: resembles,
  ArnLike: resembles,
  ArnNotEquals: (value, wanted) => !resembles(value, wanted),
  Bool: (value, wanted) => wanted.some((one) => one.toLowerCase() === value.toLowerCase()),
};

/** `*` is any text, the empty one too, and `?` is one character. */
export function like(pattern: string, value: string): boolean {
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replace(/\*/g, '.*').replace(/\?/g, '.')}$`, 's').test(value);
}

function list(value: string | readonly string[] | undefined): readonly string[] {
  return typeof value === 'string' ? [value] : (value ?? []);
}
