// SPDX-License-Identifier: MIT
// Raw bytes that no honest client sends: refused, bounded, and the server goes on.
//
//   hostile.mjs PORT TOKEN SERVE_PID
import fs from 'node:fs'
import http from 'node:http'
import net from 'node:net'
import { client, finish, raw, same } from './harness.mjs'

const [, , portText, token, pid] = process.argv
const port = Number(portText)
const call = client(port, token)
const users = '/admin/v1/users'
const auth = `Authorization: Bearer ${token}\r\n`
const host = `Host: localhost:${port}\r\n`
const get = (target, more = '', end = 'Connection: close\r\n') =>
  `GET ${target} HTTP/1.1\r\n${host}${auth}${more}${end}\r\n`
const post = (more, body = '', target = users) =>
  `POST ${target} HTTP/1.1\r\n${host}${auth}Content-Type: application/json\r\n${more}\r\n${body}`
const second = get(`${users}?limit=1`)
const memory = () => Number(fs.readFileSync(`/proc/${pid}/status`, 'utf8').match(/VmRSS:\s+(\d+)/)[1])
// hundredths of a second
const used = () => fs.readFileSync(`/proc/${pid}/stat`, 'utf8').split(' ').slice(13, 15).reduce((sum, part) => sum + Number(part), 0)
// a sanitizer keeps more for each thread than the thread does
const sanitized = /lib[at]san/.test(fs.readFileSync(`/proc/${pid}/maps`, 'utf8'))
const bounded = (name, mib) => same(name, sanitized || memory() < mib * 1024 || memory(), true)
const descriptors = () => fs.readdirSync(`/proc/${pid}/fd`).length

// Nothing but the refusal is answered, nothing behind it is served, and the connection ends. (The
// library writes the head of its own refusals twice.)
async function refused(name, bytes, expected) {
  const seen = await raw(port, bytes, { limit: 5000 })
  same(name, [[...new Set(seen.statuses)], seen.how === 'limit'], [[expected], false])
}

await refused('both lengths', post('Content-Length: 2\r\nTransfer-Encoding: chunked\r\n', '0\r\n\r\n' + second), 400)
await refused('both lengths, the other way', post('Transfer-Encoding: chunked\r\nContent-Length: 2\r\n', '0\r\n\r\n' + second), 400)
await refused('two lengths', post('Content-Length: 2\r\nContent-Length: 4\r\n', '{}' + second), 400)
await refused('the same length twice', post('Content-Length: 2\r\nContent-Length: 2\r\n', '{}' + second), 400)
await refused('two lengths in one line', post('Content-Length: 2, 2\r\n', '{}' + second), 400)
await refused('a negative length', post('Content-Length: -2\r\n', '{}'), 400)
await refused('a signed length', post('Content-Length: +2\r\n', '{}' + second), 400)
await refused('a length in hexadecimal', post('Content-Length: 0x2\r\n', '{}' + second), 400)
await refused('a length beyond all numbers', post('Content-Length: 99999999999999999999999\r\n', '{}'), 413)
await refused('two codings', post('Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n', '0\r\n\r\n' + second), 400)
await refused('a coding that is not chunked', post('Transfer-Encoding: identity\r\n', '{}' + second), 400)
await refused('a list of codings', post('Transfer-Encoding: gzip, chunked\r\n', '0\r\n\r\n' + second), 400)
await refused('a coding with something behind', post('Transfer-Encoding: xchunked\r\n', '0\r\n\r\n' + second), 400)
await refused('a coding in HTTP/1.0', post('Transfer-Encoding: chunked\r\n', '0\r\n\r\n').replace('HTTP/1.1', 'HTTP/1.0'), 400)
await refused('two Hosts', get(users, 'Host: evil.example\r\n') + second, 400)
await refused('the same Host twice', get(users, host) + second, 400)
await refused('no Host', `GET ${users} HTTP/1.1\r\n${auth}\r\n`, 400)
await refused('no Host in HTTP/1.0', `GET ${users} HTTP/1.0\r\n${auth}\r\n`, 400)
await refused('two tokens', get(users, 'Authorization: Bearer x\r\n') + second, 400)
await refused('two Origins', get(users, 'Origin: http://localhost\r\nOrigin: http://evil.example\r\n') + second, 400)
await refused('two types', post('Content-Type: text/plain\r\nContent-Length: 2\r\n', '{}' + second), 400)
await refused('a blank before the colon', get(users, 'Content-Length : 2\r\n') + second, 400)
await refused('a name with a blank', get(users, 'X Y: 2\r\n') + second, 400)

