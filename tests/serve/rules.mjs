// SPDX-License-Identifier: MIT
// Routes, inputs, refusals and callers of the REST adapter.
//
//   rules.mjs PORT SOCKET DOORWARD CONF SIM_JSON ALL READ LISTED WRITE
import fs from 'node:fs'
import { client, controller, doorward, finish, raw, same } from './harness.mjs'

const [, , port, socket, program, conf, simJson, all, read, listed, write] = process.argv
const call = client(Number(port), all)
const sim = JSON.parse(fs.readFileSync(simJson))
const status = async (method, path, options) => (await call(method, path, options)).status
const detail = (answer) => JSON.parse(answer.text).message_detail

const control = controller(sim)
const fault = (kind, value, more = {}) => control('POST', 'fault', { match: '*', kind, value, ...more })
const mended = () => control('POST', 'reset', {})

// routes
const users = '/admin/v1/users'
const alice = JSON.parse((await call('GET', `${users}?username=alice`)).text).response[0].user_id
same('a literal segment goes before an id', (await call('GET', `${users}/directorysync`)).text.includes('directory_key'), true)
same('an id may be encoded', await status('GET', `${users}/${alice.replace('D', '%44')}`), 200)
for (const [path, expected] of [
  ['/', 200], ['/openapi.json', 200], ['/nope', 404], ['/nope/', 404], ['/admin/v1/users/', 200],
  ['/openapi.json/', 200], ['/admin/v1/users//', 404], ['//', 404],
  ['/admin/v1//users', 404], ['/Admin/v1/users', 404], [`/admin/v1/users/${'x'.repeat(65)}`, 404],
  ['/admin/v1/users/a!b', 400], ['/admin/v1/users/%C3%A9', 400], ['/auth/v2/check', 404],
  ['/admin/v1/info/summary', 404], ['/.well-known/oauth-protected-resource', 404]
])
  same(`GET ${path.slice(0, 60)}`, await status('GET', path), expected)
const put = await call('PUT', users)
same('405 with Allow', [put.status, put.headers.allow, JSON.parse(put.text).code], [405, 'GET, HEAD, POST', 40501])
same('405 of one method', (await call('POST', `${users}/directorysync`)).headers.allow, 'GET, HEAD')
const [got, head, options] = [await call('GET', users), await call('HEAD', users), await call('OPTIONS', users)]
same('HEAD is GET without a body', [head.status, head.text, head.headers['content-length'], head.headers['content-type']],
  [200, '', got.headers['content-length'], got.headers['content-type']])
same('HEAD of the documents', [await status('HEAD', '/'), await status('HEAD', '/openapi.json')], [200, 200])
same('OPTIONS says the methods, and no more', [options.status, options.headers.allow, options.text,
  options.headers['access-control-allow-origin']], [204, 'GET, HEAD, POST', '', undefined])
same('an id that was left empty changes nobody', [await status('POST', `${users}/`, { form: { username: 'slash' } }),
  await status('DELETE', `${users}/`)], [404, 405])

