// SPDX-License-Identifier: MIT
// Faults, the clock, rates, waiting, counters: what tests of others rely on.
import https from 'node:https'
import {
  brief,
  ca,
  call,
  closed,
  control,
  finish,
  ok,
  reset,
  same,
  send,
  state
} from './harness.mjs'

const preauth = 'POST /auth/v2/preauth'
const ask = (options) => call('POST', '/auth/v2/preauth', { username: 'alice' }, options)
const use = (passcode, options) =>
  call('POST', '/auth/v2/auth', { username: 'alice', factor: 'passcode', passcode }, options)
const fault = (match, kind, value, count) => control('POST', 'fault', { match, kind, value, count })
const fresh = () => ({ send: { via: new https.Agent({ keepAlive: false }) } })

async function plainFaults() {
  for (const [value, code] of [
    [400, 40002],
    [401, 40103],
    [403, 40301],
    [404, 40401],
    [500, 50001],
    [503, 50301]
  ]) {
    await fault(preauth, 'status', value, 1)
    const { status, json } = await ask()
    same(`status ${value}`, [status, json.code, json.stat], [value, code, 'FAIL'])
  }
  await fault(preauth, 'ratelimit', 0, 1)
  const limited = await ask()
  same(
    'rate limit',
    [
      limited.status,
      limited.json.code,
      limited.headers['x-retry-after'],
      limited.headers['retry-after']
    ],
    [429, 42901, undefined, undefined]
  )
  await fault(preauth, 'ratelimit', 7, 1)
  same('with a hint', (await ask()).headers['x-retry-after'], '7')
  await fault(preauth, 'html', 503, 1)
  const html = await ask()
  same(
    'HTML',
    [html.status, html.headers['content-type'], html.json],
    [503, 'text/html', undefined]
  )
  await fault(preauth, 'garbage', 0, 1)
  const garbage = await ask()
  same('garbage', [garbage.status, garbage.json], [200, undefined])
  await fault(preauth, 'huge', 2, 1)
  const huge = await ask()
  ok('huge', huge.bytes.length > 2 ** 21 - 200 && huge.json.stat === 'OK', huge.bytes.length)
  await control('POST', 'fault', {
    match: preauth,
    kind: 'answer',
    value: 418,
    count: 1,
    body: 'any "text"',
    headers: { 'X-Any': 'thing' }
  })
  const given = await ask()
  same(
    'a given answer',
    [given.status, given.text, given.headers['x-any']],
    [418, 'any "text"', 'thing']
  )
  same('and then it works', brief(await ask()).result, 'auth')
  same(
    'others were not touched',
    (await control('GET', 'state')).faults.filter((f) => f.left !== 0),
    []
  )
}

async function order() {
  await fault(preauth, 'status', 500, 2)
  await fault('*', 'status', 503)
  const seen = []
  for (let i = 0; i < 4; i++) seen.push((await ask()).status)
  same('the oldest first, each as often as asked', seen, [500, 500, 503, 503])
  same('a star means all', (await send('GET', '/auth/v2/ping')).status, 503)
  await control('POST', 'reset', {})
  same('until reset', (await ask()).status, 200)
  const bad = await send('POST', '/_sim/fault', { body: '{"match": "*", "kind": "hiccup"}' })
  same('an unknown kind', [bad.status, typeof bad.json.error], [400, 'string'])
}

async function brokenConnections() {
  await fault('POST /auth/v2/auth', 'reset', 0, 1)
  same('reset', await closed(use('111111', fresh())), 'ECONNRESET')
  same('after the code was used', brief(await use('111111')).status, 'fraud')
  await fault('POST /auth/v2/auth', 'reset_early', 0, 1)
  same('early reset', await closed(use('222222', fresh())), 'ECONNRESET')
  same('before the code was used', brief(await use('222222')).status, 'allow')
  await fault(preauth, 'truncate', 0, 1)
  const { code } = await ask(fresh()).then(
    () => ({ code: 'whole' }),
    (error) => error
  )
  same('truncated', code, 'ECONNRESET')
}

// These wait; every other connection must go on meanwhile.
async function slowAnswers() {
  await fault(preauth, 'stall', 0, 1)
  const stalled = closed(ask(fresh()))
  while ((await control('GET', 'state')).faults.some((f) => f.left !== 0));
  await fault(preauth, 'trickle', 0, 1)
  const trickled = await new Promise((resolve) => {
    const began = Date.now()
    ask({ send: { via: new https.Agent(), timeout: 1500 } }).then(
      () => resolve('whole'),
      () => resolve(Date.now() - began >= 1400 ? 'slow' : 'failed')
    )
  })
  same('one byte a second', trickled, 'slow')
  same('others go on', brief(await ask()).result, 'auth')
  await control('POST', 'reset', {})
  same('a stall ends with a reset, without an answer', await stalled, 'ECONNRESET')
  await fault(preauth, 'delay', 300, 1)
  const began = Date.now()
  same('late', brief(await ask(fresh())).result, 'auth')
  ok('by 300 ms', Date.now() - began >= 295, Date.now() - began)
  await fault(preauth, 'stall', 0, 1)
  same(
    'a client may give up',
    await closed(ask({ send: { via: new https.Agent(), timeout: 200 } })),
    'timeout'
  )
}

