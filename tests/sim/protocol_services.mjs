// SPDX-License-Identifier: MIT
// The Allthenticate organisation and the SentinelOne console, request by request.
import { control, finish, ok, reset, same, send, sim, closed } from './harness.mjs'

const all = sim.allthenticate
const one = sim.sentinelone
const path = (base) => new URL(base).pathname.replace(/\/$/, '')
const form = { 'Content-Type': 'application/x-www-form-urlencoded' }
const json = { 'Content-Type': 'application/json' }

// a call to the organisation: what GET and DELETE need stands in the query
function ask(method, name, params = {}, { headers, body } = {}) {
  const line = new URLSearchParams(params).toString()
  const inQuery = method === 'GET' || method === 'DELETE'
  return send(method, `${path(all.base)}/${name}${inQuery && line ? `?${line}` : ''}`, {
    headers: { [all.header]: all.key, ...(inQuery ? {} : form), ...headers },
    body: body ?? (inQuery ? undefined : line)
  })
}

const rows = async (params) => (await ask('GET', 'multipleusers', params)).json
const row = async (email) => (await rows()).find((r) => r.email === email)
const organisation = async () => (await control('GET', 'services')).allthenticate
const person = async (email) => (await organisation()).users.find((u) => u.email === email)

async function allthenticateKeys() {
  same('the key counts', (await ask('GET', 'multipleusers')).status, 200)
  for (const headers of [{}, { [all.header]: 'x' }, { Authorization: all.key }]) {
    const answer = await send('GET', `${path(all.base)}/multipleusers`, { headers })
    same(`refused with ${Object.keys(headers)}`, answer.status, 401)
    same('in its own words', Object.keys(answer.json), ['error'])
  }
  await control('POST', 'state', { allthenticate: { header: 'Authorization', scheme: 'Bearer' } })
  const path2 = `${path(all.base)}/multipleusers`
  const bearer = { Authorization: `Bearer ${all.key}` }
  same('another header', (await send('GET', path2, { headers: bearer })).status, 200)
  same('not the old one', (await ask('GET', 'multipleusers')).status, 401)
  await reset()
}

async function allthenticateReads() {
  const list = await rows()
  ok('a bare list', Array.isArray(list) && list.length >= 6, list)
  ok('ids of two kinds', list.every((r) => String(r.user_id) !== String(r.email_id)))
  ok('groups are lists of lists', list.every((r) => r.groups.every(Array.isArray)))
  ok('neither tag nor rank', list.every((r) => !('tag' in r) && !('rank' in r)))
  const text = (await ask('GET', 'multipleusers')).text
  ok('an id beyond 2^53, a number', text.includes('"email_id":9007199254740993,'))
  same('guests', (await rows({ user_tag: 'GUEST' })).map((r) => r.email), ['guest@example.org'])
  ok('the address in the name', (await rows({ email: 'true' }))[0].name.includes('alice@'))
  const user = (await ask('GET', 'user', { email_id: '502' })).json
  same('one user', Object.keys(user), ['policies', 'computer_usernames', 'smartcards'])
  same('names are strings', user.computer_usernames, ['bob', 'bob.example'])
  same('policies are lists', user.policies, [['Doors']])
  same('a user_id names nobody here', (await ask('GET', 'user', { email_id: '18' })).status, 400)
  same('nor does nothing', (await ask('GET', 'user')).status, 400)
  const cards = (await ask('GET', 'modifysmartcard', { email_id: '501' })).json
  same('cards', cards, { email_id: 501, smartcards: [{ label: 'Badge', number: '0012345678' }] })
  same('an unknown path', (await ask('GET', 'policies')).status, 404)
  same('an unknown method', (await ask('PUT', 'user')).status, 405)
}

