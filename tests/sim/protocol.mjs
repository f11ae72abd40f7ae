// SPDX-License-Identifier: MIT
// Request by request: order of errors, signatures, headers, where parameters may stand.
import crypto from 'node:crypto'
import { brief, call, finish, line, ok, reset, same, send, sim, userId } from './harness.mjs'

const check = '/auth/v2/check'
const code = async (answer) => {
  const { status, json } = await answer
  if (json.stat === 'OK') return 'OK'
  return String(json.code).startsWith(String(status))
    ? brief({ json })
    : `HTTP ${status} with ${json.code}`
}

async function errorOrder() {
  const old = new Date(Date.now() - 400e3).toUTCString()
  same('no credentials first', await code(send('GET', '/admin/v1/none')), '40101')
  same(
    'no Basic',
    await code(call('GET', check, {}, { headers: { Authorization: 'Bearer x' } })),
    '40101'
  )
  same(
    'no colon',
    await code(call('GET', check, {}, { headers: { Authorization: 'Basic eHg=' } })),
    '40101'
  )
  same(
    'then the key',
    await code(call('GET', check, {}, { ikey: 'DIXXXXXXXXXXXXXXXXXX', without: ['Date'] })),
    '40102'
  )
  same(
    'then a date at all',
    await code(call('GET', check, {}, { without: ['Date'], skey: 'x' })),
    '40104'
  )
  same(
    'then its text',
    await code(call('GET', check, {}, { date: 'yesterday', skey: 'x' })),
    '40105'
  )
  same('then its value', await code(call('GET', check, {}, { date: old, skey: 'x' })), '40105')
  same(
    'then the kind of signature',
    await code(call('GET', check, {}, { signature: 'a'.repeat(64) })),
    '40112'
  )
  same(
    'then the signature',
    await code(call('GET', '/admin/v1/users', {}, { app: 'auth', skey: 'x' })),
    '40103'
  )
  same(
    'then the application',
    await code(call('GET', '/admin/v1/none', {}, { app: 'auth' })),
    '40301 Wrong integration type for this API.'
  )
  same(
    'the other way too',
    await code(call('GET', check, {}, { app: 'admin' })),
    '40301 Wrong integration type for this API.'
  )
  same(
    'then the permission',
    await code(call('POST', '/admin/v1/users', {}, { app: 'admin_ro' })),
    '40301'
  )
  same(
    'settings are a permission',
    await code(call('GET', '/admin/v1/settings', {}, { app: 'admin_ro' })),
    '40301'
  )
  same('then the path', await code(call('GET', '/admin/v1/none')), '40401')
  same('and the method', await code(call('PUT', '/admin/v1/users')), '40501')
  same('fixed words are no user id', await code(call('GET', '/admin/v1/users/enroll')), '40501')
  same('then the parameters', await code(call('POST', '/admin/v1/users')), '40001 username')
  same('then the resource', await code(call('GET', '/admin/v1/users/DU0')), '40401')
  same('a path outside', await code(call('GET', '/nowhere', {}, { app: 'admin' })), '40401')
  same('ping needs nothing', await code(send('GET', '/auth/v2/ping')), 'OK')
}

async function signatures() {
  const users = '/admin/v1/users'
  const name = { username: 'alice' }
  const date = (zone, hours) =>
    new Date(Date.now() + hours * 3600e3).toUTCString().replace('GMT', zone)
  for (const options of [
    { version: 2 },
    { version: 2, digest: 'sha1' },
    { version: 5 },
    { plus: true },
    { version: 2, plus: true },
    { date: date('-0000', 0) },
    { date: date('+0200', 2) },
    { date: date('-05:30', -5.5) }
  ]) {
    const answer = await call('GET', users, { email: 'alice@example.com' }, options)
    same(`accepted ${JSON.stringify(options)}`, brief(answer)[0]?.username, 'alice')
  }
  same(
    'version 5 is never SHA-1',
    await code(call('GET', users, name, { digest: 'sha1' })),
    '40103'
  )
  same('the host counts', await code(call('GET', users, name, { host: 'example.com' })), '40103')
  same(
    'without its port',
    await code(call('GET', users, name, { host: `localhost:${sim.port}` })),
    '40103'
  )
  const now = new Date(Date.now()).toUTCString()
  const duo = { date: now, duoHeaders: { 'X-Duo-Date': now } }
  same('X-Duo-Date, hashed', await code(call('GET', users, name, duo)), 'OK')
  same(
    'X-Duo-Date wins over Date',
    await code(call('GET', users, name, { ...duo, headers: { Date: new Date(0).toUTCString() } })),
    'OK'
  )
  same(
    'further headers, any case',
    await code(call('GET', users, name, { duoHeaders: { 'x-duo-B': '2', 'X-Duo-a': '1' } })),
    'OK'
  )
  same(
    'a header not signed',
    await code(call('GET', users, name, { headers: { 'X-Duo-C': '3' } })),
    '40103'
  )
  same(
    'skew of 290 s',
    await code(call('GET', users, name, { date: new Date(Date.now() - 290e3).toUTCString() })),
    'OK'
  )
  same(
    'the body counts',
    await code(
      call(
        'POST',
        '/admin/v1/groups',
        { name: 'x' },
        {
          skey: undefined,
          signature: crypto.createHmac('sha512', sim.admin.skey).update('x').digest('hex')
        }
      )
    ),
    '40103'
  )
}

