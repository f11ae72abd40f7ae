// SPDX-License-Identifier: MIT
// doorward serve ended and killed again and again under load: no answer is half an answer, no
// write is sent twice, and one that is asked to end loses nothing.
//
//   load.mjs PORT TOKEN DOORWARD CONF SIM_JSON
import { spawn } from 'node:child_process'
import fs from 'node:fs'
import https from 'node:https'
import { client, finish, same } from './harness.mjs'

const [, , port, token, program, conf, simJson] = process.argv
const call = client(Number(port), token)
const sim = JSON.parse(fs.readFileSync(simJson))
const users = '/admin/v1/users'
const wait = (ms) => new Promise((next) => setTimeout(next, ms))
let server
let errors = ''

function start() {
  return new Promise((resolve, reject) => {
    server = spawn(program, ['--config', conf, 'serve', '--log', 'stderr'], { stdio: ['ignore', 'ignore', 'pipe'] })
    server.ended = new Promise((next) => server.on('exit', (code, signal) => next(code ?? signal)))
    server.stderr.on('data', (part) => {
      errors += part
      if (/: ready\n/.test(part)) resolve()
    })
    server.ended.then((how) => reject(new Error(`ended before it served: ${how}\n${errors}`)))
  })
}

function counters() {
  return new Promise((resolve, reject) => {
    https
      .get({ host: 'localhost', port: sim.port, path: '/_sim/counters', ca: fs.readFileSync(sim.ca) }, (answer) => {
        let text = ''
        answer.on('data', (part) => (text += part)).on('end', () => resolve(JSON.parse(text)))
      })
      .on('error', reject)
  })
}
const posts = async () => JSON.stringify(await counters()).match(/"POST \/admin\/v1\/users":\s*(\d+)/)?.[1] ?? '0'

const seen = { tried: 0, done: new Set(), lost: 0, odd: [], reads: 0 }
let running = true
let number = 0

async function writer() {
  while (running) {
    const username = `load-${++number}`
    seen.tried++
    try {
      const answer = await call('POST', users, { form: { username } })
      const parsed = JSON.parse(answer.text)
      if (answer.status === 200 && parsed.response.username === username) seen.done.add(username)
      else if (answer.status !== 503) seen.odd.push(answer.text)
    } catch (fault) {
      if (fault instanceof SyntaxError) seen.odd.push('half an answer')
      seen.lost++
      await wait(20)
    }
  }
}

async function reader() {
  while (running)
    try {
      const answer = await call('GET', `${users}?limit=50`)
      if (answer.status === 200 && JSON.parse(answer.text).stat === 'OK') seen.reads++
    } catch (fault) {
      if (fault instanceof SyntaxError) seen.odd.push('half an answer')
      await wait(20)
    }
}

async function created() {
  const names = new Map()
  for (let offset = 0; offset !== undefined; ) {
    const page = JSON.parse((await call('GET', `${users}?limit=300&offset=${offset}`)).text)
    for (const user of page.response)
      if (user.username.startsWith('load-')) names.set(user.username, (names.get(user.username) ?? 0) + 1)
    offset = page.metadata?.next_offset
  }
  return names
}

async function round(title, signal, times) {
  running = true
  const work = [writer(), writer(), writer(), writer(), reader(), reader()]
  for (let i = 0; i < times; i++) {
    await wait(400)
    server.kill(signal)
    const how = await server.ended
    same(`${title} ${i + 1}: how it ended`, how, signal === 'SIGKILL' ? 'SIGKILL' : 0)
    await start()
  }
  await wait(400)
  running = false
  await Promise.all(work)
  const names = await created()
  same(`${title}: no half answers, no surprises`, seen.odd, [])
  same(`${title}: nobody is there twice`, [...names.values()].every((count) => count === 1), true)
  same(`${title}: whoever was promised is there`, [...seen.done].filter((name) => !names.has(name)), [])
  same(`${title}: sent at most once each`, Number(await posts()) <= seen.tried, true)
  return names
}

await start()
const gentle = await round('asked to end', 'SIGTERM', 3)
same('asked to end: whoever is there was promised', [...gentle.keys()].filter((name) => !seen.done.has(name)), [])
same('asked to end: as many as were sent', Number(await posts()), gentle.size)
await round('killed', 'SIGKILL', 3)
same('there was load', seen.done.size > 50 && seen.reads > 20 || [seen.done.size, seen.reads], true)
console.log(`# ${seen.tried} writes, ${seen.done.size} done, ${seen.lost} lost; ${seen.reads} reads`)
server.kill('SIGTERM')
same('ends well', await server.ended, 0)
if (/Sanitizer|runtime error/.test(errors)) same('the sanitizers', errors, '')
finish()