// inputs
const refusals = [
  ['an unknown parameter', 'GET', `${users}?colour=red`, {}, 400, /takes no colour/],
  ['a number out of range', 'GET', `${users}?limit=0`, {}, 400, /limit/],
  ['a parameter given twice', 'GET', `${users}?limit=1&limit=2`, {}, 400, /twice/],
  ['given in query and body', 'POST', `${users}?username=a`, { form: { username: 'b' } }, 400, /twice/],
  ['an id that contradicts the path', 'POST', `${users}/${alice}`, { form: { user_id: 'DU1' } }, 400, /twice/],
  ['a query that is none', 'GET', `${users}?limit`, {}, 400, /NAME=VALUE/],
  ['a NUL in a form', 'POST', users, { body: 'username=a%00b', headers: { 'Content-Type': 'application/x-www-form-urlencoded' } }, 400, /NUL/],
  ['what is no JSON', 'POST', users, { body: '{', headers: { 'Content-Type': 'application/json' } }, 400, /not JSON/],
  ['JSON that is no object', 'POST', users, { json: [] }, 400, /object/],
  ['a name twice in JSON', 'POST', users, { body: '{"username":"a","username":"b"}', headers: { 'Content-Type': 'application/json' } }, 400, /twice/],
  ['nesting', 'POST', users, { json: { username: { a: 1 } } }, 400, /must be a string/],
  ['null', 'POST', users, { json: { username: null } }, 400, /null/],
  ['a missing parameter', 'POST', users, {}, 400, /username/],
  ['another type of body', 'POST', users, { body: 'x', headers: { 'Content-Type': 'text/plain' } }, 415, /json/],
  ['no type of body', 'POST', users, { body: 'x' }, 415, /json/],
  ['a compressed body', 'POST', users, { body: 'x', headers: { 'Content-Encoding': 'gzip', 'Content-Type': 'application/json' } }, 415, /Content-Encoding/],
  ['a body with GET', 'GET', users, { body: 'x', headers: { 'Content-Type': 'application/json' } }, 400, /no body/]
]
for (const [name, method, path, options, expected, words] of refusals) {
  const answer = await call(method, path, options)
  same(`refused: ${name}`, [answer.status, words.test(detail(answer)) || detail(answer), JSON.parse(answer.text).stat], [expected, true, 'FAIL'])
}
same('a charset is no other type', await status('POST', `${users}/${alice}`, { body: '{"notes":"x"}', headers: { 'Content-Type': 'Application/JSON; charset=utf-8' } }), 200)
const big = await call('POST', `${users}/${alice}`, { body: '{"notes":"' + '9'.repeat(20) + '","enable_auto_prompt":true}', headers: { 'Content-Type': 'application/json' } })
same('truth values and long digits', [big.status, JSON.parse(big.text).response.notes], [200, '9'.repeat(20)])

// callers
for (const [name, token, method, path, expected, body] of [
  ['nobody', null, 'GET', users, 401], ['a wrong token', 'dw_' + '0'.repeat(64), 'GET', users, 401],
  ['a token without its end', all.slice(0, -1), 'GET', users, 401], ['an empty token', '', 'GET', users, 401],
  ['a token that reads', read, 'GET', users, 200], ['a token that reads, for a write', read, 'POST', users, 403],
  ['a token that writes, for a deletion', write, 'DELETE', `${users}/DU0`, 403],
  ['a token that writes, for codes', write, 'POST', `${users}/${alice}/bypass_codes`, 403],
  ['a token that writes and sees no secrets', write, 'POST', `${users}/enroll`, 403],
  ['a token that writes, to shut somebody out', write, 'POST', `${users}/${alice}`, 403, { status: 'disabled' }],
  ['a token that writes, to let somebody in', write, 'POST', `${users}/${alice}`, 403, { status: 'bypass' }],
  ['a token that writes, to make a group that lets people in', write, 'POST', '/admin/v1/groups', 403, { name: 'open', status: 'bypass' }],
  ['a token that writes, to make one that shuts them out', write, 'POST', '/admin/v1/groups', 403, { name: 'shut', status: 'disabled' }],
  ...['"bypass"', '"\\u0062ypass"', '"active","status":"bypass"', '"Bypass"', '["bypass"]'].map((value) =>
    [`a token that writes, for many, one with the status ${value}`, write, 'POST', `${users}/bulk_create`, 403,
      { users: `[{"username":"many1"},{"username":"many2","status":${value}}]` }]),
  ['a token that writes, for many', write, 'POST', `${users}/bulk_create`, 200, { users: '[{"username":"many1","status":"disabled"}]' }],
  ['a token that writes, for the usual', write, 'POST', `${users}/${alice}`, 200, { status: 'active' }],
  ['a listed operation', listed, 'GET', `${users}/${alice}`, 200], ['one that is not listed', listed, 'GET', users, 403]
]) {
  const form = method === 'POST' ? { form: body ?? { username: 'zoe' } } : {}
  same(name, await status(method, path, { ...(path.endsWith('codes') ? {} : form), token, headers: token === '' ? { Authorization: 'Bearer ' } : {} }), expected)
}
const bare = await call('GET', users, { token: null })
same('401 says how', bare.headers['www-authenticate'], 'Bearer realm="doorward"')
same('and of a wrong token, that it is', (await call('GET', users, { token: 'x' })).headers['www-authenticate'], 'Bearer realm="doorward", error="invalid_token"')
same('no token in the query', await status('GET', `${users}?access_token=${all}`, { token: null }), 401)
same('no other scheme', await status('GET', users, { token: null, headers: { Authorization: `Basic ${all}` } }), 401)
same('the scheme in small letters', await status('GET', users, { token: null, headers: { Authorization: `bearer ${all}` } }), 200)
same('nothing is to be kept', bare.headers['cache-control'], 'no-store')
const made = doorward(program, conf, ['token', 'add', 'short-lived'])
const short = made.out.toString().trim()
same('a new token counts at once', await status('GET', users, { token: short }), 200)
doorward(program, conf, ['token', 'revoke', 'short-lived'])
same('a revoked one no more', await status('GET', users, { token: short }), 401)
fs.chmodSync(conf.replace('doorward.conf', 'tokens'), 0o644)
same('a file that others can read lets nobody in', await status('GET', users), 401)
fs.chmodSync(conf.replace('doorward.conf', 'tokens'), 0o600)
same('until it is mended', await status('GET', users), 200)