async function allthenticateLists() {
  const set = (list) =>
    ask('POST', 'modifyallusernames', { email_id: '501', computer_usernames: list })
  const names = async () => (await person('alice@example.com')).computer_usernames
  same('a list replaces', (await set('[{"computer_username":"a"},{"computer_username":"b"}]')).status, 200)
  same('all of it', await names(), ['a', 'b'])
  same('the empty list', (await set('[]')).json, { success: 'The user was modified.' })
  same('removes all', await names(), [])
  for (const bad of ['', 'a', '{}', '["a"]', '[{"computer_username":""}]', '[{}]'])
    same(`refused: ${bad}`, (await set(bad)).status, 400)
  const body = JSON.stringify({ email_id: 501, computer_usernames: [{ computer_username: 'n' }] })
  await ask('POST', 'modifyallusernames', {}, { headers: json, body })
  same('JSON with a native list', await names(), ['n'])
  await control('POST', 'state', { allthenticate: { append: true } })
  await set('[{"computer_username":"m"}]')
  same('or it adds', await names(), ['n', 'm'])
  await control('POST', 'state', { allthenticate: { append: false } })
  const cards = (list, more) =>
    ask('POST', 'modifysmartcard', { email_id: '501', smartcards: JSON.stringify(list), ...more })
  same('cards replace', (await cards([{ number: '007', label: 'x' }])).status, 200)
  same('a number is text', (await person('alice@example.com')).smartcards[0].number, '007')
  same('a number is digits', (await cards([{ number: 'x' }])).status, 400)
  same('no number twice', (await cards([{ number: '1' }, { number: '1' }])).status, 400)
  same("nor somebody else's", (await cards([{ number: '4711' }])).status, 400)
  same('unless it may', (await cards([{ number: '4711' }], { allow_duplicates: 'true' })).status, 200)
  await reset()
}

async function allthenticateState() {
  const toggle = (id) => ask('POST', 'togglesuspension', { email_id: id })
  const answer = await toggle('501')
  same('a toggle answers nothing', [answer.status, answer.text], [200, ''])
  same('and shows', (await row('alice@example.com')).ad_status, 'SUSPENDED')
  await toggle('501')
  same('again: back', (await row('alice@example.com')).ad_status, 'ACTIVE')
  for (const [word, seen] of [
    ['email_status', ['ACTIVE', 'SUSPENDED', undefined]],
    ['status', ['ACTIVE', 'CONFIRMED', 'SUSPENDED']],
    ['hidden', ['ACTIVE', 'CONFIRMED', undefined]],
    ['none', [null, 'CONFIRMED', undefined]]
  ]) {
    await control('POST', 'state', { allthenticate: { suspension: word } })
    const r = await row('carol@example.com')
    same(`shown by ${word}`, [r.ad_status, r.email_status, r.status], seen)
  }
  await reset()
  const rank = (id, word) => ask('POST', 'modifyrank', { admin_user_id: id, rank: word })
  same('rank by user_id', (await rank('18', 'ADMIN')).status, 200)
  same('of that person', (await person('bob@example.com')).rank, 'ADMIN')
  same("carol's user_id is alice's email_id", (await rank('501', 'SUPER')).status, 200)
  same('and carol it is', (await person('carol@example.com')).rank, 'SUPER')
  same('no other rank', (await rank('18', 'KING')).status, 400)
  const promote = (id) => ask('POST', 'promoteguest', { email_id: id })
  same('promotion by email_id', (await promote('590')).status, 200)
  same('once', (await promote('590')).status, 400)
  await reset()
  await control('POST', 'state', { allthenticate: { promote_by_user_id: true } })
  same('or by user_id', [(await promote('590')).status, (await promote('70')).status], [400, 200])
  await reset()
  const gone = await ask('DELETE', 'user', { email_id: '501', email: 'bob@example.com' })
  same('email_id goes first', gone.json.success.includes('alice@example.com'), true)
  same('by address', (await ask('DELETE', 'user', { email: 'bob@example.com' })).status, 200)
  same('gone', (await rows()).some((r) => ['alice', 'bob'].includes(r.email.split('@')[0])), false)
  same('neither', (await ask('DELETE', 'user')).status, 400)
  await reset()
}

const v2 = `${path(one.base)}/web/api/v2.1`
function console_(method, name, data, { token = one.token, scheme = 'ApiToken' } = {}) {
  return send(method, `${v2}/${name}`, {
    headers: { Authorization: `${scheme} ${token}`, ...(data === undefined ? {} : json) },
    body: data === undefined ? undefined : JSON.stringify(data)
  })
}
const john = '225494730938493804'
const [acme, globex] = ['225494730938493915', '225494730938493916']
const [berlin, paris] = ['225494730938495001', '225494730938495002']
const [viewer, helpdesk, other, auditor] = ['4001', '4010', '4011', '4012'].map(
  (end) => `22549473093849${end}`
)

