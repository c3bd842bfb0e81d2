import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Account, FUNCTIONS, type Name, template } from './iam/account.js';
import { Calls, PARTITIONS } from './iam/calls.js';

/**
 * What each function may do with entries of each kind: r reads and checks, w creates and replaces,
 * d deletes; a dot is nothing. The columns are the kinds; `S` are sealed keys, by role.
 */
const ENTRIES = `
             L    Oorg O    Otoken A    R    K    F    T    E    I    P    H    N    Sroot Stargets Ssnapshot Stimestamp U    V    Z    J    W
control      rw   rwd  rwd  rwd    rwd  rwd  rwd  rwd  rwd  rw   rwd  rw   r    r    .     .        .         .          rwd  wd   .    w    r
publisher    r    .    .    .      r    .    rw   rw   rw   .    .    rw   rw   r    .     r        r         r          .    .    .    w    .
keys         r    r    .    .      r    .    .    .    .    .    .    rw   .    rw   rw    rw       rw        rw         .    r    .    w    r
scheduler    r    r    .    rd     rwd  rw   r    rwd  rw   rw   rwd  rwd  r    r    .     .        .         .          rd   .    rwd  rd   rw
`;

const VERBS: Record<string, string[]> = {
  r: ['GetItem', 'BatchGetItem', 'Query', 'ConditionCheckItem'],
  w: ['PutItem', 'UpdateItem'],
  d: ['DeleteItem'],
};

/** Groups of the two indexes, and who may ask for them. */
const GROUPS: [index: string, group: string, who: Name[]][] = [
  ['due', 'DUE#03', ['publisher', 'scheduler']],
  ['due', 'STAGED#03', ['scheduler']],
  ['due', 'CONDEMNED#03', ['scheduler']],
  ['due', 'EXPIRES#03', ['scheduler']],
  ['due', 'A#acme/lamp', []],
  ['by-group', 'R#acme/lamp/stable#active', ['control']],
  ['by-group', 'E#acme/lamp#alice', ['control']],
  ['by-group', 'HEADS#03', ['scheduler']],
  ['by-group', 'S#acme/lamp/stable#root', []],
];

for (const stage of ['dev', 'prod', 'local', 'localstack']) {
  const account = new Account(template(stage));
  const calls = new Calls(account);

  test(`${stage}: each function reads, writes and deletes the entries of its table, and no other`, () => {
    const [head, ...rows] = ENTRIES.trim().split('\n').map((line) => line.trim().split(/ +/));
    const kinds = Object.keys(PARTITIONS);
    assert.deepEqual(head, kinds.map((kind) => kind.replace(' ', '')));
    assert.deepEqual(rows.map((row) => row[0]), FUNCTIONS);
    for (const [name, ...cells] of rows as [Name, ...string[]][]) {
      for (const [index, kind] of kinds.entries()) {
        for (const [letter, verbs] of Object.entries(VERBS)) {
          for (const verb of verbs) {
            const expected = cells[index]?.includes(letter) ?? false;
            assert.equal(account.may(name, calls.entry(verb, kind)), expected, `${name} ${verb} ${kind}`);
          }
        }
      }
    }
  });

  test(`${stage}: a transaction is refused for one entry that isn't its own`, () => {
    assert.equal(account.may('control', calls.entry('PutItem', 'A', 'E', 'I', 'P', 'R')), true);
    assert.equal(account.may('control', calls.entry('PutItem', 'A', 'H')), false);
    assert.equal(account.may('publisher', calls.entry('PutItem', 'H', 'P')), true);
    assert.equal(account.may('publisher', calls.entry('PutItem', 'H', 'A')), false);
    assert.equal(account.may('keys', calls.entry('PutItem', 'N', 'P', 'S targets', 'S root')), true);
    assert.equal(account.may('keys', calls.entry('PutItem', 'N', 'R')), false);
  });

  test(`${stage}: nobody asks without naming entries, nor past the table's rules`, () => {
    for (const name of FUNCTIONS) {
      for (const verb of ['Scan', 'Query', 'GetItem', 'PutItem', 'BatchWriteItem', 'PartiQLSelect', 'PartiQLUpdate', 'DeleteTable', 'UpdateTable', 'UpdateTimeToLive', 'DisableKinesisStreamingDestination', 'RestoreTableToPointInTime']) {
        assert.equal(account.may(name, calls.whole(verb)), false, `${name} ${verb}`);
      }
      for (const index of ['/index/due', '/index/by-group']) {
        assert.equal(account.may(name, calls.whole('Scan', index)), false, `${name} Scan ${index}`);
        assert.equal(account.may(name, calls.whole('Query', index)), false, `${name} Query ${index}`);
      }
      assert.equal(account.may(name, calls.whole('DescribeTable')), true, name);
    }
  });

  test(`${stage}: the indexes answer only those who ask for their own groups`, () => {
    for (const [index, group, who] of GROUPS) {
      for (const name of FUNCTIONS) {
        assert.equal(account.may(name, calls.index(index, group)), who.includes(name), `${name} ${index} ${group}`);
      }
    }
  });
}