for (const [name, bytes] of Object.entries({
  'a NUL in a length': post('Content-Length: 2\0' + '0\r\n', '{}' + second),
  'a NUL in Host': `GET ${users} HTTP/1.1\r\nHost: localhost\0.evil.example\r\n${auth}\r\n` + second,
  'a NUL in a token': get(users, '', '').replace(token, `${token}\0x`) + second,
  'a NUL in any header': get(users, 'X: a\0b\r\n', '') + second,
  'a NUL in the name of a header': get(users, 'X\0Y: b\r\n', '') + second,
  'a NUL in the target': get(`${users}\0/x`, '', '') + second,
  'a NUL behind the method': get(users, '', '').replace('GET', 'GET\0') + second,
  'a NUL behind the version': get(users, '', '').replace('1.1', '1.1\0') + second,
  'lines that end with LF alone': get(users).replaceAll('\r\n', '\n') + second,
  'one line that does': get(users, 'X: a\nY: b\r\n', '') + second,
  'CR alone': get(users, 'X: a\rY: b\r\n', '') + second,
  'a length in two lines': post('Content-Length: 2\r\n 0\r\n', '{}' + second),
  'a coding in two lines': post('Transfer-Encoding:\r\n chunked\r\n', '0\r\n\r\n' + second)
}))
  await refused(name, bytes, 400)
same('blanks around values are no fault', (await raw(port, get(users, 'X:y\r\nZ:   z  \r\n'))).status, 200)

for (const [target, status] of [
  [`${users}/%00`, 400], [`${users}%00?limit=1`, 400], [`${users}?limit=1%00`, 400], [`${users}/a%2Fb`, 400],
  [`${users}/a%2fb`, 400], [`${users}/a%5Cb`, 400], [`${users}/a\\b`, 400], ['/admin/v1/groups/../users', 400],
  ['/admin/v1/groups/%2e%2e/users', 400], ['/admin/v1/groups/.%2E/users', 400], ['/./admin/v1/users', 400],
  [`${users}/.`, 400], [`${users}/..`, 400], [`${users}/%zz`, 400], [`${users}/%4`, 400], [`${users}/%`, 400],
  [`${users}/a%0ab`, 400], [`${users}/a%7fb`, 400], [`${users}#x`, 400], [`http://evil.example${users}`, 400],
  ['*', 400], ['admin/v1/users', 400], [`${users}/\xe9`, 400], [`${users}/...`, 400], [`${users}/..;`, 400]
])
  await refused(`target ${target.replace(/[^ -~]/g, '?')}`, get(target), status)

await refused('17 KiB of headers', get(users, `X-Long: ${'x'.repeat(17 * 1024)}\r\n`), 431)
await refused('17 KiB in many headers', get(users, 'X-Many: 1\r\n'.repeat(1500)), 431)
await refused('17 KiB of target', get(`${users}?${'x'.repeat(17 * 1024)}`), 414)
await refused('2 MiB of body, announced', post('Content-Length: 2097152\r\n', 'x'), 413)
const chunk = '8000\r\n' + 'x'.repeat(0x8000) + '\r\n'
await refused('2 MiB of body in chunks', [post('Transfer-Encoding: chunked\r\n'), ...Array(64).fill(chunk), '0\r\n\r\n'], 413)
const flood = await raw(port, [post('Transfer-Encoding: chunked\r\n'), ...Array(400).fill(chunk)], { limit: 5000 })
same('chunks without end are cut', flood.how !== 'limit', true)
await refused('a broken chunk', post('Transfer-Encoding: chunked\r\n', 'zz\r\nx\r\n0\r\n\r\n' + second), 400)
await refused('no method that is known', `FROB ${users} HTTP/1.1\r\n${host}${auth}Connection: close\r\n\r\n`, 405)
const pipelined = await raw(port, get(`${users}?limit=1`, '', '') + second, { limit: 5000 })
same('two requests in a row are two', pipelined.statuses, [200, 200])
const chunked = await raw(port, post('Transfer-Encoding: chunked\r\nConnection: close\r\n', 'f\r\n{"username":"k"\r\n1\r\n}\r\n0\r\n\r\n'), { limit: 5000 })
same('a body in chunks is taken', chunked.status, 200)
// whoever finds the end of such a body elsewhere has nothing behind it
for (const body of ['f\r\n{"username":"l"\r\n1\r\n}\r\n0\r\n\r\n', 'f\n{"username":"m"\n1\n}\n0\n\n', 'f;a\n{"username":"n"\r\n1\r\n}\r\n0\r\n\r\n'])
  same('a body in chunks is the last', (await raw(port, post('Transfer-Encoding: chunked\r\n', body + second), { limit: 5000 })).statuses, [200])
