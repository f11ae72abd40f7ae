// SPDX-License-Identifier: MIT
// One request at a time goes to the directory (serve.workers = 1): while it is silent, so many wait
// for their turn, the next one is turned away, and what needs no directory is answered.
//
//   turns.mjs PORT SOCKET SIM_JSON TOKEN
import fs from 'node:fs'
import http from 'node:http'
import { client, controller, finish, same } from './harness.mjs'

const [, , port, socket, simJson, token] = process.argv
const call = client(Number(port), token)
const control = controller(JSON.parse(fs.readFileSync(simJson)))
const users = '/admin/v1/users'
const requests = async () => JSON.parse(await control('GET', 'counters')).requests

await control('POST', 'reset', {})
await control('POST', 'fault', { match: '*', kind: 'stall' })
const first = call('GET', users)
while ((await requests()) === 0);
const answers = []
const others = Array.from({ length: 17 }, () => call('GET', users).then((answer) => answers.push(answer)))
await Promise.race(others)
same('one too many is turned away', [answers[0].status, answers[0].headers['retry-after']], [503, '1'])
same('the directory is asked by one', await requests(), 1)
same('numbers are there meanwhile', (await call('GET', '/metrics')).status, 200)
same('the documents too', (await call('GET', '/openapi.json')).status, 200)
await control('POST', 'reset', {})
same('whose turn it was', (await first).status, 502)
await Promise.all(others)
same('the others get theirs', answers.slice(1).map((answer) => answer.status), Array(16).fill(200))

// what nobody has said the length of takes no more room than it has, as soon as it is here
await control('POST', 'reset', {})
await control('POST', 'fault', { match: '*', kind: 'stall' })
const ahead = call('GET', users)
while ((await requests()) === 0);
const ends = []
for (let i = 0; i < 12; i++)
  await new Promise((next) => {
    const request = http.request({ host: '127.0.0.1', port, method: 'POST', path: `${users}/bulk_create`, agent: false, headers: {
      Authorization: `Bearer ${token}`, 'Content-Type': 'application/json', 'Transfer-Encoding': 'chunked', Expect: '100-continue' } })
    ends.push(new Promise((end) => request.on('response', (answer) => end(answer.resume().statusCode)).on('error', end)))
    ends[i].then(next)
    request.on('continue', () => request.end(JSON.stringify({ users: JSON.stringify([{ username: `chunk${i}` }]) }), next))
    request.flushHeaders()
  })
await control('POST', 'reset', {})
await ahead
same('twelve bodies in chunks wait beside each other', await Promise.all(ends), Array(12).fill(200))

// one that waits for a person may take longer than others want to wait for it (serve.timeout)
await control('POST', 'reset', {})
await control('POST', 'fault', { match: '*', kind: 'stall' })
const push = client(socket)('GET', '/auth/v2/auth_status?txid=00000000-0000-0000-0000-000000000000')
while ((await requests()) === 0);
same('nobody waits for ever', (await call('GET', users)).status, 503)
same('and the directory is not asked', await requests(), 1)
await control('POST', 'reset', {})
same('who waits for a person still did', (await push).status !== 503, true)
finish()
