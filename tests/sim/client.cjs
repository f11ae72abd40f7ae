// SPDX-License-Identifier: MIT
// Duo's own Node client against the simulator, with nothing changed but port and CA.
'use strict'
const fs = require('node:fs')
const https = require('node:https')
const { createRequire } = require('node:module')

const [, , directory, modules] = process.argv
const sim = JSON.parse(fs.readFileSync(`${directory}/sim.json`, 'utf8'))
const ca = fs.readFileSync(sim.ca)
const plainRequest = https.request
https.request = (options, callback) => plainRequest({ ...options, port: sim.port, ca }, callback)
const duo = createRequire(`${modules}/`)('@duosecurity/duo_api')

let passed = 0
let failed = 0
let prefix = ''
function ok(name, fine, seen) {
  fine ? passed++ : failed++
  console.log(
    `${fine ? 'ok' : 'not ok'} - ${prefix}${name}${fine ? '' : `: ${JSON.stringify(seen)}`}`
  )
}
const same = (name, seen, expected) =>
  ok(name, JSON.stringify(seen) === JSON.stringify(expected), seen)

function caller(keys, version) {
  const client = new duo.Client(keys.ikey, keys.skey, 'localhost', version)
  return (method, path, params = {}) =>
    new Promise((resolve) => client.jsonApiCall(method, path, params, resolve))
}

function control(name, body) {
  return new Promise((resolve, reject) => {
    const request = plainRequest(
      { host: 'localhost', port: sim.port, ca, path: `/_sim/${name}`, method: 'POST' },
      (response) => response.resume().on('end', resolve)
    )
    request.on('error', reject)
    request.end(JSON.stringify(body))
  })
}

const brief = (answer) =>
  answer.stat === 'OK'
    ? answer.response
    : `${answer.code}${answer.message_detail === undefined ? '' : ` ${answer.message_detail}`}`

async function listUsers(admin) {
  const names = new Set()
  let offset = 0
  let pages = 0
  while (offset !== undefined) {
    const page = await admin('GET', '/admin/v1/users', { limit: '100', offset: String(offset) })
    page.response.forEach((user) => names.add(user.username))
    offset = page.metadata.next_offset
    pages++
  }
  same('all users in pages', [names.size, pages], [358, 4])
}

async function users(admin) {
  await listUsers(admin)
  const one = async (params) =>
    brief(await admin('GET', '/admin/v1/users', params)).map((u) => u.username)
  same('a user by name', await one({ username: 'alice' }), ['alice'])
  same('a user by alias', await one({ username: 'alice.example' }), ['alice'])
  same('a user by e-mail', await one({ email: 'bob@example.com' }), ['bob'])
  same('nobody by that name', await one({ username: 'mallory' }), [])
  same('two users by a list', await one({ username_list: '["bob", "carol"]' }), ['bob', 'carol'])

  const realname = "Zoë O'Neil (*!~) 山田"
  const made = brief(
    await admin('POST', '/admin/v1/users', {
      username: 'zoe',
      realname,
      aliases: 'alias1=zo%2Be&alias8=z%20z',
      email: 'zoe@example.com'
    })
  )
  same(
    'a new user',
    [made.username, made.realname, made.status, made.aliases],
    ['zoe', realname, 'active', { alias1: 'zo+e', alias8: 'z z' }]
  )
  same(
    'a name is used once',
    brief(await admin('POST', '/admin/v1/users', { username: 'ZOE' })),
    '40003'
  )
  same(
    'an alias is used once',
    brief(
      await admin('POST', '/admin/v1/users', { username: 'zo2', aliases: 'alias1=alice.example' })
    ),
    '40003'
  )
  same(
    'a username is needed',
    brief(await admin('POST', '/admin/v1/users', { realname: 'x' })),
    '40001 username'
  )
  const path = `/admin/v1/users/${made.user_id}`
  const edited = brief(
    await admin('POST', path, { status: 'disabled', aliases: 'alias1=&alias2=zed', notes: 'a=b&c' })
  )
  same(
    'a changed user',
    [edited.status, edited.aliases, edited.notes],
    ['disabled', { alias2: 'zed', alias8: 'z z' }, 'a=b&c']
  )
  same(
    'a status one cannot set',
    brief(await admin('POST', path, { status: 'locked out' })),
    '40002 status'
  )
  same('a broken alias', brief(await admin('POST', path, { aliases: 'alias9=x' })), '40002 aliases')
  same('the user by id', brief(await admin('GET', path)).username, 'zoe')
  same('deleted', brief(await admin('DELETE', path)), '')
  same('deleted again', brief(await admin('DELETE', path)), '')
  same('gone', brief(await admin('GET', path)), '40401')
}