async function places() {
  for (const [version, where] of [
    [2, 'query'],
    [2, 'form'],
    [5, 'query'],
    [5, 'json']
  ]) {
    const params = { name: `place ${version} ${where}`, desc: 'a+b %&=ü' }
    const answer = await call('POST', '/admin/v1/groups', params, { version, where })
    same(
      `version ${version}, parameters in the ${where}`,
      [brief(answer).name, brief(answer).desc],
      [params.name, params.desc]
    )
  }
  const group = { name: 'empty body', desc: 'x' }
  same(
    'JSON type without a body',
    brief(
      await call('POST', '/admin/v1/groups', group, {
        where: 'query',
        headers: { 'Content-Type': 'application/json' }
      })
    ).name,
    'empty body'
  )
  const alice = await userId('alice')
  const codes = `/admin/v1/users/${alice}/bypass_codes`
  const made = await call('POST', codes, { count: 2, preserve_existing: true })
  same('native numbers and flags', brief(made).length, 2)
  same(
    'broken JSON',
    await code(call('POST', '/admin/v1/groups', {}, { where: 'query', ...rawBody('{"name": ') })),
    '40002'
  )
}

// A version 5 POST whose body is no JSON object.
function rawBody(text) {
  const hash = (data) => crypto.createHash('sha512').update(data).digest('hex')
  const date = new Date(Date.now()).toUTCString()
  const lines = [date, 'POST', 'localhost', '/admin/v1/groups', '', hash(text), hash('')]
  return {
    date,
    signature: crypto.createHmac('sha512', sim.admin.skey).update(lines.join('\n')).digest('hex'),
    headers: { 'Content-Type': 'application/json', 'Content-Length': text.length },
    send: { body: text }
  }
}

async function headers() {
  const get = await call('GET', '/admin/v1/users', { limit: 3 })
  const sha1 = crypto.createHash('sha1').update(get.bytes).digest('hex')
  same('ETag of a GET', get.headers.etag, `"${sha1}"`)
  same('its length', get.headers['content-length'], String(get.bytes.length))
  same(
    'type and server',
    [get.headers['content-type'], get.headers.server],
    ['application/json', 'Duo/1.0']
  )
  same('no caching', [get.headers['cache-control'], get.headers.pragma], ['no-store', 'no-cache'])
  ok(
    'safety headers',
    get.headers['strict-transport-security'] === 'max-age=31536000' &&
      get.headers['content-security-policy'].includes("default-src 'self'"),
    get.headers
  )
  ok('stays open', /keep-alive/i.test(get.headers.connection), get.headers.connection)
  const post = await call('POST', '/auth/v2/preauth', { username: 'alice' })
  same('no ETag on POST', [post.status, post.headers.etag], [200, undefined])
  const bad = await call('GET', '/admin/v1/users', { limit: 'x' })
  same('an error has few headers', Object.keys(bad.headers).sort(), [
    'connection',
    'content-length',
    'content-type',
    'date',
    'server'
  ])
  same(
    'and is printed in order',
    bad.text,
    '{"code": 40002, "message": "Invalid request parameters", "message_detail": "limit", "stat": "FAIL"}'
  )
  const named = await call('GET', '/admin/v1/users', { username: 'user007' })
  ok(
    'ASCII only',
    named.text.includes('"J\\u00fcrgen \\u5c71\\u7530 \\ud83d\\udeaa"') &&
      /^[ -~]*$/.test(named.text),
    named.text
  )
}

for (const part of [errorOrder, signatures, places, headers]) {
  await reset()
  await part().catch((error) => ok(`${part.name} ran to its end`, false, error))
}
same('parameters have one order', line({ b: 1, a: '*' }), 'a=%2A&b=1')
finish()
