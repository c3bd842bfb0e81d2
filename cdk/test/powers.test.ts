import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { test } from 'node:test';

import { Account, FUNCTIONS, type Name, template } from './iam/account.js';
import { Calls } from './iam/calls.js';
import type { Call } from './iam/evaluate.js';

const account = new Account(template('prod'));
const calls = new Calls(account);
const inKms = new Account(template('prod'), true);

const IF_NONE_MATCH = { 's3:if-none-match': '*' };
const IF_MATCH = { 's3:if-match': '"4588ff37"' };
const PART = { 's3:ObjectCreationOperation': 'false' };
const TARGET = 'acme/lamp/targets/7d1a.release.json';
const LATEST = 'acme/lamp/stable/latest.ndjson';

/** The code that makes a call, from the top, and the call. */
type Made = [code: string, call: Call];

/** What each function's work needs. A call that isn't here is one that no code makes. */
const NEEDED: Record<Name, Made[]> = {
  control: [
    ['shared/engine/src/control/load.rs', calls.entry('GetItem', 'A', 'I', 'R', 'K', 'T', 'F')],
    ['shared/engine/src/control/commit.rs', calls.entry('PutItem', 'A', 'R', 'K', 'T', 'E', 'I', 'P')],
    ['shared/engine/src/control/commit.rs', calls.entry('ConditionCheckItem', 'F', 'K')],
    ['shared/engine/src/control/commit.rs', calls.entry('DeleteItem', 'R')],
    ['shared/engine/src/control/secret.rs', calls.entry('PutItem', 'A', 'E', 'I', 'V')],
    ['shared/engine/src/control/secret.rs', calls.entry('DeleteItem', 'V')],
    ['shared/engine/src/control/secret.rs', calls.seal('Encrypt', 'secret')],
    ['shared/engine/src/control/org.rs', calls.entry('PutItem', 'O', 'E', 'I', 'A')],
    ['shared/engine/src/control/list.rs', calls.entry('Query', 'K')],
    ['shared/engine/src/control/list.rs', calls.index('by-group', 'R#acme/lamp/stable#active')],
    ['shared/engine/src/control/trail.rs', calls.index('by-group', 'E#acme/lamp#alice')],
    ['shared/engine/src/control/trail.rs', calls.entry('Query', 'E')],
    ['shared/engine/src/control/publication.rs', calls.entry('GetItem', 'P', 'H')],
    ['shared/engine/src/control/edge.rs', calls.entry('Query', 'N')],
    ['shared/engine/src/control/upload.rs', calls.entry('PutItem', 'U')],
    ['shared/engine/src/control/file.rs', calls.entry('PutItem', 'F')],
    ['shared/engine/src/control/upload.rs', calls.put('Ingest', 'acme/lamp/uploads/1')],
    ['shared/engine/src/control/upload.rs', calls.object('Ingest', 'PutObject', 'acme/lamp/uploads/1', PART)],
    ['shared/engine/src/control/upload.rs', calls.object('Ingest', 'ListMultipartUploadParts', 'acme/lamp/uploads/1')],
    ['shared/engine/src/control/upload.rs', calls.object('Ingest', 'AbortMultipartUpload', 'acme/lamp/uploads/1')],
    ['shared/engine/src/control/upload.rs', calls.object('Ingest', 'GetObject', 'acme/lamp/files/7d1a')],
    ['shared/engine/src/control/upload.rs', calls.object('Ingest', 'DeleteObject', 'acme/lamp/files/7d1a')],
    ['shared/engine/src/control/upload.rs', calls.onBucket('Ingest', 'ListBucket')],
    ['shared/engine/src/port/bell.rs', calls.wake('publisher')],
    ['shared/engine/src/port/bell.rs', calls.wake('keys')],
    ['shared/engine/src/control/sightings.rs', calls.entry('PutItem', 'J')],
    ['shared/engine/src/control/sightings.rs', calls.entry('GetItem', 'W')],
    ['shared/engine/src/control/sightings.rs', calls.entry('Query', 'W')],
    ['shared/api/src/auth.rs', calls.tokens()],
  ],
  publisher: [
    ['shared/engine/src/publisher/state.rs', calls.entry('GetItem', 'H', 'A')],
    ['shared/engine/src/publisher/state.rs', calls.entry('PutItem', 'H', 'J')],
    ['shared/engine/src/publisher/state.rs', calls.entry('Query', 'N')],
    ['shared/engine/src/publisher/keyring.rs', calls.entry('GetItem', 'S targets')],
    ['shared/engine/src/publisher/keyring.rs', calls.entry('GetItem', 'S snapshot', 'S timestamp')],
    ['shared/engine/src/publisher/mark.rs', calls.entry('PutItem', 'H', 'P')],
    ['shared/engine/src/publisher/mark.rs', calls.entry('Query', 'P')],
    ['shared/engine/src/publisher/mark.rs', calls.index('due', 'DUE#15')],
    ['shared/engine/src/publisher/mark.rs', calls.entry('BatchGetItem', 'A', 'K', 'P', 'H')],
    ['shared/engine/src/publisher/targets.rs', calls.entry('GetItem', 'T')],
    ['shared/engine/src/publisher/check/mod.rs', calls.entry('PutItem', 'K', 'T')],
    ['shared/engine/src/publisher/check/promote.rs', calls.entry('PutItem', 'F')],
    ['shared/engine/src/publisher/check/list.rs', calls.object('Ingest', 'GetObject', 'acme/lamp/files/7d1a')],
    ['shared/engine/src/publisher/check/promote.rs', calls.object('Ingest', 'GetObjectVersion', 'acme/lamp/files/7d1a')],
    ['shared/engine/src/publisher/check/promote.rs', calls.object('Edge', 'GetObjectVersion', 'acme/lamp/files/7d1a')],
    ['shared/engine/src/publisher/check/mod.rs', calls.object('Ingest', 'DeleteObject', 'acme/lamp/files/7d1a')],
    ['shared/engine/src/publisher/check/promote.rs', calls.put('Edge', 'acme/lamp/files/7d1a', IF_NONE_MATCH)],
    ['shared/engine/src/publisher/check/promote.rs', calls.object('Edge', 'PutObject', 'acme/lamp/files/7d1a', PART)],
    ['shared/engine/src/publisher/check/promote.rs', calls.object('Edge', 'AbortMultipartUpload', 'acme/lamp/files/7d1a')],
    ['shared/engine/src/publisher/write.rs', calls.put('Edge', TARGET, IF_NONE_MATCH)],
    ['shared/engine/src/publisher/write.rs', calls.put('Edge', 'acme/lamp/stable/8.targets.json', IF_NONE_MATCH)],
    ['shared/engine/src/publisher/swap.rs', calls.put('Edge', LATEST, IF_MATCH)],
    ['shared/engine/src/publisher/swap.rs', calls.put('Edge', 'acme/lamp/stable/timestamp.json', IF_NONE_MATCH)],
    ['shared/engine/src/publisher/fence.rs', calls.object('Edge', 'GetObject', LATEST)],
    ['shared/engine/src/publisher/fence.rs', calls.onBucket('Edge', 'ListBucket')],
    ['shared/engine/src/publisher/mend.rs', calls.object('Edge', 'DeleteObject', 'acme/lamp/stable/3.root.json')],
    ['shared/engine/src/publisher/seal.rs', calls.seal('Decrypt', 'targets')],
    ['shared/engine/src/publisher/seal.rs', calls.seal('Decrypt', 'snapshot')],
    ['shared/engine/src/publisher/seal.rs', calls.seal('Decrypt', 'timestamp')],
    ['shared/engine/src/port/bell.rs', calls.invalidate()],
    ['shared/engine/src/port/bell.rs', calls.queue('Invalidations', 'SendMessage')],
  ],
  keys: [
    ['shared/engine/src/keys/mod.rs', calls.entry('GetItem', 'A')],
    ['shared/engine/src/keys/mod.rs', calls.entry('Query', 'N')],
    ['shared/engine/src/keys/compose.rs', calls.entry('GetItem', 'S root', 'S targets')],
    ['shared/engine/src/keys/commit.rs', calls.entry('PutItem', 'N', 'P', 'S root', 'S targets', 'S snapshot', 'S timestamp', 'J')],
    ['shared/engine/src/keys/commit.rs', calls.seal('Encrypt', 'root')],
    ['shared/engine/src/keys/commit.rs', calls.seal('Encrypt', 'timestamp')],
    ['shared/engine/src/keys/compose.rs', calls.seal('Decrypt', 'root')],
    ['shared/engine/src/keys/heads.rs', calls.entry('GetItem', 'O org', 'A', 'N', 'S root', 'W')],
    ['shared/engine/src/keys/heads.rs', calls.entry('PutItem', 'N', 'S root')],
    ['shared/engine/src/vault/mod.rs', calls.entry('GetItem', 'A', 'V')],
    ['shared/engine/src/vault/envelope.rs', calls.seal('Decrypt', 'secret')],
    ['functions/keys/src/main.rs', calls.wake('publisher')],
  ],
  scheduler: [
    ['shared/engine/src/upkeep/due.rs', calls.index('due', 'DUE#15')],
    ['shared/engine/src/upkeep/due.rs', calls.entry('BatchGetItem', 'A', 'P', 'H', 'K')],
    ['shared/engine/src/upkeep/due.rs', calls.entry('DeleteItem', 'A')],
    ['shared/engine/src/upkeep/agenda.rs', calls.entry('GetItem', 'A', 'R')],
    // Whoever approved what is due is asked for again in its commit.
    ['shared/engine/src/upkeep/agenda.rs', calls.entry('BatchGetItem', 'A', 'O org')],
    ['shared/engine/src/upkeep/agenda.rs', calls.entry('ConditionCheckItem', 'O org')],
    ['shared/engine/src/upkeep/agenda.rs', calls.entry('PutItem', 'A', 'R', 'T', 'E', 'I', 'P')],
    ['shared/engine/src/upkeep/repair.rs', calls.index('by-group', 'HEADS#07')],
    ['shared/engine/src/upkeep/repair.rs', calls.entry('GetItem', 'Z')],
    ['shared/engine/src/upkeep/repair.rs', calls.entry('PutItem', 'Z')],
    ['shared/engine/src/upkeep/repair.rs', calls.entry('DeleteItem', 'Z')],
    ['shared/engine/src/upkeep/heads.rs', calls.entry('Query', 'O org')],
    ['shared/engine/src/upkeep/heads.rs', calls.entry('GetItem', 'O org', 'N', 'A', 'Z', 'W')],
    ['shared/engine/src/upkeep/heads.rs', calls.entry('PutItem', 'Z')],
    ['shared/engine/src/upkeep/heads.rs', calls.entry('DeleteItem', 'Z')],
    ['shared/engine/src/upkeep/sightings.rs', calls.entry('Query', 'J')],
    ['shared/engine/src/upkeep/sightings.rs', calls.entry('GetItem', 'W')],
    ['shared/engine/src/upkeep/sightings.rs', calls.entry('PutItem', 'W')],
    ['shared/engine/src/upkeep/sightings.rs', calls.entry('DeleteItem', 'J')],
    ['shared/engine/src/upkeep/sweep.rs', calls.index('due', 'CONDEMNED#07')],
    ['shared/engine/src/upkeep/sweep.rs', calls.entry('PutItem', 'F')],
    ['shared/engine/src/upkeep/sweep.rs', calls.entry('DeleteItem', 'F')],
    ['shared/engine/src/upkeep/sweep.rs', calls.index('due', 'EXPIRES#07')],
    // All that has an end stands in that group, and is read in one batch.
    ['shared/engine/src/upkeep/sweep.rs', calls.entry('BatchGetItem', 'I', 'P', 'U', 'O token', 'J')],
    ['shared/engine/src/upkeep/sweep.rs', calls.entry('DeleteItem', 'I')],
    ['shared/engine/src/upkeep/sweep.rs', calls.entry('DeleteItem', 'P')],
    ['shared/engine/src/upkeep/sweep.rs', calls.entry('DeleteItem', 'U')],
    ['shared/engine/src/upkeep/sweep.rs', calls.entry('DeleteItem', 'O token')],
    ['shared/engine/src/upkeep/sweep.rs', calls.object('Ingest', 'DeleteObject', 'acme/lamp/files/7d1a')],
    ['shared/engine/src/upkeep/sweep.rs', calls.onBucket('Ingest', 'ListBucketMultipartUploads')],
    ['shared/engine/src/upkeep/due.rs', calls.queue('Renewals', 'SendMessage')],
    ['shared/engine/src/upkeep/due.rs', calls.wake('publisher')],
    ['shared/engine/src/upkeep/due.rs', calls.wake('keys')],
  ],
};