async function codes(admin, auth, alice) {
  const path = `/admin/v1/users/${alice}/bypass_codes`
  const three = brief(await admin('POST', path, { count: '3', valid_secs: '3600' }))
  ok(
    'three codes of nine digits',
    three.length === 3 && three.every((c) => /^\d{9}$/.test(c)),
    three
  )
  const listed = brief(await admin('GET', path))
  ok(
    'the old one is gone, codes are not listed',
    listed.length === 3 && !JSON.stringify(listed).includes(three[0]),
    listed
  )
  const chosen = brief(
    await admin('POST', path, { codes: '000000001,000000002', preserve_existing: 'true' })
  )
  same('chosen codes', chosen, ['000000001', '000000002'])
  same(
    'count and codes',
    brief(await admin('POST', path, { count: '1', codes: '000000003' })),
    '40002 codes'
  )
  const passcode = async (code) =>
    brief(
      await auth('POST', '/auth/v2/auth', { username: 'alice', factor: 'passcode', passcode: code })
    )
  same('a bypass code lets in', (await passcode(three[1])).status_msg, 'Success. Logging you in...')
  same('it does once', (await passcode(three[1])).result, 'deny')
  same('leading zeros count', (await passcode('1')).result, 'deny')
  same('with them it works', (await passcode('000000001')).result, 'allow')
  same('all codes of the tenant', brief(await admin('GET', '/admin/v1/bypass_codes')).length, 3)
}

async function groups(admin, alice) {
  const made = brief(
    await admin('POST', '/admin/v1/groups', {
      name: 'night shift',
      desc: 'a b',
      status: 'disabled'
    })
  )
  same('a new group', [made.name, made.desc, made.status], ['night shift', 'a b', 'Disabled'])
  const path = `/admin/v1/users/${alice}/groups`
  same('joined', brief(await admin('POST', path, { group_id: made.group_id })), '')
  same('members', brief(await admin('GET', `/admin/v2/groups/${made.group_id}/users`)), [
    { user_id: alice, username: 'alice' }
  ])
  same(
    'groups of the user',
    brief(await admin('GET', path)).map((g) => g.name),
    ['staff', 'admins', 'night shift']
  )
  same(
    'edited',
    brief(await admin('POST', `/admin/v1/groups/${made.group_id}`, { status: 'bypass' })).status,
    'Bypass'
  )
  same('left', brief(await admin('DELETE', `${path}/${made.group_id}`)), '')
  same('left again', brief(await admin('DELETE', `${path}/${made.group_id}`)), '')
  same('nobody is left', brief(await admin('GET', `/admin/v2/groups/${made.group_id}/users`)), [])
  same('deleted', brief(await admin('DELETE', `/admin/v1/groups/${made.group_id}`)), '')
  same('gone', brief(await admin('GET', `/admin/v2/groups/${made.group_id}`)), '40401')
}

async function preauth(auth) {
  ok('check', typeof brief(await auth('GET', '/auth/v2/check')).time === 'number')
  ok('ping', typeof brief(await auth('GET', '/auth/v2/ping')).time === 'number')
  const expected = {
    alice: 'auth',
    bob: 'allow',
    carol: 'deny',
    dave: 'deny',
    erin: 'deny',
    frank: 'deny',
    grace: 'enroll',
    heidi: 'allow',
    mallory: 'enroll'
  }
  for (const username of Object.keys(expected)) {
    same(
      `preauth of ${username}`,
      brief(await auth('POST', '/auth/v2/preauth', { username })).result,
      expected[username]
    )
  }
}

