// SPDX-License-Identifier: MIT
// What an agent is told while the directory is ill, and how the program ends.
//
//   outages.mjs DOORWARD CONF SIM_FOLDER
import { spawn } from 'node:child_process'
import fs from 'node:fs'
import https from 'node:https'
import { finish, overStdio, same } from './harness.mjs'

const [, , program, conf, folder] = process.argv
const sim = JSON.parse(fs.readFileSync(`${folder}/sim.json`, 'utf8'))
const ca = fs.readFileSync(sim.ca)

function control(path, body, method = 'POST') {
  return new Promise((resolve, reject) => {
    const request = https.request(
      { host: 'localhost', port: sim.port, ca, method, path: `/_sim/${path}` },
      (response) => {
        const parts = []
        response.on('data', (part) => parts.push(part))
        response.on('end', () =>
          resolve(
            method === 'GET'
              ? JSON.parse(Buffer.concat(parts).toString('utf8'))
              : response.statusCode
          )
        )
      }
    )
    request.on('error', reject)
    request.end(body === undefined ? '' : JSON.stringify(body))
  })
}

const request = (id, name, args) =>
  JSON.stringify({ jsonrpc: '2.0', id, method: 'tools/call', params: { name, arguments: args } })
const listed = request(1, 'listgroups', {})
const ping = '{"jsonrpc":"2.0","id":"still here","method":"ping"}'
const pong = '{"jsonrpc":"2.0","id":"still here","result":{}}'

const agent = overStdio(program, conf, ['--timeout', '3'])
for (const [kind, words, value] of [
  ['garbage', /listgroups: /],
  ['truncate', /listgroups: /],
  ['reset', /listgroups: /],
  ['stall', /listgroups: .*(time|late|within|deadline)/i],
  ['status', /HTTP 503/, 503]
]) {
  same(
    `${kind} is arranged`,
    await control('fault', { match: 'GET /admin/v1/groups', kind, value, count: 9 }),
    200
  )
  const before = Date.now()
  const answer = JSON.parse(await agent.send(listed)).result
  same(`${kind}: an error`, answer.isError, true)
  same(`${kind}: in words`, words.test(answer.content.at(-1).text) || answer.content, true)
  same(`${kind}: in time`, Date.now() - before < 15000, true)
  same(`${kind}: and on it goes`, await agent.send(ping), pong)
  await control('reset')
}
same('well again', JSON.parse(await agent.send(listed)).result.isError, undefined)

// a change that may have happened is not made twice
await control('fault', { match: 'POST /admin/v1/groups', kind: 'reset', count: 9 })
const made = JSON.parse(await agent.send(request(2, 'creategroup', { name: 'once' }))).result
same('a change without an answer is an error', made.isError, true)
same(
  'and was sent once',
  (await control('counters', undefined, 'GET')).by_route['POST /admin/v1/groups'],
  1
)
await control('reset')

const end = await agent.end()
same('the end of input is the end', [end.status, end.surplus], [0, 0])

const deaf = spawn(program, ['--config', conf, 'mcp'], { stdio: ['pipe', 'pipe', 'inherit'] })
deaf.stdin.on('error', () => {})
deaf.stdout.destroy()
const status = await new Promise((resolve) => {
  deaf.on('close', (code, signal) => resolve(signal ?? code))
  deaf.stdin.write((ping + '\n').repeat(20000))
})
same('an agent that does not listen ends it', status, 'SIGPIPE')

const told = spawn(program, ['--config', conf, 'mcp'], { stdio: ['pipe', 'pipe', 'inherit'] })
await new Promise((resolve) => {
  told.stdout.once('data', resolve)
  told.stdin.write(ping + '\n')
})
told.kill('SIGTERM')
same('SIGTERM ends it', await new Promise((r) => told.on('close', (c, s) => r(s ?? c))), 'SIGTERM')
finish()