async function clocks() {
  await fault('*', 'skew', 3600)
  const ping = await send('GET', '/auth/v2/ping')
  ok('the server is an hour ahead', brief(ping).time - Date.now() / 1000 > 3500, brief(ping))
  ok('in its Date too', Date.parse(ping.headers.date) - Date.now() > 3500e3, ping.headers.date)
  same('and says so', brief(await ask()), '40105')
  same(
    'to those who do not follow',
    brief(await ask({ date: new Date(Date.now() + 3600e3).toUTCString() })).result,
    'auth'
  )
  await control('POST', 'reset', {})
  await control('POST', 'state', { push: 'wait' })
  const push = (more) =>
    call('POST', '/auth/v2/auth', { username: 'alice', factor: 'push', ...more })
  const waiting = push({})
  const { txid } = brief(await push({ async: '1' }))
  const status = () => call('GET', '/auth/v2/auth_status', { txid })
  same('pushed at once', brief(await status()).status, 'pushed')
  const polling = status()
  await control('POST', 'state', { clock_offset: 61 })
  same(
    'a push ends after 60 s',
    [brief(await polling).status, brief(await waiting).status],
    ['timeout', 'timeout']
  )
  same('which is no failed attempt', (await state('alice')).failures, 0)
  same('signatures keep their own clock', brief(await ask()).result, 'auth')
}

async function states() {
  await control('POST', 'state', {
    users: { alice: { status: 'pending deletion' }, bob: { status: 'locked out' } }
  })
  same(
    'any status',
    [(await state('alice')).status, (await state('bob')).lockout_reason],
    ['pending deletion', 'Failed Attempts']
  )
  await control('POST', 'state', {
    groups: { staff: { status: 'Disabled' } },
    users: { bob: { status: 'active' } }
  })
  same('a group too', (await state('bob')).effective_status, 'disabled')
  const alice = await state('alice')
  same('codes are counted', [alice.bypass_codes_left, alice.bypass_codes[0].code], [1, '123456789'])
  const bad = await send('POST', '/_sim/state', { body: '{"push": "maybe", "clock_offset": 99}' })
  same('nothing by halves', [bad.status, (await control('GET', 'state')).clock_offset], [400, 0])
  await reset()
  same('the fixture again', (await state('alice')).status, 'active')
}

async function rates() {
  await control('POST', 'state', { rate_limits: true })
  const logs = () =>
    call('GET', '/admin/v2/logs/authentication', { mintime: 1700000000000, maxtime: 1800000000000 })
  same(
    'two logs a minute',
    [(await logs()).status, (await logs()).status, (await logs()).status],
    [200, 200, 429]
  )
  same(
    'by application',
    (await call('GET', '/admin/v1/users', { limit: 1 }, { app: 'admin_ro' })).status,
    200
  )
  await control('POST', 'state', { clock_offset: 31 })
  same('half a minute gives one', [(await logs()).status, (await logs()).status], [200, 429])
  const pages = []
  for (let i = 0; i < 201; i++) pages.push((await call('GET', '/admin/v1/groups')).status)
  ok(
    '200 pages a minute',
    pages.indexOf(429) >= 200 || pages.indexOf(429) === -1,
    pages.indexOf(429)
  )
  await control('POST', 'state', { rate_limits: false })
  same('off', (await logs()).status, 200)
}

async function counting() {
  const counters = () => control('GET', 'counters')
  const once = { via: new https.Agent({ keepAlive: false }) }
  await control('POST', 'reset', {})
  same('control does not count', await counters(), {
    by_route: {},
    connections: 0,
    full_handshakes: 0,
    requests: 0,
    resumed_handshakes: 0
  })
  for (let i = 0; i < 3; i++) await send('GET', '/auth/v2/ping', once)
  await call('GET', '/admin/v1/users/DU0', {}, { send: once })
  const seen = await counters()
  same('templates', seen.by_route, { 'GET /admin/v1/users/{user_id}': 1, 'GET /auth/v2/ping': 3 })
  same('connections and requests', [seen.connections, seen.requests], [4, 4])
  same('every handshake is one of two', seen.full_handshakes + seen.resumed_handshakes, 4)
  const kept = new https.Agent({ keepAlive: true, maxSockets: 1 })
  await control('POST', 'reset', {})
  for (let i = 0; i < 3; i++) await send('GET', '/auth/v2/ping', { via: kept })
  same('a connection counts once', (await counters()).connections, 1)
  const resuming = new https.Agent({ keepAlive: false, maxCachedSessions: 10, ca })
  await control('POST', 'reset', {})
  for (let i = 0; i < 3; i++) await send('GET', '/auth/v2/ping', { via: resuming })
  same(
    'sessions resume',
    [(await counters()).full_handshakes, (await counters()).resumed_handshakes],
    [1, 2]
  )
}

for (const part of [
  plainFaults,
  order,
  brokenConnections,
  slowAnswers,
  clocks,
  states,
  rates,
  counting
]) {
  await reset()
  await part().catch((error) => ok(`${part.name} ran to its end`, false, error))
}
// Left behind on purpose: the program must end although somebody waits.
await fault(preauth, 'stall')
ask().catch(() => {})
await control('GET', 'counters')
finish()