/** What must not happen, by who must not do it. */
const FORBIDDEN: [why: string, who: readonly Name[], ...calls: Call[]][] = [
  ['write the edge', ['control', 'keys', 'scheduler'],
    calls.put('Edge', TARGET, IF_NONE_MATCH), calls.put('Edge', LATEST, IF_MATCH),
    calls.object('Edge', 'PutObject', TARGET, PART), calls.object('Edge', 'DeleteObject', LATEST)],
  ['read the edge', ['control', 'keys', 'scheduler'], calls.object('Edge', 'GetObject', LATEST), calls.onBucket('Edge', 'ListBucket')],
  ['change the edge without a condition', ['publisher'],
    calls.put('Edge', TARGET), calls.put('Edge', TARGET, IF_MATCH), calls.put('Edge', LATEST)],
  ['remove what the edge once showed for good', FUNCTIONS,
    calls.object('Edge', 'DeleteObjectVersion', LATEST), calls.onBucket('Edge', 'PutBucketVersioning'),
    calls.onBucket('Edge', 'PutBucketPolicy'), calls.onBucket('Edge', 'DeleteBucketPolicy'), calls.onBucket('Edge', 'DeleteBucket')],
  ['read what was replaced or removed', ['control', 'keys', 'scheduler'],
    calls.object('Edge', 'GetObjectVersion', LATEST), calls.object('Ingest', 'GetObjectVersion', 'x')],
  ['upload', ['publisher', 'keys', 'scheduler'], calls.put('Ingest', 'acme/lamp/uploads/1')],
  ['touch uploads', ['keys'], calls.object('Ingest', 'GetObject', 'x'), calls.object('Ingest', 'DeleteObject', 'x')],
  ['open an online key', ['control', 'keys', 'scheduler'],
    ...['targets', 'snapshot', 'timestamp'].map((role) => calls.seal('Decrypt', role))],
  ['open a root key', ['control', 'publisher', 'scheduler'], calls.seal('Decrypt', 'root')],
  ['open a secret', ['control', 'publisher', 'scheduler'], calls.seal('Decrypt', 'secret'), calls.entry('GetItem', 'V')],
  ['seal a secret', ['publisher', 'keys', 'scheduler'], calls.seal('Encrypt', 'secret'), calls.entry('PutItem', 'V')],
  ['open what is sealed for no role, or for one that is none', FUNCTIONS, calls.seal('Decrypt'), calls.seal('Decrypt', 'mirror')],
  ['seal', ['control', 'publisher', 'scheduler'], calls.seal('Encrypt', 'root'), calls.seal('Encrypt', 'targets')],
  ['get around sealing', FUNCTIONS,
    calls.seal('Encrypt'), calls.seal('GenerateDataKey', 'root'), calls.seal('ReEncryptFrom', 'root'), calls.seal('ReEncryptTo', 'root'),
    calls.seal('GenerateDataKey', 'secret'), calls.seal('ReEncryptFrom', 'secret'), calls.seal('ReEncryptTo', 'secret'),
    calls.seal('CreateGrant', 'root'), calls.seal('PutKeyPolicy'), calls.seal('ScheduleKeyDeletion'), calls.seal('DisableKey')],
  ['sign in KMS while seeds are sealed', FUNCTIONS, calls.native('Sign', 'root', 'prod'), calls.native('Sign', 'targets', 'prod')],
  ['wake', ['publisher'], calls.wake('keys'), calls.wake('control')],
  ['wake the key maker or the API', ['keys'], calls.wake('keys'), calls.wake('control'), calls.wake('scheduler')],
  ['wake the API or the tick', ['control', 'scheduler'], calls.wake('control'), calls.wake('scheduler')],
  ['invalidate', ['control', 'keys', 'scheduler'], calls.invalidate()],
  ['see tokens', ['publisher', 'keys', 'scheduler'], calls.tokens()],
  ['queue renewals', ['control', 'publisher', 'keys'], calls.queue('Renewals', 'SendMessage')],
  ['take from a queue', ['control', 'keys', 'scheduler'], calls.queue('Renewals', 'ReceiveMessage'), calls.queue('Invalidations', 'ReceiveMessage')],
  ['empty a queue', FUNCTIONS, calls.queue('Renewals', 'PurgeQueue'), calls.queue('Renewals', 'DeleteQueue')],
  ['follow the table', ['control', 'keys', 'scheduler'], calls.stream()],
  ['get more powers', FUNCTIONS,
    { action: 'iam:PutRolePolicy', resource: 'arn:aws:iam::111122223333:role/any' },
    { action: 'iam:PassRole', resource: 'arn:aws:iam::111122223333:role/any' },
    { action: 'sts:AssumeRole', resource: 'arn:aws:iam::111122223333:role/any' },
    { action: 'lambda:UpdateFunctionCode', resource: calls.wake('publisher').resource },
    { action: 'lambda:UpdateFunctionConfiguration', resource: calls.wake('publisher').resource }],
];