async function sentineloneKeys() {
  const exact =
    '{"errors":[{"code":4010010,"detail":null,"title":"Authentication Failed"}]}\n'
  for (const [name, answer] of [
    ['a wrong token', await console_('GET', 'users', undefined, { token: 'x' })],
    ['a wrong scheme', await console_('GET', 'users', undefined, { scheme: 'Bearer' })],
    ['none', await send('GET', `${v2}/users`)]
  ])
    same(name, [answer.status, answer.text, answer.bytes.length], [401, exact, 76])
  const up = await send('GET', `${v2}/system/status`)
  same('health needs none', [up.status, up.json], [200, { data: { health: 'ok' } }])
  const ro = { token: sim.sentinelone_ro.token }
  same('reading is enough to read', (await console_('GET', 'users', undefined, ro)).status, 200)
  const refused = await console_('DELETE', `users/${john}`, undefined, ro)
  same('and for no more', refused.status, 403)
  same('without a title', Object.keys(refused.json.errors[0]), ['code', 'detail'])
  same('an unknown path', (await console_('GET', 'agents')).status, 404)
  ok('not by Duo', !('server' in refused.headers))
}

async function sentineloneLists() {
  const list = async (name, query = '') => (await console_('GET', `${name}${query}`)).json
  const first = await list('users')
  same('ten by default', first.data.length, 10)
  const cursor = first.pagination.nextCursor
  ok('a cursor with signs to encode', /[+]/.test(cursor) && /[/]/.test(cursor) && /=/.test(cursor))
  same('not encoded', (await console_('GET', `users?cursor=${cursor}`)).status, 400)
  const second = await list('users', `?cursor=${encodeURIComponent(cursor)}`)
  ok('encoded: the next page', second.data[0].id !== first.data[0].id && second.data.length === 10)
  const seen = new Set()
  let next
  do {
    const page = await list('users', `?limit=400${next ? `&cursor=${encodeURIComponent(next)}` : ''}`)
    page.data.forEach((user) => seen.add(user.id))
    next = page.pagination.nextCursor
  } while (next !== null)
  same('each once, null ends', seen.size, first.pagination.totalItems)
  for (const bad of ['limit=0', 'limit=1001', 'limit=x', 'skip=1001', 'cursor=x', 'colour=red'])
    same(`refused: ${bad}`, (await console_('GET', `users?${bad}`)).json.errors[0].code, 4000010)
  same('ids are strings', typeof first.data[0].id, 'string')
  ok('rows lack fields', first.data.every((u) => !('isExternalLoginUser' in u) && !('pages' in u)))
  const whole = (await list(`users/${john}`)).data
  ok('one user has them', 'isExternalLoginUser' in whole && 'pages' in whole)
  const emails = async (query) => (await list('users', `?${query}`)).data.map((u) => u.email)
  same('by address', await emails('email=admin%40example.com'), ['admin@example.com'])
  same('by part of it', await emails('email__contains=admin,jane'), ['admin@example.com', 'jane@example.com'])
  same('by name', (await emails('fullName=Sam%20Twin')).length, 2)
  same('by flag', await emails('twoFaEnabled=false'), ['jane@example.com'])
  same('by account', await emails(`accountIds=${acme}`), ['admin@example.com'])
  same('by time', await emails('createdAt__lt=2018-12-31'), ['root@example.com'])
  same('between times', await emails('createdAt__between=1546300800000-1577836800000'), ['admin@example.com'])
  same('sorted', (await emails('sortBy=email&sortOrder=desc'))[0], 'twin2@example.com')
  same('counted only', (await list('users', '?countOnly=true')).data, [])
  same('sites are inside', (await list('sites')).data.sites.length, 3)
  same('two of a name', (await list('sites', '?name=Berlin')).data.sites.length, 2)
  same('accounts', (await list('accounts', '?name=Acme')).data.map((a) => a.id), [acme])
  const roles = async (query) => (await list('rbac/roles', `?${query}`)).data.map((r) => r.id).slice(1)
  same('roles of an account', (await roles(`accountIds=${acme}`)).slice(1), [helpdesk])
  same('of a site: its account too', (await roles(`siteIds=${paris}`)).slice(1), [other, auditor])
  same('of the tenant', (await roles('tenant=true')).length, 1)
  same('who am I', (await list('user')).data.email, 'root@example.com')
}

