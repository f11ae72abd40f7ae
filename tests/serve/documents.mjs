// SPDX-License-Identifier: MIT
// What the REST adapter says about itself: a public validator reads the description, a real
// browser the page, where a person tries a call.
//
//   documents.mjs TOP PORT TOKEN MODULES BROWSER SOCKET
import { spawn, spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { client, finish, published, same } from './harness.mjs'

const [, , top, port, token, modules, program, socket] = process.argv
const call = client(Number(port))

// openapi.json
const { Validator } = await import(`${modules}/node_modules/@seriousme/openapi-schema-validator/index.js`)
const answer = await call('GET', '/openapi.json')
const description = JSON.parse(answer.text)
const validator = new Validator()
const verdict = await validator.validate(JSON.parse(answer.text))
same('the description is valid', [verdict.valid, validator.version, verdict.errors], [true, '3.1', undefined])
same('a broken one would not be', (await new Validator().validate({ ...JSON.parse(answer.text), paths: { x: 1 } })).valid, false)
const listed = Object.entries(description.paths).flatMap(([route, methods]) =>
  Object.entries(methods).map(([method, o]) => `${o.operationId} ${method.toUpperCase()} ${route} ${o.summary}`)
)
same('it has every operation', listed.sort(), published(top).map((o) => `${o.name} ${o.method} ${o.path} ${o.title}`).sort())
const operation = (name) => Object.values(description.paths).flatMap(Object.values).find((o) => o.operationId === name)
same('with the parameters of the path', operation('disassociateusergroup').parameters.map((p) => [p.name, p.in, p.required]), [['user_id', 'path', true], ['group_id', 'path', true]])
same('with what the body needs', operation('createuser').requestBody.content['application/json'].schema.required, ['username'])
same('and lists as JSON has them, or as text', Object.values(operation('bulkcreateusers').requestBody.content).map((c) => c.schema.properties.users.type), ['array', 'string'])
const whole = JSON.parse((await client(socket)('GET', '/openapi.json')).text)
const wholeVerdict = await validator.validate(structuredClone(whole))
same('that of the local socket is valid, too', [wholeVerdict.valid, wholeVerdict.errors], [true, undefined])
same('and has the other services', [Object.keys(whole.paths['/allthenticate/user']), Object.keys(whole.paths['/sentinelone/web/api/v2.1/users/{user_id}'])], [['delete', 'get'], ['get', 'put', 'delete']])
same('nothing holds the token', answer.text.includes('dw_'), false)

// the page, in a browser that is told what to do over a pipe
const profile = fs.mkdtempSync(path.join(os.tmpdir(), 'doorward-browser-'))
const browser = spawn(program, ['--headless', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage',
  '--no-first-run', '--disable-background-networking', `--user-data-dir=${profile}`, '--remote-debugging-pipe', 'about:blank'],
  { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] })
const gone = new Promise((next) => browser.on('exit', next))
const limit = setTimeout(() => {
  console.log('not ok - the browser takes too long')
  browser.kill('SIGKILL')
  process.exit(1)
}, 60000)
let id = 0
let rest = ''
const waiting = new Map()
const told = []
browser.stdio[4].on('data', (part) => {
  const messages = (rest + part).split('\0')
  rest = messages.pop()
  for (const message of messages.map((m) => JSON.parse(m)))
    if (waiting.has(message.id)) waiting.get(message.id)(message)
    else told.push(message)
})
const send = (method, params = {}, sessionId) =>
  new Promise((resolve) => {
    waiting.set(++id, resolve)
    browser.stdio[3].write(JSON.stringify({ id, method, params, sessionId }) + '\0')
  })