for (const name of FUNCTIONS) {
  test(`${name} may make each call that its code makes`, () => {
    for (const [code, call] of NEEDED[name]) {
      assert.ok(fs.existsSync(path.join(__dirname, '../../..', code)), `${code} is gone: what makes ${call.action} now?`);
      assert.equal(account.may(name, call), true, `${code}: ${call.action} ${call.resource} ${JSON.stringify(call.context)}`);
    }
  });
}

for (const [why, who, ...forbidden] of FORBIDDEN) {
  test(`${who.join(', ')} can't ${why}`, () => {
    for (const name of who) {
      for (const call of forbidden) {
        assert.equal(account.may(name, call), false, `${name}: ${call.action} ${call.resource} ${JSON.stringify(call.context)}`);
      }
    }
  });
}

test('with keys that stay in KMS, each signs for its own roles and stage', () => {
  for (const role of ['root', 'targets', 'snapshot', 'timestamp']) {
    const isRoot = role === 'root';
    for (const name of FUNCTIONS) {
      const may = (stage: string, verb = 'Sign') => inKms.may(name, calls.native(verb, role, stage));
      assert.equal(may('prod'), name === 'keys' ? isRoot : name === 'publisher' && !isRoot, `${name} ${role}`);
      assert.equal(may('dev'), false, `${name} ${role} of another stage`);
      assert.equal(may('prod', 'ScheduleKeyDeletion'), false);
      assert.equal(may('prod', 'TagResource'), false, `${name} turns a key of ${role} into another's`);
    }
  }
});

