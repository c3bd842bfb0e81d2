import assert from 'node:assert/strict';
import { test } from 'node:test';

import { type Statement, isAllowed, like, matches } from './iam/evaluate.js';

const get: Statement = { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::b/*' };
const call = { action: 's3:GetObject', resource: 'arn:aws:s3:::b/k' };
const may = (...own: Statement[]) => isAllowed({ principal: 'arn:aws:iam::1:role/r', own }, call);

test('nothing is allowed that nobody allows, and a denial wins', () => {
  assert.equal(may(), false);
  assert.equal(may(get), true);
  assert.equal(may({ ...get, Action: 's3:getobject' }), true);
  assert.equal(may({ ...get, Resource: 'arn:aws:s3:::c/*' }), false);
  assert.equal(may(get, { ...get, Effect: 'Deny', Action: 's3:*' }), false);
  assert.equal(may(get, { ...get, Effect: 'Deny', Resource: 'arn:aws:s3:::b/other' }), true);
  assert.equal(may({ ...get, Condition: { Bool: { 'aws:SecureTransport': 'true' } } }), false);
});

test('a resource allows and denies by principal', () => {
  const nobody = { principal: 'cloudfront.amazonaws.com', own: [] };
  const service: Statement = { ...get, Principal: { Service: 'cloudfront.amazonaws.com' } };
  assert.equal(isAllowed(nobody, call, [service]), true);
  assert.equal(isAllowed({ principal: 'other', own: [] }, call, [service]), false);
  assert.equal(isAllowed(nobody, call, [service, { ...get, Principal: '*', Effect: 'Deny' }]), false);
  assert.equal(isAllowed(nobody, call, [{ ...service, NotResource: 'arn:aws:s3:::b/*' }]), false);
  assert.throws(() => isAllowed(nobody, call, [get]), /principal/);
});

test('a key is used only if its own policy leaves that to the account', () => {
  const own: Statement[] = [{ Effect: 'Allow', Action: 'kms:Sign', Resource: '*' }];
  const caller = { principal: 'arn:aws:iam::1:role/r', own };
  const sign = { action: 'kms:Sign', resource: 'arn:aws:kms:x:1:key/k' };
  const left: Statement = { Effect: 'Allow', Action: 'kms:*', Resource: '*', Principal: { AWS: 'arn:aws:iam::1:root' } };
  assert.equal(isAllowed(caller, sign, []), false);
  assert.equal(isAllowed(caller, sign, [left]), true);
  assert.equal(isAllowed({ ...caller, own: [] }, sign, [left]), false);
});

test('operators are as documented, where there is no value too', () => {
  const cases: [string, string[], string[], boolean][] = [
    ['StringEquals', ['a'], ['a', 'b'], true],
    ['StringEquals', ['A'], ['a'], false],
    ['StringEquals', [], ['a'], false],
    ['StringNotEquals', [], ['a'], true],
    ['StringLike', ['S#x#root'], ['S#*#root'], true],
    ['StringLike', ['S#x#roots'], ['S#*#root'], false],
    ['ForAllValues:StringLike', ['A#1', 'A#2'], ['A#*'], true],
    ['ForAllValues:StringLike', ['A#1', 'H#2'], ['A#*'], false],
    ['ForAllValues:StringLike', [], ['A#*'], true],
    ['ForAnyValue:StringLike', ['A#1', 'H#2'], ['A#*'], true],
    ['ForAnyValue:StringLike', [], ['A#*'], false],
    ['Null', [], ['true'], true],
    ['Null', ['x'], ['true'], false],
    ['Null', ['x'], ['false'], true],
    ['Null', [], ['false'], false],
    ['ArnNotEquals', ['arn:1'], ['arn:1'], false],
    ['ArnNotEquals', ['arn:2'], ['arn:1'], true],
    ['Bool', ['true'], ['true'], true],
    ['Bool', [], ['true'], false],
  ];
  for (const [operator, values, wanted, expected] of cases) {
    assert.equal(matches(operator, values, wanted), expected, `${operator} ${values.join()} ${wanted.join()}`);
  }
  assert.throws(() => matches('NumericLessThan', ['1'], ['2']), /known/);
  assert.throws(() => matches('StringEquals', ['a', 'b'], ['a']), /one value/);
});

test('a pattern means its text but for * and ?', () => {
  assert.equal(like('a.b', 'axb'), false);
  assert.equal(like('a?b', 'axb'), true);
  assert.equal(like('*/latest.ndjson', 'acme/lamp/stable/latest.ndjson'), true);
  assert.equal(like('O#*', 'O#'), true);
});