async function pushes(auth) {
  const push = (more) =>
    auth('POST', '/auth/v2/auth', { username: 'alice', factor: 'push', device: 'auto', ...more })
  const status = async (txid) => brief(await auth('GET', '/auth/v2/auth_status', { txid })).status
  same('push approved', brief(await push()), {
    result: 'allow',
    status: 'allow',
    status_msg: 'Success. Logging you in...'
  })
  for (const [outcome, last] of [
    ['approve', 'allow'],
    ['deny', 'deny'],
    ['fraud', 'fraud'],
    ['timeout', 'timeout']
  ]) {
    await control('state', { push_for: { alice: outcome } })
    const { txid } = brief(await push({ async: '1' }))
    same(`push, ${outcome}`, [await status(txid), await status(txid)], ['pushed', last])
  }
  await control('state', { push_for: { alice: 'wait' } })
  const { txid } = brief(await push({ async: '1' }))
  same('push waits', await status(txid), 'pushed')
  const waiting = status(txid)
  await control('state', { push_for: { alice: 'deny' } })
  same('until the person answers', await waiting, 'deny')
  same(
    'unknown txid',
    brief(await auth('GET', '/auth/v2/auth_status', { txid: 'x' })),
    '40002 txid'
  )
  same(
    'no phone',
    brief(
      await auth('POST', '/auth/v2/auth', { username: 'grace', factor: 'push', device: 'auto' })
    ),
    '40002 no capable device'
  )
  same(
    'unknown user',
    brief(await auth('POST', '/auth/v2/auth', { username: 'mallory', factor: 'push' })),
    '40002 username'
  )
}

async function lockout(admin, auth) {
  const passcode = async (code) =>
    brief(
      await auth('POST', '/auth/v2/auth', { username: 'alice', factor: 'passcode', passcode: code })
    ).status
  same('a passcode', await passcode('111111'), 'allow')
  same('the same again', await passcode('111111'), 'fraud')
  for (let i = 0; i < 8; i++) await passcode('999999')
  same('a success counts the failures anew', await passcode('222222'), 'allow')
  for (let i = 0; i < 10; i++) same(`wrong, ${i + 1}`, await passcode('999999'), 'deny')
  same('locked out', await passcode('333333'), 'locked_out')
  const [user] = brief(await admin('GET', '/admin/v1/users', { username: 'alice' }))
  same('with the reason', [user.status, user.lockout_reason], ['locked out', 'Failed Attempts'])
  same(
    'unlocked',
    brief(await admin('POST', `/admin/v1/users/${user.user_id}`, { status: 'active' })).status,
    'active'
  )
  same('welcome again', await passcode('333333'), 'allow')
}

async function main() {
  for (const version of [duo.SIGNATURE_VERSION_2, duo.SIGNATURE_VERSION_5]) {
    prefix = `v${version} `
    await control('reset', { state: true })
    const admin = caller(sim.admin, version)
    const auth = caller(sim.auth, version)
    const alice = brief(await admin('GET', '/admin/v1/users', { username: 'alice' }))[0].user_id
    await users(admin)
    await codes(admin, auth, alice)
    await groups(admin, alice)
    await preauth(auth)
    await pushes(auth)
    await lockout(admin, auth)
    same(
      'a wrong secret',
      brief(await caller({ ikey: sim.auth.ikey, skey: 'x' }, version)('GET', '/auth/v2/check')),
      '40103'
    )
    same(
      'the other product',
      brief(await caller(sim.admin, version)('GET', '/auth/v2/check')),
      '40301 Wrong integration type for this API.'
    )
    same(
      'read only',
      brief(await caller(sim.admin_ro, version)('POST', '/admin/v1/groups', { name: 'x' })),
      '40301'
    )
  }
}

main()
  .catch((error) => ok(`ran to its end (${error.stack})`, false))
  .then(() => {
    console.log(`# ${passed} passed, ${failed} failed`)
    process.exit(failed === 0 && passed > 0 ? 0 : 1)
  })