test('with keys that stay in KMS, the key maker alone makes them, tagged', () => {
  const tags = { 'aws:RequestTag/wavecast:stage': 'prod', 'aws:RequestTag/wavecast:role': 'targets' };
  const make = (context: Call['context']) => ({ action: 'kms:CreateKey', resource: '*', context });
  const good = { ...tags, 'kms:KeySpec': 'ECC_NIST_EDWARDS25519' };
  for (const name of FUNCTIONS) {
    assert.equal(inKms.may(name, make(good)), name === 'keys', name);
    assert.equal(inKms.may(name, make({ 'kms:KeySpec': 'ECC_NIST_EDWARDS25519' })), false, name);
    assert.equal(inKms.may(name, make({ ...good, 'aws:RequestTag/wavecast:stage': 'dev' })), false, name);
    assert.equal(inKms.may(name, make({ ...good, 'kms:KeySpec': 'SYMMETRIC_DEFAULT' })), false, name);
    assert.equal(account.may(name, make(good)), false, name);
  }
});

test('not even an administrator of the account opens a root key or a secret', () => {
  const all = { Effect: 'Allow', Action: '*', Resource: '*' } as const;
  const administrator = { principal: 'arn:aws:iam::111122223333:role/Administrator', own: [all] };
  assert.equal(account.allows(administrator, calls.seal('Decrypt', 'targets')), true);
  assert.equal(account.allows(administrator, calls.seal('Decrypt', 'root')), false);
  assert.equal(account.allows(administrator, calls.seal('ReEncryptFrom', 'root')), false);
  assert.equal(account.allows(administrator, calls.seal('Decrypt', 'secret')), false);
  assert.equal(account.allows(administrator, calls.seal('ReEncryptFrom', 'secret')), false);
  assert.equal(account.allows(administrator, calls.put('Edge', TARGET)), false);
});