// names
const name = async (headers) => (await raw(Number(port), `GET ${users}?limit=1 HTTP/1.1\r\nAuthorization: Bearer ${all}\r\nConnection: close\r\n${headers}\r\n\r\n`)).status
for (const [headers, expected] of [
  [`Host: localhost:${port}`, 200], ['Host: 127.0.0.1', 200], ['Host: [::1]:1', 200], ['Host: LOCALHOST', 200],
  ['Host: evil.example', 403], [`Host: localhost.evil.example:${port}`, 403], ['Host: 127.0.0.1.evil.example', 403],
  ['Host: localhost:x', 400], ['Host: localhost:99999', 400], ['Host: [::1', 400],
  [`Host: localhost:${port}\r\nOrigin: http://localhost:${port}`, 200],
  [`Host: 127.0.0.1:${port}\r\nOrigin: http://localhost:${port}`, 200],
  [`Host: localhost:${port}\r\nOrigin: http://localhost:1`, 403],
  [`Host: localhost:${port}\r\nOrigin: https://localhost:${port}`, 403],
  [`Host: localhost:${port}\r\nOrigin: http://evil.example`, 403],
  [`Host: localhost:${port}\r\nOrigin: http://localhost:${port}.evil.example`, 403],
  [`Host: localhost:${port}\r\nOrigin: null`, 403]
])
  same(`names: ${headers.replace('\r\n', ', ').replaceAll(port, 'PORT')}`, await name(headers), expected)
same('no page speaks to the local socket', (await client(socket)('GET', users, { headers: { Origin: 'http://localhost' } })).status, 403)
same('the local socket has the other rows too', (await client(socket)('GET', '/auth/v2/check')).status, 200)

// the directory's faults
const answered = async (kind, value, more) => {
  await fault(kind, value, more)
  const answer = await call('GET', `${users}/${alice}`)
  await mended()
  return answer
}
for (const [kind, value, expected] of [
  ['status', 500, 500], ['html', 503, 502], ['garbage', 0, 502], ['truncate', 0, 502],
  ['reset', 0, 502], ['huge', 64, 502], ['stall', 0, 504], ['trickle', 0, 504]
]) {
  const answer = await answered(kind, value)
  same(`the directory: ${kind}`, [answer.status, JSON.parse(answer.text).stat], [expected, 'FAIL'])
}
// what is no answer of the directory: for the command line alone, which asks for it, and as it came
for (const [name, where, headers, expected] of [
  ['the local socket', socket, {}, [502, 'application/json']],
  ['the local socket, untouched', socket, { 'Doorward-Untouched': 'yes' }, [503, 'application/octet-stream']],
  ['TCP', Number(port), { 'Doorward-Untouched': 'yes' }, [502, 'application/json']]
]) {
  await fault('html', 503)
  const answer = await client(where, where === socket ? undefined : all)('GET', `${users}/${alice}`, { headers })
  await mended()
  same(`a page of a stranger: ${name}`, [answer.status, answer.headers['content-type']], expected)
}
const limited = await answered('ratelimit', 7)
same('its patience is handed on', [limited.status, limited.headers['retry-after']], [429, '7'])
finish()