async function sentineloneUpdates() {
  const put = (data, id = john) => console_('PUT', `users/${id}`, { data })
  const refused = async (name, data) => same(name, (await put(data)).status, 400)
  const place = (id, roleId) => [{ id, roleId }]
  await refused('without a scope', { fullName: 'x' })
  await refused('an unknown scope', { scope: 'planet' })
  await refused('an account without a place', { scope: 'account' })
  await refused('a place without an id', { scope: 'account', scopeRoles: [{ roleId: viewer }] })
  await refused('an id that is a number', { scope: 'account', scopeRoles: place(5, viewer) })
  await refused('a role that is a number', { scope: 'account', scopeRoles: place(acme, 4001) })
  await refused('an empty list', { scope: 'account', scopeRoles: [] })
  await refused('a role of another scope', { scope: 'account', scopeRoles: place(globex, helpdesk) })
  await refused('a site as an account', { scope: 'account', scopeRoles: place(berlin, viewer) })
  await refused('a tenant with an id', { scope: 'tenant', scopeRoles: place(acme, viewer) })
  await refused('an unknown field', { scope: 'tenant', colour: 'red' })
  same('no data at all', (await console_('PUT', `users/${john}`, {})).status, 400)
  const missing = await put({ scope: 'tenant' }, '1')
  same('an unknown user', [missing.status, missing.json.errors[0].detail], [404, 'User not found.'])
  const before = (await console_('GET', `users/${john}`)).json.data
  const moved = (await put({ scope: 'site', scopeRoles: place(berlin, helpdesk) })).json.data
  same('moved', [moved.scope, moved.scopeRoles[0].name, moved.scopeRoles[0].accountName], ['site', 'Berlin', 'Acme'])
  same('the rest stays', [moved.fullName, moved.apiToken], [before.fullName, before.apiToken])
  await control('POST', 'state', { sentinelone: { viewer_default: true } })
  const fallen = (await put({ scope: 'account', scopeRoles: place(globex, helpdesk) })).json.data
  same('or it becomes Viewer', fallen.scopeRoles[0].roleName, 'Viewer')
  const named = (await put({ scope: 'tenant', fullName: 'J', canGenerateApiToken: true })).json.data
  same('name and flag', [named.fullName, named.canGenerateApiToken], ['J', true])
  same('deleted', (await console_('DELETE', `users/${john}`)).json, { data: { success: true } })
  same('once', (await console_('DELETE', `users/${john}`)).status, 404)
  await reset()
  same('restored', (await console_('GET', `users/${john}`)).json.data.fullName, 'John Doe')
}

async function faults() {
  await reset()
  const users = 'GET /web/api/v2.1/users'
  const list = 'GET /allthenticate/multipleusers'
  const toggle = 'POST /allthenticate/togglesuspension'
  const fault = (match, kind, value) => control('POST', 'fault', { match, kind, value, count: 1 })
  await fault(users, 'ratelimit', 7)
  const slow = await console_('GET', 'users')
  same('too many', [slow.status, slow.headers['retry-after']], [429, '7'])
  same('in its own words', slow.json.errors[0].title, 'Too Many Requests')
  await fault(list, 'ratelimit', 3)
  same('both', (await ask('GET', 'multipleusers')).headers['retry-after'], '3')
  await fault(users, 'status', 500)
  same('broken', (await console_('GET', 'users')).json.errors[0].code, 5000010)
  await fault(list, 'status', 500)
  same('broken too', Object.keys((await ask('GET', 'multipleusers')).json), ['error'])
  await fault(toggle, 'reset', 0)
  ok('cut off', !(await closed(ask('POST', 'togglesuspension', { email_id: '501' }))).startsWith('HTTP'))
  same('but done', (await person('alice@example.com')).suspended, true)
  await fault(toggle, 'reset_early', 0)
  ok('cut off', !(await closed(ask('POST', 'togglesuspension', { email_id: '501' }))).startsWith('HTTP'))
  same('and not done', (await person('alice@example.com')).suspended, true)
  const counters = (await control('GET', 'counters')).by_route
  same('counted by template', counters[toggle], 2)
  await console_('GET', `users/${john}`)
  const again = (await control('GET', 'counters')).by_route
  same('ids stay out', again['GET /web/api/v2.1/users/{user_id}'], 1)
  const wrong = await send('POST', '/_sim/state', {
    headers: json,
    body: JSON.stringify({ allthenticate: { suspension: 'moon' } })
  })
  same('an unknown word changes nothing', wrong.status, 400)
  await reset()
}

await reset()
await allthenticateKeys()
await allthenticateReads()
await allthenticateLists()
await allthenticateState()
await sentineloneKeys()
await sentineloneLists()
await sentineloneUpdates()
await faults()
finish()