const { targetInfos } = (await send('Target.getTargets')).result
const page = targetInfos.find((t) => t.type === 'page')
const { sessionId } = (await send('Target.attachToTarget', { targetId: page.targetId, flatten: true })).result
for (const domain of ['Page', 'Runtime', 'Log']) await send(`${domain}.enable`, {}, sessionId)
await send('Page.navigate', { url: `http://localhost:${port}/` }, sessionId)
const evaluate = async (expression) => {
  const { result } = await send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true }, sessionId)
  return result.exceptionDetails ? `exception: ${JSON.stringify(result.exceptionDetails)}` : result.result.value
}
// becomes true, looked at again and again by the page itself
const becomes = (expression) =>
  evaluate(`new Promise(done => { const look = () => (${expression}) ? done(true) : setTimeout(look, 50); look() })`)
await becomes(`location.href.startsWith('http') && document.readyState === 'complete'`)
same('a person sees the title', await evaluate('document.querySelector("h1").innerText'), 'Doorward 0.1.0: REST adapter'.replace('0.1.0', description.info.version))
same('and every operation', await evaluate('[...document.querySelectorAll("details")].map(d => d.id)'), published(top).map((o) => o.name))
same('the looks are applied', await evaluate('getComputedStyle(document.querySelector("summary")).cursor'), 'pointer')
const tryCall = async (name, fields) => {
  await evaluate(`(() => {
    const form = document.querySelector('#${name} form')
    form.closest('details').open = true
    for (const [k, v] of Object.entries(${JSON.stringify(fields)})) form.elements[k].value = v
    form.querySelector('button').click()
  })()`)
  await becomes(`/^(HTTP|No answer)/.test(document.querySelector('#${name} pre:last-child').textContent)`)
  return evaluate(`document.querySelector('#${name} pre:last-child').textContent`)
}
same('a call without token is refused', (await tryCall('listgroups', {})).split('\n')[0], 'HTTP 401')
await evaluate(`document.getElementById('token').value = ${JSON.stringify(token)}`)
const found = await tryCall('listusers', { username: 'alice' })
same('with one it is answered', [found.split('\n')[0], /"username": "alice"/.test(found)], ['HTTP 200', true])
const alice = found.match(/"user_id": "(\w+)"/)[1]
const one = await tryCall('getuser', { user_id: alice })
const command = await evaluate('document.querySelector("#listusers pre").textContent')
same('and shown as a command, without the token', [/^curl .*\$TOKEN/s.test(command), command.includes(token)], [true, false])
const repeated = spawnSync('sh', ['-c', command.replace('curl', 'curl -s')], { env: { ...process.env, TOKEN: token }, encoding: 'utf8' })
same('that works', JSON.parse(repeated.stdout).response[0].username, 'alice')
same('an id goes into the path', [one.split('\n')[0], one.includes(alice)], ['HTTP 200', true])
const made = await tryCall('createuser', { username: "by 'hand' <b>x</b>" })
same('a form is sent', [made.split('\n')[0], made.includes("by 'hand' <b>x</b>")], ['HTTP 200', true])
same('quoted for a shell', spawnSync('sh', ['-c', (await evaluate('document.querySelector("#createuser pre").textContent')).replace('curl', 'printf "%s."')], { encoding: 'utf8' }).stdout.includes(".username=by 'hand' <b>x</b>."), true)
same('and shown as text', await evaluate('document.querySelectorAll("pre b").length'), 0)
same('an id cannot leave its place', (await tryCall('getuser', { user_id: '../groups' })).split('\n')[0], 'HTTP 400')
same('nothing is kept', await evaluate('[localStorage.length, sessionStorage.length, document.cookie]'), [0, 0, ''])
same('the page has no faults', told.filter((m) => m.method === 'Runtime.exceptionThrown' ||
  (m.method === 'Log.entryAdded' && m.params.entry.level !== 'verbose' && !/status of 40[01]|favicon/.test(m.params.entry.text + m.params.entry.url))).map((m) => m.params), [])
await Promise.race([send('Browser.close'), gone])
await gone
clearTimeout(limit)
fs.rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
finish()