const expecting = await raw(port, post('Content-Length: 2\r\nExpect: 100-continue\r\nConnection: close\r\n'), { limit: 5000, until: (t) => t.includes('100') })
same('who asks may go on', expecting.status, 100)
const early = await raw(port, post('Content-Length: 2097152\r\nExpect: 100-continue\r\n'), { limit: 5000 })
same('unless it is too much', early.statuses, [413])
const junk = ['\x16\x03\x01\x02\x00\x01\x00', '\0'.repeat(100), 'GET\r\n\r\n', '\r\n\r\n\r\n', 'x'.repeat(40000)]
const answers = await Promise.all(junk.map((bytes) => raw(port, bytes + '\r\n\r\n', { limit: 20000 })))
for (const [i, seen] of answers.entries())
  same(`junk ${JSON.stringify(junk[i].slice(0, 8))}`, seen.statuses.every((s) => s >= 400) && seen.how !== 'limit', true)

// slow ones, all at once: a byte now and then is not enough to stay
const slow = (bytes) => raw(port, [...bytes], { every: 700, limit: 40000 })
const slowly = Promise.all([
  slow('G'.repeat(100)),
  slow(`GET ${users} HTTP/1.1\r\nX: ${'y'.repeat(200)}`),
  raw(port, [post('Content-Length: 1000\r\n'), ...'x'.repeat(200)], { every: 700, limit: 40000 }),
  raw(port, [post('Transfer-Encoding: chunked\r\n'), ...Array(200).fill('1\r\nx\r\n')], { every: 700, limit: 40000 }),
  raw(port, '', { limit: 40000 }),
  raw(port, get(users, '', '').slice(0, 60), { limit: 40000 })
])

// 1,000 connections that say nothing
const before = descriptors()
const idle = []
for (let i = 0; i < 1000; i++) {
  const socket = net.connect(port, '127.0.0.1').on('error', () => {})
  idle.push(new Promise((resolve) => socket.on('connect', () => resolve(socket)).on('close', resolve)))
}
await Promise.all(idle)
const started = Date.now()
same('1,000 idle connections: the next one is served', (await call('GET', `${users}?limit=1`)).status, 200)
same('and soon', Date.now() - started < 2000, true)
bounded('in bounded memory', 100)
const usedBefore = used()
for (const seen of await slowly) same('a slow one is cut', [seen.how !== 'limit', seen.ms < 32000, seen.statuses.every((s) => s >= 400)], [true, true, true])
const emptied = Date.now() + 30000
while (descriptors() > before + 20 && Date.now() < emptied) await new Promise((next) => setTimeout(next, 200))
same('the idle ones are gone', descriptors() <= before + 20 || descriptors(), true)
same('and had cost next to nothing', used() - usedBefore < 50 || used() - usedBefore, true)

// 200 connections with long answers
const agents = Array.from({ length: 200 }, () => new http.Agent({ keepAlive: true }))
for (let round = 0; round < 2; round++)
  same('200 long answers', (await Promise.all(agents.map((agent) => call('GET', `${users}?limit=300`, { agent })))).every((answer) => answer.status === 200), true)
for (const agent of agents) agent.destroy()
bounded('their memory is used again', 80)
same('the server goes on', (await call('GET', `${users}?limit=1`)).status, 200)
finish()