test('the CDN reads objects of the edge, through its own distribution, and lists nothing', () => {
  const cdn = { principal: 'cloudfront.amazonaws.com', own: [] };
  const from = (distribution: string) => ({ 'aws:SourceArn': distribution });
  const own = from(calls.invalidate().resource);
  const other = from('arn:aws:cloudfront::111122223333:distribution/OTHER');
  assert.equal(account.allows(cdn, calls.object('Edge', 'GetObject', LATEST, own)), true);
  assert.equal(account.allows(cdn, calls.object('Edge', 'GetObject', LATEST, other)), false);
  assert.equal(account.allows(cdn, calls.object('Edge', 'GetObject', LATEST, { ...own, 'aws:SecureTransport': 'false' })), false);
  assert.equal(account.allows(cdn, { ...calls.onBucket('Edge', 'ListBucket'), context: own }), false);
  assert.equal(account.allows(cdn, calls.put('Edge', LATEST, { ...own, ...IF_MATCH })), false);
  assert.equal(account.allows(cdn, calls.object('Ingest', 'GetObject', 'x', own)), false);
});

test('what puts the object for missing ones can put no other', () => {
  const role = account.caller(account.one('AWS::IAM::Role', 'EdgeNotFoundRole'));
  assert.equal(account.allows(role, calls.put('Edge', '_/404', IF_NONE_MATCH)), true);
  assert.equal(account.allows(role, calls.put('Edge', '_/404')), false);
  assert.equal(account.allows(role, calls.put('Edge', TARGET, IF_NONE_MATCH)), false);
  assert.equal(account.allows(role, calls.object('Edge', 'GetObject', '_/404')), false);
});
